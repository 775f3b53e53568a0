/** The first thing seen: how bad, how much of it is in HEAD now, since when. Each number filters the list. */
import type { PageData } from '../data.ts';
import { button, element } from './element.ts';
import { dateText, type Filters, noFilters, type Row, severities } from './view.ts';

export function drawSummary(rows: readonly Row[], data: PageData, filter: (filters: Filters) => void): Node[] {
  const open = rows.filter(({ finding }) => finding.suppressed === null);
  const secrets = open.filter(({ finding }) => !finding.hygiene);
  const card = (text: string, number: number, kind: string, filters: Partial<Filters>): HTMLElement => {
    const made = button('', () => filter({ ...noFilters, ...filters }), { class: `card ${number === 0 ? '' : kind}` });
    made.append(element('strong', {}, number.toLocaleString('en')), element('span', {}, text));
    return made;
  };
  const of = (list: readonly Row[], wanted: (row: Row) => boolean) => list.filter(wanted).length;
  const oldest = Math.min(...secrets.flatMap(({ from, finding }) => (finding.state === 'present' ? (from ?? []) : [])));
  const since = Number.isFinite(oldest) ? ` The oldest that HEAD still holds came in on ${dateText(oldest)}.` : '';
  const verdict = secrets.length === 0 ? 'No secrets found' : `${secrets.length.toLocaleString('en')} secrets`;
  const read = data.coverage.complete ? 'Everything was read.' : 'Not everything was read: see Coverage.';
  const uncommitted = of(secrets, ({ finding }) => finding.state === 'uncommitted');
  return [
    element('p', { class: 'verdict' }, element('strong', {}, verdict), `. ${read}${since}`),
    // What a pull request adds to the policy that judges it stands here, so before any number.
    ...(data.notes.length > 0 ? [notes(data.notes)] : []),
    element(
      'div',
      { class: 'cards' },
      card(
        'in HEAD now',
        of(secrets, ({ finding }) => finding.state === 'present'),
        'critical',
        {
          state: 'present',
          kind: 'secret',
        },
      ),
      ...(uncommitted > 0 ? [card('not committed', uncommitted, 'medium', { state: 'uncommitted' })] : []),
      card(
        'only in history',
        of(secrets, ({ finding }) => finding.state === 'past'),
        'high',
        { state: 'past' },
      ),
      ...severities.map((severity) =>
        card(
          severity,
          of(open, ({ finding }) => finding.severity === severity),
          severity,
          { severity },
        ),
      ),
      card(
        'hygiene',
        of(open, ({ finding }) => finding.hygiene),
        'medium',
        { kind: 'hygiene' },
      ),
      card('suppressed', rows.length - open.length, 'info', { state: 'suppressed' }),
    ),
  ];
}

const notesShown = 5;

function notes(texts: readonly string[]): HTMLElement {
  const left = texts.length - notesShown;
  const list = element('ul', { class: 'notes' }, ...texts.slice(0, notesShown).map((text) => element('li', {}, text)));
  if (left > 0) list.append(element('li', {}, `… and ${left} more, under Coverage`));
  return list;
}
