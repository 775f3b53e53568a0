/** From a rule's problem to a Finding: identity, place, suppression. The same shape as a secret's, told apart by `kind`. */
import { createHmac } from 'node:crypto';
import { displayPath, escapeControls, pathBytes } from '../git/path.ts';
import type { Severity } from '../rules/rule.ts';
import type { CommitInfo, Finding, Occurrence, Suppression } from '../scan/finding.ts';
import { inlineAllow } from '../scan/inline.ts';
import type { Suppressor } from '../scan/result.ts';
import type { Problem } from './check.ts';
import { fileStart, positionReader } from './positions.ts';
import type { HygieneRule } from './rule.ts';
import type { Tree } from './tree.ts';

/** Key where the config has no `id:`; the same as for secrets. */
const publicKey = 'gitmoat';
/** A report's line; the fingerprint takes all of the text. */
const longestText = 120;

export interface FindingOptions {
  readonly key?: string | undefined;
  readonly suppressor?: Suppressor | null | undefined;
  readonly severity?: Severity | undefined;
}

/** rule NUL path NUL text (design, Definitions). */
export function hygieneFingerprint(rule: string, { path, text }: Problem, key: string = publicKey): string {
  const identity = Buffer.concat([Buffer.from(`${rule}\0`), Buffer.from(path, 'latin1'), Buffer.from(`\0${text}`)]);
  return createHmac('sha256', key).update(identity).digest('hex').slice(0, 20);
}

export function makeFinding(rule: HygieneRule, problem: Problem, tree: Tree, options: FindingOptions): Finding {
  const fingerprint = hygieneFingerprint(rule.id, problem, options.key);
  const file = tree.file(problem.path);
  const bytes = pathBytes(problem.path);
  const place: Omit<Occurrence, 'suppressed' | 'rule'> = {
    where: tree.where,
    path: displayPath(problem.path),
    ...(bytes === undefined ? {} : { pathBytes: bytes }),
    ...rangeOf(problem, tree),
    blob: file?.oid ?? null,
    commit: problem.commit === undefined ? null : cleanCommit(problem.commit),
    inHead: file?.tracked ?? false,
  };
  const occurrence: Occurrence = { ...place, rule: rule.id, suppressed: null };
  const suppressed = suppressionOf(occurrence, fingerprint, tree.text(problem.path), options.suppressor ?? null);
  return {
    kind: 'hygiene',
    fingerprint,
    absorbed: [],
    rule: rule.id,
    provider: rule.group,
    severity: options.severity ?? problem.severity ?? rule.severity,
    confidence: 'high',
    title: problem.message,
    secret: shown(problem.text),
    held: null,
    refs: (problem.refs ?? []).map(escapeControls),
    refCount: problem.refs?.length ?? 0,
    facts: {},
    verified: null,
    ...place,
    occurrences: [{ ...occurrence, suppressed }],
    suppressed,
  };
}

function cleanCommit(commit: CommitInfo): CommitInfo {
  return { ...commit, author: escapeControls(commit.author), email: escapeControls(commit.email) };
}

function shown(text: string): string {
  const line = escapeControls(text);
  return line.length <= longestText ? line : `${line.slice(0, longestText - 1)}…`;
}

function rangeOf({ range, path }: Problem, tree: Tree): Pick<Occurrence, 'line' | 'column' | 'endLine' | 'endColumn'> {
  if (range === undefined) return { ...fileStart, endLine: 1, endColumn: 1 };
  const at = positionReader(tree.text(path));
  const [start, end] = [at(range[0]), at(range[1])];
  return { ...start, endLine: end.line, endColumn: end.column };
}

function suppressionOf(
  occurrence: Occurrence,
  fingerprint: string,
  text: string,
  suppressor: Suppressor | null,
): Suppression | null {
  const lines = text === '' ? [] : text.split('\n', occurrence.line);
  const same = inlineAllow(lines[occurrence.line - 1] ?? '', occurrence.line, false);
  const comment = same ?? inlineAllow(lines[occurrence.line - 2] ?? '', occurrence.line - 1, true);
  if (comment !== null && (comment.rule === null || comment.rule === occurrence.rule)) {
    return { by: 'inline', reason: comment.reason, where: `${occurrence.path}:${comment.line}` };
  }
  return suppressor?.suppress({ rule: occurrence.rule, fingerprint, absorbed: [] }, occurrence) ?? null;
}
