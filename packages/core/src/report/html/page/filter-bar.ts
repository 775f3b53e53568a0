/** Search, selects and order above the list. Keeps no state but its own fields; says what is asked for. */
import { byId, element } from './element.ts';
import {
  confidences,
  type FilterName,
  type Filters,
  noFilters,
  type Order,
  type Row,
  severities,
  tally,
} from './view.ts';

const selects = ['severity', 'confidence', 'state', 'kind', 'provider', 'rule', 'author', 'folder'] as const;

/** Most names in a select; the search finds the others. */
const longestSelect = 500;

export interface FilterBar {
  set(filters: Filters): void;
  filters(): Filters;
  order(): Order;
}

export function createFilterBar(rows: readonly Row[], onChange: () => void): FilterBar {
  const counted = (of: (row: Row) => string): [string, string][] =>
    tally(rows, of)
      .slice(0, longestSelect)
      .map(([name, number]) => [name, `${name} (${number.toLocaleString('en')})`]);
  const known = (names: readonly string[], of: (row: Row) => string): [string, string][] => {
    const there = new Map(counted(of));
    return names.flatMap((name) => (there.has(name) ? [[name, there.get(name)!] as [string, string]] : []));
  };
  const choices: Readonly<Record<(typeof selects)[number], readonly [string, string][]>> = {
    severity: known(severities, ({ finding }) => finding.severity),
    confidence: known(confidences, ({ finding }) => finding.confidence),
    state: [
      ['present', 'in HEAD now'],
      ['uncommitted', 'not committed'],
      ['past', 'only in history'],
      ['suppressed', 'suppressed'],
    ],
    kind: [
      ['secret', 'secrets'],
      ['hygiene', 'hygiene'],
    ],
    provider: counted(({ finding }) => finding.provider),
    rule: counted(({ finding }) => finding.rule),
    author: counted(({ author }) => author),
    folder: counted(({ folder }) => folder),
  };
  for (const name of selects) {
    const select = field(name);
    select.append(element('option', { value: '' }, 'any'));
    for (const [value, text] of choices[name]) select.append(element('option', { value }, text));
    select.addEventListener('change', onChange);
  }
  byId<HTMLSelectElement>('order').addEventListener('change', onChange);
  const search = byId<HTMLInputElement>('filter-text');
  search.addEventListener('input', onChange);
  const bar: FilterBar = {
    set(filters) {
      search.value = filters.text;
      for (const name of selects) field(name).value = filters[name];
      onChange();
    },
    filters: () => {
      const given = Object.fromEntries(selects.map((name) => [name, field(name).value]));
      return { ...noFilters, ...given, text: search.value };
    },
    order: () => byId<HTMLSelectElement>('order').value as Order,
  };
  byId('clear').addEventListener('click', () => bar.set(noFilters));
  return bar;
}

function field(name: FilterName): HTMLSelectElement {
  return byId<HTMLSelectElement>(`filter-${name}`);
}
