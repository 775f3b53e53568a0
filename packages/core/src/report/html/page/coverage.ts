/** What was read and what was not: a report is worth as much as this page says. */
import type { PageData } from '../data.ts';
import { element } from './element.ts';

export function drawCoverage({ coverage, tool, target, madeAt, minConfidence, notes }: PageData): Node[] {
  const number = (value: number) => value.toLocaleString('en');
  const { blobs, bytes, commits, complete, shallow, engine, seconds, source } = coverage;
  const entries: [string, string][] = [
    ['Complete', complete ? 'yes' : 'NO: something that should have been read was not'],
    ['Target', target],
    ['Question', source],
    ['Blobs', `${number(blobs.scanned)} read of ${number(blobs.total)}`],
    ['Bytes read', number(bytes.scanned)],
    ['Commits', number(commits)],
    ['Shallow clone', shallow ? 'yes: older commits are not here' : 'no'],
    ['Engine', engine],
    ['Seconds', seconds.toFixed(1)],
    ['Listed from confidence', minConfidence],
    ['Made', madeAt],
    ['Program', `${tool.name} ${tool.version}, rules ${tool.ruleset}`],
  ];
  const list = element('dl', { class: 'facts' });
  for (const [name, text] of entries) list.append(element('dt', {}, name), element('dd', {}, text));
  return [
    element('h2', {}, 'Coverage'),
    list,
    element('h3', {}, 'Not read or left out'),
    blobs.skipped.length === 0 ? element('p', {}, 'Nothing.') : skippedTable(blobs.skipped),
    ...(notes.length > 0
      ? [element('h3', {}, 'Notes'), element('ul', {}, ...notes.map((note) => element('li', {}, note)))]
      : []),
  ];
}

function skippedTable(skipped: PageData['coverage']['blobs']['skipped']): HTMLElement {
  const head = ['What', 'Count', 'Counts as', 'Names'].map((text) => element('th', { scope: 'col' }, text));
  const rows = skipped.map(({ reason, count, unread, names }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, reason),
      element('td', {}, count.toLocaleString('en')),
      element('td', {}, unread ? 'NOT READ' : 'left out'),
      element('td', {}, `${names.join(', ')}${count > names.length ? ' …' : ''}`),
    ),
  );
  return element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows));
}
