/**
 * `github`: workflow commands that GitHub Actions turns into annotations. A step shows ten errors, ten warnings and ten
 * notices and drops the rest in silence, so the worst come first and what is left out is counted in a plain line.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */

import { thousands } from '../plural.ts';
import type { Finding } from '../scan/finding.ts';
import type { ScanResult } from '../scan/result.ts';
import { isGone } from './committed.ts';
import { escapeControls } from './escape.ts';
import type { ReportOptions } from './options.ts';
import { cut, detailOf, type Level, levels, worstFirst } from './worst-first.ts';

/** Of each kind, a step: https://github.com/orgs/community/discussions/26680 */
const annotationsOfAKind = 10;
/** Titles of the checks API end here. */
const longestTitle = 255;
/** The API takes 64 KB; nobody reads more than this under a line of code. */
const longestMessage = 4_000;

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

export function* reportGithub(result: ScanResult, options: ReportOptions): Iterable<string> {
  const given: Record<Level, number> = { error: 0, warning: 0, note: 0 };
  const room = (level: Level): boolean => given[level]++ < annotationsOfAKind;
  // Remarks on policy and coverage come before any finding: they say what the findings below are worth.
  for (const note of result.notes) if (room('note')) yield command('notice', { title: 'gitmoat' }, [note]);
  for (const { unread, count, reason } of result.coverage.blobs.skipped) {
    if (unread && room('warning')) yield command('warning', { title: 'gitmoat: not read' }, [`${count} ${reason}`]);
  }
  let left = 0;
  for (const finding of worstFirst(result, options)) {
    const level = finding.suppressed === null ? levels[finding.severity] : 'note';
    if (room(level)) yield annotation(finding, level, options);
    else left++;
  }
  if (left > 0) yield `gitmoat: ${thousands(left)} more findings than GitHub shows as annotations\n`;
}

function annotation(finding: Finding, level: Level, options: ReportOptions): string {
  const { path, line, column, endLine, endColumn, fingerprint, title } = finding;
  const todo = options.ruleText(finding.rule)?.remediation ?? '';
  const published = finding.kind !== 'hygiene' && isGone(finding) ? 'It is published: rotate it. ' : '';
  const message = [
    `${detailOf(finding)} (${finding.rule}, ${finding.confidence}).`,
    `${published}${todo}`.trim(),
    `gitmoat explain ${fingerprint.slice(0, 12)}`,
  ];
  // GitHub takes columns only where the range stays on its line.
  const columns = endLine === line ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {};
  const place = path === null ? {} : { file: path, line, endLine, ...columns };
  return command(commands[level], { ...place, title: cut(title, longestTitle) }, message.filter(Boolean));
}

/** `::error file=a.ts,line=1::message`, each part escaped as the runner unescapes it. */
function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  lines: readonly string[],
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(escapeControls(`${value}`))}`);
  const message = cut(lines.map(escapeControls).join('\n'), longestMessage);
  return `::${name} ${list.join(',')}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
