/** When each secret came in, how long it lived, and whether it is still there: columns by month, and a bar a secret. */
import { byId, element } from './element.ts';
import { dateText, lifeText, type Row } from './view.ts';
import { VirtualList } from './virtual-list.ts';

const svgNames = 'http://www.w3.org/2000/svg';
/** Columns at most; a long history is counted by quarters or years then. */
const mostColumns = 72;

export interface Timeline {
  show(rows: readonly Row[]): void;
}

export function createTimeline(end: number, onOpen: (row: Row) => void): Timeline {
  let [start, span] = [end, 1];
  const list = new VirtualList<Row>({
    box: byId('timeline-list'),
    rowHeight: 30,
    draw: (row, box) => drawBar(row, box, { start, span, end }),
    onChoose: () => {},
    onOpen,
  });
  return {
    show(rows) {
      const dated = rows.filter(({ from, finding }) => from !== null && !finding.hygiene);
      dated.sort((a, b) => a.from! - b.from! || a.rank - b.rank);
      start = dated[0]?.from ?? end;
      span = Math.max(1, end - start);
      byId('timeline-none').hidden = dated.length > 0;
      byId('timeline-axis').replaceChildren(element('span', {}, dateText(start)), element('span', {}, dateText(end)));
      byId('timeline-chart').replaceChildren(dated.length > 0 ? chart(dated, start, end) : '');
      list.show(dated);
    },
  };
}

interface Scale {
  readonly start: number;
  readonly span: number;
  readonly end: number;
}

function drawBar(row: Row, box: HTMLElement, { start, span, end }: Scale): void {
  const from = row.from!;
  const bar = element('span', { class: `bar ${row.finding.severity} ${row.finding.state}` });
  const left = Math.min(99, ((from - start) / span) * 100);
  const until = row.finding.state === 'present' ? end : (row.until ?? from);
  // Widths through the object model: the page allows no style attributes.
  bar.style.left = `${left}%`;
  bar.style.width = `${Math.max(0.6, ((until - from) / span) * 100)}%`;
  box.append(
    element('span', { class: 'bar-name' }, `${row.finding.title}, ${row.place}`),
    element('span', { class: 'bar-track' }, bar),
    element('span', { class: 'bar-life' }, `${dateText(from)}, ${lifeText(row)}`),
  );
}

/** Stacked: still there below, gone above. */
function chart(rows: readonly Row[], start: number, end: number): SVGElement {
  const columns = bucketed(rows, start, end);
  const most = Math.max(...columns.map(({ present, gone }) => present + gone), 1);
  const [width, height] = [columns.length * 10, 60];
  const still = rows.filter(({ finding }) => finding.state === 'present').length;
  const svg = svgElement('svg', {
    viewBox: `0 0 ${width} ${height}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': `Secrets by the time they came in: ${rows.length} from ${dateText(start)} on, ${still} still in HEAD`,
  });
  for (const [index, { present, gone, name }] of columns.entries()) {
    const low = (present / most) * height;
    const high = (gone / most) * height;
    const group = svgElement('g', {});
    const title = svgElement('title', {});
    title.textContent = `${name}: ${present + gone} came in, ${present} still there`;
    group.append(
      title,
      svgElement('rect', { class: 'present', x: index * 10 + 1, width: 8, y: height - low, height: low }),
      svgElement('rect', { class: 'gone', x: index * 10 + 1, width: 8, y: height - low - high, height: high }),
    );
    svg.append(group);
  }
  return svg;
}

interface Column {
  readonly name: string;
  present: number;
  gone: number;
}

function bucketed(rows: readonly Row[], start: number, end: number): Column[] {
  const [first, last] = [new Date(start), new Date(end)];
  const all = (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth() + 1;
  const months = all <= mostColumns ? 1 : all <= mostColumns * 3 ? 3 : 12;
  const columns = Array.from({ length: Math.max(1, Math.ceil(all / months)) }, (_, index): Column => {
    const begin = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + index * months, 1));
    return { name: begin.toISOString().slice(0, 7), present: 0, gone: 0 };
  });
  for (const { from, finding } of rows) {
    const date = new Date(from!);
    const month = (date.getUTCFullYear() - first.getUTCFullYear()) * 12 + date.getUTCMonth() - first.getUTCMonth();
    const column = columns[Math.min(columns.length - 1, Math.floor(month / months))]!;
    if (finding.state === 'present') column.present++;
    else column.gone++;
  }
  return columns;
}

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(svgNames, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
