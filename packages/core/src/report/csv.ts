/**
 * `csv`: one row a place, for spreadsheets (RFC 4180, UTF-8, CRLF). Spreadsheets run cells as formulas; every field is
 * quoted, and whatever could begin a formula, also after a separator of another locale, gets an apostrophe before it.
 */
import type { Finding, Occurrence } from '../scan/finding.ts';
import type { ScanResult } from '../scan/result.ts';
import { csvField } from './csv-field.ts';
import { isListed } from './gate.ts';
import type { ReportOptions } from './options.ts';

type Cell = (finding: Finding, place: Occurrence) => string | number | boolean | null | undefined;

const columns: Readonly<Record<string, Cell>> = {
  fingerprint: ({ fingerprint }) => fingerprint,
  kind: ({ kind }) => kind ?? 'secret',
  severity: ({ severity }) => severity,
  confidence: ({ confidence }) => confidence,
  rule: (_, { rule }) => rule,
  provider: ({ provider }) => provider,
  title: ({ title }) => title,
  secret: ({ secret }) => secret,
  where: (_, { where }) => where,
  path: (_, { path }) => path,
  line: (_, { line }) => line,
  column: (_, { column }) => column,
  end_line: (_, { endLine }) => endLine,
  end_column: (_, { endColumn }) => endColumn,
  in_head: (_, { inHead }) => inHead,
  held: ({ held }) => held,
  refs: ({ refs }) => refs.join(' '),
  blob: (_, { blob }) => blob,
  commit: (_, { commit }) => commit?.oid,
  author: (_, { commit }) => commit?.author,
  email: (_, { commit }) => commit?.email,
  date: (_, { commit }) => commit?.date,
  subject: (_, { commit }) => commit?.subject,
  suppressed_by: (_, { suppressed }) => suppressed?.by,
  reason: (_, { suppressed }) => suppressed?.reason,
};

export function* reportCsv(result: ScanResult, options: ReportOptions): Iterable<string> {
  yield `${Object.keys(columns).map(csvField).join(',')}\r\n`;
  for (const finding of result.findings) {
    if (!isListed(finding, options)) continue;
    for (const place of finding.occurrences) {
      if (place.suppressed !== null && !options.showSuppressed) continue;
      const row = Object.values(columns).map((cell) => csvField(`${cell(finding, place) ?? ''}`));
      yield `${row.join(',')}\r\n`;
    }
  }
}
