/** What the formats of code reviews share: which findings they list, the worst first, and what they say of one. */
import type { Severity } from '../rules/rule.ts';
import type { Finding } from '../scan/finding.ts';
import type { ScanResult } from '../scan/result.ts';
import { isGone } from './committed.ts';
import { isListed } from './gate.ts';
import type { ReportOptions } from './options.ts';
import { rankFindings } from './text/rank.ts';

export type Level = 'error' | 'warning' | 'note';

/** The three levels that SARIF, GitHub and reviewdog know. */
export const levels: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** Errors before warnings before notes; among them what must be rotated first, real places before tests and docs. */
export function worstFirst(result: ScanResult, options: ReportOptions): Finding[] {
  const order: readonly Level[] = ['error', 'warning', 'note'];
  const ranked = rankFindings(result.findings.filter((finding) => isListed(finding, options)));
  return order.flatMap((level) => ranked.filter(({ severity }) => levels[severity] === level));
}

/** `ghp_…ab, not in HEAD, 3 places`; of a hygiene finding the offending text. Unescaped. */
export function detailOf(finding: Finding): string {
  const places = finding.occurrences.length;
  return [
    finding.secret.replace(/\s+/g, ' ').trim(),
    isGone(finding) ? 'not in HEAD' : '',
    places > 1 ? `${places} places` : '',
    finding.suppressed === null ? '' : `suppressed by ${finding.suppressed.by}: ${finding.suppressed.reason}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** `3 critical, 1 high`; empty where there is nothing. */
export function countText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

/** Whole characters: a surrogate pair is never cut. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/.test(text[length - 2] ?? '') ? length - 2 : length - 1;
  return `${text.slice(0, end)}…`;
}
