/**
 * The report for people: the verdict in five lines, the ten worst secrets in three lines each, the rest as counts, what
 * was left out, and one next command. Everything fits 80 columns; a first run on an old repository fits one screen.
 */
import { thousands } from '../../plural.ts';
import type { Finding } from '../../scan/finding.ts';
import type { ScanResult } from '../../scan/result.ts';
import { escapeControls } from '../escape.ts';
import { isListed } from '../gate.ts';
import type { ReportOptions } from '../options.ts';
import { summarise } from '../summary.ts';
import { entryLines } from './entry.ts';
import { hygieneRuleLines } from './hygiene.ts';
import { shorten, wrap } from './layout.ts';
import { createPaint } from './paint.ts';
import { rankFindings } from './rank.ts';
import { restLines } from './rest.ts';
import { skippedLines, verdictLines } from './verdict.ts';

const maxEntries = 10;
const maxNotes = 3;

export function* reportText(result: ScanResult, options: ReportOptions): Iterable<string> {
  const paint = createPaint(options.color);
  const { width } = options;
  const all = result.findings.filter((finding) => isListed(finding, options));
  const listed = rankFindings(all.filter(({ kind }) => kind !== 'hygiene'));
  const shown = options.all ? listed : listed.slice(0, maxEntries);
  yield lines(verdictLines(result, options, paint));
  yield lines(skippedLines(result, options).map((line) => escapeControls(line)));
  if (listed.length === 0) yield `\n${paint('green', emptyText(result))}\n`;
  for (const [index, finding] of shown.entries()) {
    yield `${index === 0 ? '\n' : ''}${lines(entryLines(finding, index + 1, options, paint))}`;
  }
  const rest = restLines(listed.slice(shown.length), width);
  if (rest.length > 0) yield `\n${lines(rest)}`;
  const hygiene = hygieneRuleLines(
    all.filter(({ kind }) => kind === 'hygiene'),
    options,
  );
  if (hygiene.length > 0) yield `\n${lines(hygiene)}`;
  const tail = [...suppressedLines(result, options), ...noteLines(result.notes, options)];
  if (tail.length > 0) yield `\n${lines(tail)}`;
  if (options.next !== '') yield `\n${lines(nextLines(options))}`;
}

/** One finding by itself, as an entry of the report. */
export function findingText(finding: Finding, options: ReportOptions): string[] {
  return entryLines(finding, 1, options, createPaint(options.color));
}

/** One command by itself, or a heading and a line for each step. */
function nextLines({ next, width }: ReportOptions): string[] {
  return `Next: ${next}`.split('\n').map((line) => shorten(escapeControls(line), width));
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

function emptyText({ coverage }: ScanResult): string {
  if (coverage.blobs.total === 0) return 'Nothing to read.';
  return coverage.complete ? 'No secrets found.' : 'No secrets found in what was read.';
}

function suppressedLines(result: ScanResult, options: ReportOptions): string[] {
  const { suppressed, suppressedBy } = summarise(result.findings, options.minConfidence);
  if (suppressed === 0) return [];
  const by = Object.entries(suppressedBy).map(([name, count]) => `${thousands(count)} ${name}`);
  const hint = options.showSuppressed ? '' : '; --show-suppressed lists them';
  return [shorten(`Suppressed ${thousands(suppressed)} (${by.join(', ')})${hint}`, options.width)];
}

function noteLines(notes: readonly string[], options: ReportOptions): string[] {
  const kept = options.all ? notes : notes.slice(0, maxNotes);
  const wrapped = kept.flatMap((note) => wrap(`Note: ${escapeControls(note)}`, options.width));
  const left = notes.length - kept.length;
  return left > 0 ? [...wrapped, `… and ${left} more notes (--all)`] : wrapped;
}
