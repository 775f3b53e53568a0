/** Hygiene findings for people: by rule, worst first; one line a rule in the verdict of an audit. */
import { thousands } from '../../plural.ts';
import { type Severity, severities } from '../../rules/rule.ts';
import type { Finding } from '../../scan/finding.ts';
import { escapeControls } from '../escape.ts';
import type { ReportOptions } from '../options.ts';
import { columnsOf, shorten, twoSided, wrap } from './layout.ts';
import { createPaint } from './paint.ts';

/** Places shown of each rule without --all. */
const places = 3;

/** `3 high, 4 low`; empty where nothing was found. */
export function severityCounts(findings: readonly Finding[]): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const parts = severities.map((severity) => [count(severity), severity] as const).filter(([number]) => number > 0);
  return parts.map(([number, severity]) => `${thousands(number)} ${severity}`).join(', ');
}

/** One block a rule: what is wrong, where, what to do. */
export function hygieneLines(findings: readonly Finding[], options: ReportOptions): string[] {
  const paint = createPaint(options.color);
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  return [...byRule].flatMap(([rule, group]) => {
    const text = options.ruleText(rule);
    const { severity } = group[0]!;
    const style = severity === 'critical' || severity === 'high' ? 'red' : severity === 'medium' ? 'yellow' : 'dim';
    const head = `${severity.padEnd(8)}  ${text?.name ?? rule}`;
    const shown = options.all ? group : group.slice(0, places);
    const more = group.length - shown.length;
    return [
      ...ruleRows(head, '', rule, options.width).map((line) => paint(style, line)),
      ...shown.flatMap((finding) => placeLines(finding, options)),
      ...(more > 0 ? [`          … and ${thousands(more)} more (--all)`] : []),
      ...(text === null ? [] : wrap(escapeControls(text.remediation), options.width, '          ')),
    ];
  });
}

/** Rules shown in an audit; the rest is for `gitmoat check`. */
const rulesShown = 6;

/** One line a rule, worst first: what follows the secrets in an audit. */
export function hygieneRuleLines(findings: readonly Finding[], options: ReportOptions): string[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  const groups = [...byRule.values()].sort(
    ([a], [b]) => severities.indexOf(a!.severity) - severities.indexOf(b!.severity) || (a!.rule < b!.rule ? -1 : 1),
  );
  const shown = options.all ? groups : groups.slice(0, rulesShown);
  const rows = shown.flatMap((group) => {
    const { severity, rule, title, path } = group[0]!;
    const where = group.length > 1 ? `${thousands(group.length)} places` : escapeControls(path ?? '');
    const name = escapeControls(options.ruleText(rule)?.name ?? title);
    return ruleRows(`${severity.padEnd(8)}  ${name}`, where, rule, options.width);
  });
  const left = groups.length - shown.length;
  return left > 0 ? [...rows, `… and ${left} more rules: gitmoat check`] : rows;
}

/** The name whole: what does not fit beside it goes to a second line. */
function ruleRows(name: string, where: string, rule: string, width: number): string[] {
  const left = where === '' ? name : `${name} · ${where}`;
  if (columnsOf(left) + 2 + columnsOf(rule) <= width) return [twoSided(left, rule, width)];
  const indent = ' '.repeat(10);
  return [shorten(name, width), indent + twoSided(where, rule, width - indent.length)];
}

function placeLines(finding: Finding, { width }: ReportOptions): string[] {
  const indent = ' '.repeat(10);
  const where = `${escapeControls(finding.path ?? '')}:${finding.line}:${finding.column}`;
  const hidden = finding.suppressed === null ? '' : ` (${finding.suppressed.by}: ${finding.suppressed.reason})`;
  const place = twoSided(`${where}${escapeControls(hidden)}`, finding.fingerprint.slice(0, 12), width - indent.length);
  return [indent + place, `${indent}  ${shorten(escapeControls(finding.title), width - indent.length - 2)}`];
}
