/**
 * `markdown`: a pull request comment or a step summary. The first line is a marker by which the next run finds its own
 * comment and updates it. Text of the repository stands in <code>, every significant character as a numeric reference,
 * so that nothing in it is a link, a mention, an image or a table cell.
 */

import { plural, thousands } from '../plural.ts';
import { severities } from '../rules/rule.ts';
import type { Finding } from '../scan/finding.ts';
import type { ScanResult } from '../scan/result.ts';
import { isGone } from './committed.ts';
import { escapeControls } from './escape.ts';
import type { ReportOptions } from './options.ts';
import { summarise } from './summary.ts';
import { countText, cut, worstFirst } from './worst-first.ts';

/** Stands alone on the first line of every report. */
export const markdownMarker = '<!-- gitmoat:report -->';

/** GitHub refuses comments of more than 65,536 characters, step summaries of more than 1 MiB; GitLab notes 1,000,000. */
const longestReport = 60_000;
const marks = { critical: '🟥', high: '🟧', medium: '🟨', low: '⬜', info: '⬜' } as const;

export function* reportMarkdown(result: ScanResult, options: ReportOptions): Iterable<string> {
  const listed = worstFirst(result, options);
  const head = [...headLines(result, options, listed)].join('\n');
  const tail = `\n${[...tailLines(listed, options)].join('\n')}\n`;
  yield `${head}\n`;
  if (listed.length === 0) return;
  yield '\n| | Finding | Where | Since | Fingerprint |\n|---|---|---|---|---|\n';
  let room = longestReport - head.length - tail.length - 200;
  let shown = 0;
  for (const finding of listed) {
    const row = rowOf(finding);
    room -= row.length;
    if (room < 0) break;
    shown++;
    yield row;
  }
  const left = listed.length - shown;
  if (left > 0) yield `\n… and ${thousands(left)} more: the list ends where a comment may not be longer.\n`;
  yield tail;
}

function* headLines(result: ScanResult, options: ReportOptions, listed: readonly Finding[]): Iterable<string> {
  const { coverage } = result;
  const summary = summarise(result.findings, options.minConfidence);
  const { findings, inHead, suppressed, bySeverity } = summary;
  yield markdownMarker;
  if (findings === 0) yield `### ${coverage.complete ? '✅' : '⚠️'} gitmoat: nothing found`;
  else
    yield `### ${marks[severities.find((severity) => bySeverity[severity] > 0) ?? 'info']} gitmoat: ${plural(findings, 'finding')}`;
  // Remarks on policy first: they say what the list below is worth.
  for (const note of result.notes) yield `\n> ${code(note)}`;
  const gone = listed.filter((finding) => finding.suppressed === null && isGone(finding)).length;
  const counts = [
    countText(bySeverity),
    inHead > 0 ? `${inHead} in HEAD now` : '',
    gone > 0 ? `${gone} not in HEAD` : '',
  ];
  const read = `${plural(coverage.blobs.scanned, 'blob')}${coverage.commits > 0 ? ` of ${plural(coverage.commits, 'commit')}` : ''} read`;
  const hidden = suppressed > 0 ? `${suppressed} suppressed (${countText(summary.suppressedBy)})` : '';
  yield `\n${[...counts, read, hidden].filter(Boolean).join(' · ')}`;
  for (const { unread, count, reason } of coverage.blobs.skipped) {
    if (unread) yield `\n**Not read:** ${thousands(count)} ${markdownText(reason)}`;
  }
}

function rowOf(finding: Finding): string {
  const { commit, path, line, where, occurrences, suppressed } = finding;
  const place = path === null ? `${where.replace('-', ' ')}, line ${line}` : `${path}:${line}`;
  const more = occurrences.length > 1 ? ` and ${occurrences.length - 1} more` : '';
  const gone = isGone(finding) ? ' (not in HEAD)' : '';
  const hidden = suppressed === null ? '' : `<br>suppressed by ${suppressed.by}: ${code(suppressed.reason)}`;
  const since =
    commit === null
      ? ''
      : `${code(commit.oid.slice(0, 8))} ${code(commit.date.slice(0, 10))}<br>${code(commit.author)}`;
  const cells = [
    `${marks[finding.severity]} ${finding.severity}`,
    `${markdownText(finding.title)}<br>${code(finding.secret)}${hidden}`,
    `${code(place)}${more}${gone}`,
    since,
    code(finding.fingerprint.slice(0, 12)),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function* tailLines(listed: readonly Finding[], options: ReportOptions): Iterable<string> {
  const open = listed.filter(({ suppressed }) => suppressed === null);
  const secrets = open.filter(({ kind }) => kind !== 'hygiene');
  if (secrets.length > 0) {
    yield '<details><summary>What to do</summary>\n';
    yield '1. Rotate first: whoever could fetch the commit has the value, removing the line does not take it back.';
    const rules = [...new Set(secrets.map(({ rule }) => rule))].slice(0, 10);
    for (const rule of rules) {
      const text = options.ruleText(rule);
      if (text !== null && text.remediation !== '')
        yield `   - ${markdownText(text.name)}: ${markdownText(text.remediation)}`;
    }
    yield '2. Then take it out of the code and read it at run time.';
    yield `3. A false positive: <code>gitmoat explain ${open[0]!.fingerprint.slice(0, 12)}</code> says why it is listed and how to allow it.`;
    yield '\n</details>';
  }
}

/** Text of the repository: GitHub and GitLab look for no mention, reference or link inside <code>. */
function code(text: string): string {
  const one = cut(escapeControls(text), 300);
  return one === '' ? '' : `<code>${references(one)}</code>`;
}

/** Text that must stay text outside of <code>: an empty element keeps `@` and `#` from becoming a mention or a reference. */
export function markdownText(text: string): string {
  return references(escapeControls(text)).replace(/&#(?:64|35);/g, '$&<span></span>');
}

/** Whatever Markdown or HTML could read as more than text. A numeric reference never begins a structure (CommonMark 2.5). */
function references(text: string): string {
  return text
    .replace(/[^\p{L}\p{M}\p{N}\p{S}\p{P} ]|[!-,:-@[-`{-~]/gu, (character) => `&#${character.codePointAt(0)};`)
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`);
}
