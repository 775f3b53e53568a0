/** Puts the page together: one list of rows, filtered once, shown by four tabs. */
import type { PageData } from '../data.ts';
import { drawBreakdown } from './breakdown.ts';
import { drawCoverage } from './coverage.ts';
import { badge, drawDetail, stepsDone } from './detail.ts';
import { byId, count, element } from './element.ts';
import { csvOf, jsonOf, save } from './export.ts';
import { createFilterBar } from './filter-bar.ts';
import { printOnDemand } from './paper.ts';
import { drawSummary } from './summary.ts';
import { setUpTabs, type TabName } from './tabs.ts';
import { setUpTheme } from './theme.ts';
import { createTimeline } from './timeline.ts';
import { filtered, type Row, rowsOf, stateText } from './view.ts';
import { VirtualList } from './virtual-list.ts';

const data = JSON.parse(byId('data').textContent ?? '') as PageData;
const rows = rowsOf(data);
let shown: Row[] = [];
let tab: TabName = 'findings';

setUpTheme();
byId('target').textContent = data.target;
byId('made').textContent = `${data.tool.name} ${data.tool.version}, ${data.madeAt.slice(0, 10)}`;
document.title = `gitmoat: ${data.target}`;

const detail = byId('detail');
const list = new VirtualList<Row>({
  box: byId('list'),
  rowHeight: 58,
  draw: drawRow,
  onChoose: openDetail,
  onOpen: () => byId('detail-title').focus(),
});
const timeline = createTimeline(Date.parse(data.madeAt), (row) => {
  showTab('findings');
  openDetail(row);
  byId('detail-title').focus();
});
const bar = createFilterBar(rows, update);
const showTab = setUpTabs((name) => {
  tab = name;
  // The filters are one set; coverage is about the whole run.
  byId('filters').hidden = name === 'coverage';
  drawTab();
});
byId('summary').append(
  ...drawSummary(rows, data, (filters) => {
    bar.set(filters);
    showTab('findings');
  }),
);
byId('coverage').append(...drawCoverage(data));
byId('save-csv').addEventListener('click', () => save('gitmoat.csv', 'text/csv', csvOf(shown)));
byId('save-json').addEventListener('click', () => save('gitmoat.json', 'application/json', jsonOf(shown, data)));
byId('print').addEventListener('click', () => window.print());
printOnDemand(() => shown, data);
document.addEventListener('keydown', (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test((event.target as HTMLElement).tagName);
  if (event.key === '/' && !typing) {
    event.preventDefault();
    showTab('findings');
    byId('filter-text').focus();
  }
  if (event.key === 'Escape') byId('list').focus();
});
update();
showTab('findings');
document.documentElement.dataset.ready = 'yes';

function update(): void {
  shown = filtered(rows, bar.filters(), bar.order());
  const all = rows.length;
  byId('count').textContent =
    shown.length === all ? count(all, 'finding') : `${count(shown.length, 'finding')} of ${all.toLocaleString('en')}`;
  byId('none').hidden = shown.length > 0;
  detail.replaceChildren(
    element('p', { class: 'hint' }, 'Choose a finding: arrow keys move, Enter opens, / searches.'),
  );
  list.show(shown);
  drawTab();
}

function drawTab(): void {
  if (tab === 'findings') list.show(shown);
  if (tab === 'timeline') timeline.show(shown);
  if (tab === 'breakdown') {
    byId('breakdown').replaceChildren(
      ...drawBreakdown(shown, (name, value) => {
        bar.set({ ...bar.filters(), [name]: value });
        showTab('findings');
      }),
    );
  }
}

function openDetail(row: Row): void {
  detail.replaceChildren(...drawDetail(row, data, () => list.redraw()));
  detail.scrollTop = 0;
}

function drawRow(row: Row, box: HTMLElement): void {
  const { finding } = row;
  const [done, all] = stepsDone(row, data);
  const more = finding.places.length + finding.morePlaces - 1;
  box.append(
    element('span', { class: 'row-head' }, badge(finding.severity, finding.severity), ` ${finding.title}`),
    element('span', { class: 'row-place' }, `${row.place}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}`),
    element('span', { class: 'row-state' }, `${stateText(row)}${done > 0 ? ` · ${done} of ${all} steps done` : ''}`),
    element('span', { class: 'row-secret' }, finding.secret),
  );
}
