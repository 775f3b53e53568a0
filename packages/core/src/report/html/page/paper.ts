/** Paper has no scrolling: before printing, the filtered findings are written out in full, and taken away afterwards. */
import type { PageData } from '../data.ts';
import { byId, element } from './element.ts';
import { lifeText, type Row, stateText } from './view.ts';

const placesPrinted = 5;

export function printOnDemand(rows: () => readonly Row[], data: PageData): void {
  const paper = byId('paper');
  window.addEventListener('beforeprint', () => {
    const all = rows();
    const words = ['Severity', 'Finding', 'Where', 'Since and until', 'Fingerprint'];
    const head = words.map((text) => element('th', { scope: 'col' }, text));
    const body = element('tbody');
    for (const row of all) body.append(printed(row, data));
    paper.replaceChildren(
      element('h2', {}, `${all.length.toLocaleString('en')} findings`),
      element('table', {}, element('thead', {}, element('tr', {}, ...head)), body),
    );
  });
  window.addEventListener('afterprint', () => paper.replaceChildren());
}

function printed(row: Row, data: PageData): HTMLElement {
  const { finding } = row;
  const commit = finding.first === null ? null : (data.commits[finding.first] ?? null);
  const places = finding.places.slice(0, placesPrinted).map(({ path, where, line }) => `${path ?? where}:${line}`);
  const more = finding.places.length + finding.morePlaces - places.length;
  const since = commit === null ? '' : `${commit.date.slice(0, 10)}, ${commit.author}, ${lifeText(row)}`;
  const cells = [
    `${finding.severity}, ${finding.confidence}`,
    `${finding.title}\n${finding.secret}`,
    `${places.join('\n')}${more > 0 ? `\nand ${more} more` : ''}\n${stateText(row)}`,
    since,
    finding.fingerprint.slice(0, 12),
  ];
  return element('tr', {}, ...cells.map((text) => element('td', {}, text)));
}
