/** The first lines: what to do, how sure, how much was read. */
import { plural, thousands } from '../../plural.ts';
import { severities } from '../../rules/rule.ts';
import type { ScanResult } from '../../scan/result.ts';
import { isUncommitted } from '../committed.ts';
import { tierOf } from '../gate.ts';
import type { ReportOptions } from '../options.ts';
import { countTiers } from '../summary.ts';
import { shorten } from './layout.ts';
import type { Paint } from './paint.ts';

export function verdictLines(result: ScanResult, options: ReportOptions, paint: Paint): string[] {
  const secrets = result.findings.filter(({ kind }) => kind !== 'hygiene');
  const open = secrets.filter((finding) => finding.suppressed === null);
  // A scan of files says nothing of the history: what is on disk may be in it.
  const knowsCommits = result.coverage.source === 'audit' || result.coverage.source === 'staged';
  const out = open.filter((finding) => !knowsCommits || !isUncommitted(finding) || tierOf(finding) === 'low');
  const kept = open.length - out.length;
  const tiers = countTiers(out);
  const inHead = countTiers(open.filter((finding) => finding.inHead)).rotate;
  const split =
    tiers.rotate === 0 || result.coverage.commits === 0
      ? ''
      : `${thousands(inHead)} in HEAD now, ${thousands(tiers.rotate - inHead)} elsewhere`;
  const hidden =
    options.minConfidence === 'low' || tiers.low === 0 ? '' : 'not listed; --min-confidence low lists them';
  const row: Row = (name, count, remark, style) => {
    const text = `${name.padEnd(12)}${String(count).padStart(6)}`;
    const line = count === 0 || count === '-' ? text : paint(style, text);
    return remark === '' ? line : `${line}   ${shorten(remark, options.width - 21)}`;
  };
  return [
    row('Rotate now', tiers.rotate, split, 'red'),
    row('Likely', tiers.likely, tiers.likely === 0 ? '' : 'look at each, then rotate or allow', 'yellow'),
    ...(kept === 0 ? [] : [row('Uncommitted', kept, 'keep them out: they are staged or on disk', 'yellow')]),
    row('Low', tiers.low, hidden, 'dim'),
    hygieneRow(result, row),
    shorten(coverageLine(result), options.width),
  ];
}

type Row = (name: string, count: number | string, remark: string, style: 'red' | 'yellow' | 'dim') => string;

function hygieneRow({ findings, hygieneRules }: ScanResult, row: Row): string {
  if (hygieneRules === undefined) return row('Hygiene', '-', 'gitmoat check looks at it', 'dim');
  const open = findings.filter(({ kind, suppressed }) => kind === 'hygiene' && suppressed === null);
  const counts = severities.flatMap((severity) => {
    const count = open.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [`${thousands(count)} ${severity}`] : [];
  });
  return row('Hygiene', open.length, counts.join(', '), 'yellow');
}

function coverageLine({ coverage }: ScanResult): string {
  const { blobs, bytes, commits, complete, seconds, source } = coverage;
  const unit = source === 'worktree' || source === 'stdin' ? 'file' : 'blob';
  const all = blobs.scanned === blobs.total;
  const read = `${all ? '' : `${thousands(blobs.scanned)} of `}${plural(blobs.total, unit)}`;
  const parts = [read, sizeOf(bytes.scanned), ...(commits > 0 ? [plural(commits, 'commit')] : [])];
  return `Coverage    ${parts.join(', ')}: ${complete ? 'complete' : 'INCOMPLETE'}, ${seconds.toFixed(1)} s`;
}

/** What was not read, one line a reason; nothing is skipped silently. */
export function skippedLines({ coverage }: ScanResult, options: ReportOptions): string[] {
  const lines = coverage.blobs.skipped.map(({ reason, unread, count, names }) => {
    const shown = names.slice(0, options.all ? 20 : 2).join(', ');
    const more = shown === '' ? '' : `: ${shown}${count > names.length || names.length > 2 ? ' …' : ''}`;
    return shorten(`${unread ? 'NOT READ ' : 'Left out '} ${thousands(count)} ${reason}${more}`, options.width);
  });
  if (options.all || lines.length <= 4) return lines;
  return [...lines.slice(0, 3), `… and ${lines.length - 3} more reasons (--all)`];
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let [size, unit] = [bytes / 1000, 0];
  while (size >= 999.95 && unit < units.length - 1) [size, unit] = [size / 1000, unit + 1];
  return `${size.toFixed(1)} ${units[unit]}`;
}
