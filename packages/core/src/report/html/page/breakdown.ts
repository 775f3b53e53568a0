/** The same findings by author, folder, rule and provider; a name filters the list. */
import { button, count, element } from './element.ts';
import { type FilterName, type Row, tally } from './view.ts';

const tables: readonly [FilterName, string, (row: Row) => string][] = [
  ['author', 'By author', ({ author }) => author],
  ['folder', 'By folder', ({ folder }) => folder],
  ['rule', 'By rule', ({ finding }) => finding.rule],
  ['provider', 'By provider', ({ finding }) => finding.provider],
];
const namesAtOnce = 15;

export function drawBreakdown(rows: readonly Row[], onPick: (name: FilterName, value: string) => void): Node[] {
  return tables.map(([name, title, of]) => {
    const names = tally(rows, of);
    const body = element('tbody');
    const draw = (from: number, to: number) => {
      for (const [value, total] of names.slice(from, to)) {
        const mine = rows.filter((row) => of(row) === value);
        const bad = mine.filter(({ finding }) => finding.severity === 'critical' || finding.severity === 'high').length;
        const present = mine.filter(({ finding }) => finding.state === 'present').length;
        const meter = element('span', { class: 'meter' }, element('span'));
        (meter.firstChild as HTMLElement).style.width = `${(total / names[0]![1]) * 100}%`;
        body.append(
          element(
            'tr',
            {},
            element(
              'th',
              { scope: 'row' },
              button(value, () => onPick(name, value), { class: 'link' }),
              meter,
            ),
            ...[total, bad, present].map((number) => element('td', {}, number.toLocaleString('en'))),
          ),
        );
      }
    };
    draw(0, namesAtOnce);
    const head = ['', 'all', 'critical or high', 'in HEAD'].map((text) =>
      text === '' ? element('td') : element('th', { scope: 'col' }, text),
    );
    const table = element(
      'table',
      {},
      element('caption', {}, title),
      element('thead', {}, element('tr', {}, ...head)),
      body,
    );
    const box = element('section', { class: 'breakdown' }, table);
    const left = names.length - namesAtOnce;
    if (left > 0) {
      const more = button(`Show ${count(left, 'more')}`.replace(/s$/, ''), () => {
        more.remove();
        draw(namesAtOnce, names.length);
      });
      box.append(more);
    }
    if (names.length === 0) box.append(element('p', { class: 'hint' }, 'Nothing to count.'));
    return box;
  });
}
