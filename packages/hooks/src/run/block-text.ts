/**
 * What a blocked commit or push says. The first line alone tells what, where and the way out: git clients with a window
 * show little more. Below it one line a place that an editor can jump to, and the ways on.
 */
import { escapeControls } from '@gitmoat/core/report/escape';
import type { Finding, Occurrence } from '@gitmoat/core/scan/finding';

export interface Block {
  /** `commit`, `push` … */
  readonly work: string;
  /** The findings that block, worst first. */
  readonly findings: readonly Finding[];
  /** How to go on in this case; may be empty. */
  readonly advice: readonly string[];
  readonly notes: readonly string[];
  /** How gitmoat is called here: `gitmoat`, `npx gitmoat`. */
  readonly command: string;
  /** Settings that differ between index and worktree. */
  readonly unstaged: readonly string[];
  /** `mode: observe`: it is said, and let through. */
  readonly observe: boolean;
}

/** Findings listed in full. */
const mostListed = 10;

export function blockText(block: Block): string {
  const { work, findings, advice, command, observe } = block;
  const [worst] = findings;
  if (worst === undefined) return '';
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
  const id = worst.fingerprint.slice(0, 12);
  const found = `${title(worst)} in ${placeOf(worst)}${more}`;
  const way = isHygiene(worst)
    ? `Mend it and ${work} again; if it is meant: a comment gitmoat:allow ${worst.rule} on the line`
    : `Remove it and ${work} again; if it is no secret: ${command} allow ${id} --reason "…"`;
  const lines = [
    observe ? `gitmoat: ${work} let through (mode: observe): ${found}.` : `gitmoat: ${work} blocked: ${found}. ${way}`,
    '',
    ...findings.slice(0, mostListed).map(jumpLine),
  ];
  if (findings.length > mostListed) lines.push(`… and ${findings.length - mostListed} more`);
  const habits = findings.filter(isHygiene);
  const secret = findings.find((finding) => !isHygiene(finding));
  if (secret !== undefined) lines.push('', ...waysOn(block, secret.fingerprint.slice(0, 12)));
  if (habits.length > 0) lines.push('', ...waysWithHabits(block, habits[0]!));
  if (advice.length > 0) lines.push('', ...advice.map((line) => `  ${line}`));
  for (const note of block.notes) lines.push('', escapeControls(note));
  for (const name of block.unstaged) {
    lines.push('', `${name} in the worktree differs from the index; hooks read the index: git add ${name}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

const isHygiene = ({ kind }: Finding): boolean => kind === 'hygiene';

/** For what is no secret but would leak one, open production or break the repository. */
function waysWithHabits({ work, command }: Block, { rule, path, fingerprint }: Finding): string[] {
  return [
    `${rule}, three ways on:`,
    `  1. Mend it, git add the file and ${work} again; ${command} explain ${fingerprint.slice(0, 12)} says why and how.`,
    `  2. It is meant here: a comment gitmoat:allow ${rule} on the line or on the one before it.`,
    `  3. No place for a comment: in .gitmoat.yaml under allow: {rule: ${rule}, paths: ["${escapeControls(path ?? '')}"], reason: …}`,
  ];
}

function waysOn({ work, command, findings }: Block, id: string): string[] {
  const message = findings.every(({ where }) => where.endsWith('-message'));
  const again = message ? `${work} again with another message` : `git add the file and ${work} again`;
  return [
    'Three ways on:',
    work === 'push'
      ? '  1. Remove it from the commits that bring it (see below).'
      : `  1. Remove it: take it out, ${again}.`,
    '  2. Use a runtime secret: read it from the environment or a secret store, and commit only its name.',
    `  3. No secret? Say why: ${command} allow ${id} --reason "…", or a comment gitmoat:allow on the line.`,
    'A real secret that anyone else has seen is burnt: rotate it first.',
  ];
}

function jumpLine(finding: Finding): string {
  const { rule, fingerprint } = finding;
  const places = finding.occurrences.filter(({ suppressed }) => suppressed === null);
  const also = places.length > 1 ? ` (${places.length} places)` : '';
  const commit = finding.commit === null ? '' : `  commit ${finding.commit.oid.slice(0, 10)}`;
  const secret = escapeControls(finding.secret.replace(/\s+/g, ' '));
  return `${placeOf(finding, true)}: ${title(finding)}${also}  ${secret}  ${rule}  ${fingerprint.slice(0, 12)}${commit}`;
}

function title(finding: Finding): string {
  return escapeControls(finding.title);
}

function placeOf(place: Pick<Occurrence, 'path' | 'where' | 'line' | 'column'>, column = false): string {
  const where = place.path === null ? `the ${place.where.replace('-', ' ')}` : escapeControls(place.path);
  if (place.path === null && place.where === 'tree') return 'a tagged file';
  return `${where}:${place.line}${column ? `:${place.column}` : ''}`;
}
