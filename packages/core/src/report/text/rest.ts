/** What has no entry of its own: counts by rule beside counts by folder, so that a big first run stays one screen. */
import { thousands } from '../../plural.ts';
import type { Finding } from '../../scan/finding.ts';
import { escapeControls } from '../escape.ts';
import { padEnd, shorten } from './layout.ts';

const rows = 5;

export function restLines(findings: readonly Finding[], width: number): string[] {
  if (findings.length === 0) return [];
  const column = Math.floor((width - 6) / 2);
  const left = counted(findings.map((finding) => finding.rule));
  const right = counted(findings.map((finding) => folderOf(finding)));
  const lines = [`${thousands(findings.length)} more, by rule and by folder (--all lists them):`];
  for (let row = 0; row < Math.max(left.length, right.length); row++) {
    lines.push(`    ${padEnd(cell(left[row], column), column)}  ${cell(right[row], column)}`.trimEnd());
  }
  return lines;
}

function cell(entry: readonly [string, number] | undefined, width: number): string {
  return entry === undefined ? '' : `${thousands(entry[1]).padStart(6)}  ${shorten(entry[0], width - 8)}`;
}

/** The commonest first, the tail as one row. */
function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (sorted.length <= rows) return sorted;
  const tail = sorted.slice(rows - 1);
  return [...sorted.slice(0, rows - 1), [`${tail.length} others`, tail.reduce((sum, [, count]) => sum + count, 0)]];
}

/** Two folders deep is where projects differ. */
function folderOf(finding: Finding): string {
  if (finding.path === null) return `(${finding.where.replace('-', ' ')}s)`;
  const folders = finding.path.split('/').slice(0, -1);
  return folders.length === 0 ? './' : `${escapeControls(folders.slice(0, 2).join('/'))}/`;
}
