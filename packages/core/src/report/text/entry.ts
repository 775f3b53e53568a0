/** One secret in three lines: what it is, where it stands, since when and who has it. */
import type { CommitInfo, Finding, Occurrence } from '../../scan/finding.ts';
import { escapeControls } from '../escape.ts';
import { tierOf } from '../gate.ts';
import type { ReportOptions } from '../options.ts';
import { columnsOf, joinFitting, shorten, twoSided } from './layout.ts';
import type { Paint } from './paint.ts';

const indent = '    ';

/** Columns of a commit's subject, with what parts it from the rest, below which it says nothing. */
const leastSubject = 15;

export function entryLines(finding: Finding, number: number, options: ReportOptions, paint: Paint): string[] {
  const width = options.width - indent.length;
  const { head, rest } = headParts(finding, width - 14);
  const first = twoSided(head.join(' · '), finding.fingerprint.slice(0, 12), width);
  const tier = finding.suppressed === null ? tierOf(finding) : 'low';
  const style = tier === 'rotate' ? 'red' : tier === 'likely' ? 'yellow' : 'dim';
  const lines = [`${String(number).padStart(3)} ${paint(style, first)}`];
  lines.push(indent + placeLine(finding, width));
  const history = historyLine(finding, rest, width);
  if (history !== '') lines.push(indent + paint('dim', history));
  if (finding.suppressed !== null) lines.push(indent + suppressionLine(finding, width));
  if (options.all) lines.push(...everyPlace(finding, options));
  if (options.showSecrets && finding.raw !== undefined) {
    // Raw values keep their lines (a private key has many) but never a control character.
    for (const line of finding.raw.split('\n')) lines.push(`${indent}secret: ${escapeControls(line)}`);
  }
  return lines;
}

/** The title whole: what finds no room beside it goes to the third line. */
function headParts(finding: Finding, room: number): { head: string[]; rest: string[] } {
  const head = [escapeControls(finding.title), finding.severity, finding.confidence, stateOf(finding)];
  const rest: string[] = [];
  while (head.length > 1 && columnsOf(head.join(' · ')) > room) rest.unshift(head.pop()!);
  return { head, rest };
}

function stateOf(finding: Finding): string {
  switch (finding.where) {
    case 'worktree':
      return finding.inHead ? 'in HEAD' : 'on disk';
    case 'index':
      return 'staged';
    case 'stdin':
      return 'stdin';
  }
  if (finding.inHead) return 'in HEAD';
  if (finding.held === null || finding.held === 'branch') return 'only in history';
  return finding.held === 'unreachable' ? 'unreachable' : `only in a ${finding.held}`.replace('a reflog', 'the reflog');
}

/** The place before all: where room is short the rule's id goes first, then the secret's middle, then the path's. */
function placeLine(finding: Finding, width: number): string {
  const secret = shorten(escapeControls(finding.secret.replace(/\s+/g, ' ')), 20);
  const count = finding.occurrences.length;
  const after = `${count > 1 ? ` and ${count - 1} more` : ''}   ${secret}`;
  const line = shorten(placeOf(finding), width - columnsOf(after)) + after;
  const fits = columnsOf(line) + columnsOf(finding.rule) + 2 <= width;
  return fits ? twoSided(line, finding.rule, width) : line;
}

function placeOf(place: { where: Occurrence['where']; path: string | null; line: number }): string {
  if (place.path !== null) return `${escapeControls(place.path)}:${place.line}`;
  return place.where === 'stdin' ? `stdin:${place.line}` : `${place.where.replace('-', ' ')}, line ${place.line}`;
}

function historyLine(finding: Finding, before: readonly string[], width: number): string {
  const parts: string[] = [...before];
  const { first, last } = commitSpan(finding);
  if (first !== null) parts.push(`first ${commitText(first)} ${shorten(escapeControls(first.author), 18)}`);
  if (last !== null && last.oid !== first?.oid) parts.push(`last ${commitText(last)}`);
  const remotes = remotesOf(finding.refs);
  if (remotes.length > 0) parts.push(`on ${shorten(escapeControls(remotes.join(', ')), 20)}`);
  parts.push(...factTexts(finding));
  const line = joinFitting(parts, width);
  if (first === null || columnsOf(line) > width - leastSubject) return line;
  const room = Math.min(40, width - columnsOf(line) - 3);
  return joinFitting([line, shorten(escapeControls(first.subject), room)], width);
}

/** `accountId` → `account id`; what is not the case is not said, and the variable stands in the title. */
function factTexts({ facts }: Finding): string[] {
  const said = Object.entries(facts).filter(([name, value]) => value !== false && name !== 'variable');
  return said.map(([name, value]) => {
    const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return value === true ? words : `${words} ${escapeControls(String(value))}`;
  });
}

/** The introducing commit, and the newest commit that brought it to some place. */
function commitSpan(finding: Finding): { first: CommitInfo | null; last: CommitInfo | null } {
  let last = finding.commit;
  for (const { commit } of finding.occurrences) {
    if (commit !== null && (last === null || Date.parse(commit.date) > Date.parse(last.date))) last = commit;
  }
  return { first: finding.commit, last };
}

function commitText(commit: CommitInfo): string {
  return `${commit.oid.slice(0, 8)} ${commit.date.slice(0, 10)}`;
}

/** Names of remotes whose branches reach the secret: whoever has them has it. */
function remotesOf(refs: readonly string[]): string[] {
  const names = refs.flatMap((ref) => /^refs\/remotes\/([^/]+)\//.exec(ref)?.[1] ?? []);
  return [...new Set(names)];
}

function suppressionLine({ suppressed }: Finding, width: number): string {
  if (suppressed === null) return '';
  const where = suppressed.where === '' ? '' : ` (${escapeControls(suppressed.where)})`;
  return shorten(`suppressed by ${suppressed.by}${where}: ${escapeControls(suppressed.reason)}`, width);
}

function everyPlace(finding: Finding, options: ReportOptions): string[] {
  if (finding.occurrences.length < 2) return [];
  return finding.occurrences.map((place) => {
    const commit = place.commit === null ? '' : place.commit.oid.slice(0, 8);
    const state = [commit, place.inHead ? 'HEAD' : '', place.suppressed?.by ?? ''].filter(Boolean).join(' ');
    return indent + twoSided(`- ${placeOf(place)}`, state, options.width - indent.length);
  });
}
