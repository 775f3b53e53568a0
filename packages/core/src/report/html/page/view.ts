/** Which findings are shown, in which order. Pure: no document, so that it is tested without a browser. */
import type { PageData, PageFinding } from '../data.ts';

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const confidences = ['provable', 'high', 'medium', 'low'] as const;

/** Empty: any. */
export interface Filters {
  readonly text: string;
  readonly severity: string;
  readonly confidence: string;
  readonly state: string;
  readonly kind: string;
  readonly provider: string;
  readonly rule: string;
  readonly author: string;
  readonly folder: string;
}

export type FilterName = keyof Filters;
export type Order = 'worst' | 'newest' | 'oldest' | 'longest' | 'path';

export const noFilters: Filters = {
  text: '',
  severity: '',
  confidence: '',
  state: '',
  kind: '',
  provider: '',
  rule: '',
  author: '',
  folder: '',
};

/** A finding with what filtering and drawing ask for again and again. */
export interface Row {
  readonly finding: PageFinding;
  /** Position in the report: worst first. */
  readonly rank: number;
  readonly author: string;
  readonly folder: string;
  readonly place: string;
  /** Milliseconds; null without a commit. */
  readonly from: number | null;
  /** Null: it is still there, or nobody knows. */
  readonly until: number | null;
  /** Days between; null where it never came in by a commit. */
  readonly days: number | null;
  readonly haystack: string;
}

const day = 86_400_000;

export function rowsOf(data: PageData): Row[] {
  const now = Date.parse(data.madeAt);
  return data.findings.map((finding, rank) => {
    const commit = finding.first === null ? null : (data.commits[finding.first] ?? null);
    const [first] = finding.places;
    const path = first?.path ?? null;
    const from = commit === null ? null : Date.parse(commit.date);
    const until = finding.removed === null ? null : Date.parse(finding.removed.date);
    const folders = path === null ? [] : path.split('/').slice(0, -1);
    const place = path === null ? (first?.where ?? '').replace('-', ' ') : `${path}:${first?.line ?? 1}`;
    const words = [
      finding.title,
      finding.rule,
      finding.provider,
      finding.fingerprint,
      finding.secret,
      commit?.author,
      commit?.subject,
      commit?.oid,
      ...finding.places.map((one) => one.path),
    ];
    return {
      finding,
      rank,
      author: commit?.author ?? '',
      folder: path === null ? '(messages)' : `${folders.slice(0, 2).join('/') || '.'}/`,
      place,
      from,
      until,
      days: from === null ? null : Math.max(0, Math.round(((until ?? now) - from) / day)),
      haystack: words.filter(Boolean).join('\n').toLowerCase(),
    };
  });
}

export function filtered(rows: readonly Row[], filters: Filters, order: Order): Row[] {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => fits(row, filters) && words.every((word) => row.haystack.includes(word)));
  return order === 'worst' ? found : found.sort(orders[order]);
}

function fits({ finding, author, folder }: Row, filters: Filters): boolean {
  // Suppressed ones are shown when asked for, and by nothing else.
  if ((finding.suppressed !== null) !== (filters.state === 'suppressed')) return false;
  if (filters.state !== '' && filters.state !== 'suppressed' && finding.state !== filters.state) return false;
  if (filters.kind !== '' && finding.hygiene !== (filters.kind === 'hygiene')) return false;
  return (
    (filters.severity === '' || finding.severity === filters.severity) &&
    (filters.confidence === '' || finding.confidence === filters.confidence) &&
    (filters.provider === '' || finding.provider === filters.provider) &&
    (filters.rule === '' || finding.rule === filters.rule) &&
    (filters.author === '' || author === filters.author) &&
    (filters.folder === '' || folder === filters.folder)
  );
}

type Compare = (a: Row, b: Row) => number;
const orders: Readonly<Record<Exclude<Order, 'worst'>, Compare>> = {
  newest: (a, b) => (b.from ?? -Infinity) - (a.from ?? -Infinity) || a.rank - b.rank,
  oldest: (a, b) => (a.from ?? Infinity) - (b.from ?? Infinity) || a.rank - b.rank,
  longest: (a, b) => (b.days ?? -1) - (a.days ?? -1) || a.rank - b.rank,
  path: (a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : a.rank - b.rank),
};

/** The commonest first. */
export function tally(rows: readonly Row[], of: (row: Row) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
  return [...counts].filter(([name]) => name !== '').sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

const stateWords = { present: 'in HEAD now', uncommitted: 'not committed', past: 'only in history' } as const;

export function stateText({ finding, until }: Row): string {
  if (finding.suppressed !== null) return 'suppressed';
  if (finding.state === 'past' && until !== null) return `removed ${dateText(until)}`;
  return stateWords[finding.state];
}

export function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export function lifeText(row: Row): string {
  if (row.days === null) return '';
  const days = `${row.days.toLocaleString('en')} ${row.days === 1 ? 'day' : 'days'}`;
  if (row.finding.state === 'present') return `there for ${days}, still there`;
  return row.until === null ? `came in ${days} ago, not in HEAD` : `lived ${days}`;
}
