/** The contract of a check: which content it needs, and what it finds wrong in a tree. Pure; knows no rule texts. */
import type { IgnoreSet } from '../ignore/must-ignore.ts';
import type { Severity } from '../rules/rule.ts';
import type { CommitInfo } from '../scan/finding.ts';
import type { RawPath } from '../sources/source.ts';
import type { Fact } from './facts.ts';
import type { Kind } from './kinds.ts';
import type { Tree, TreeFile } from './tree.ts';

export interface Problem {
  readonly path: RawPath;
  /** What is wrong there, as the file has it, on one line; part of the fingerprint, so never a secret's value. */
  readonly text: string;
  /** For people, one sentence without a full stop. */
  readonly message: string;
  /** Character offsets in the file's text; absent: the whole file. */
  readonly range?: readonly [number, number];
  /** What brought it, where that is history. */
  readonly commit?: CommitInfo;
  readonly refs?: readonly string[];
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
}

/** One line of the production-readiness checklist. */
export interface Answer {
  readonly answer: 'yes' | 'no' | 'unseen';
  readonly evidence: string;
  readonly path?: RawPath;
}

export interface CheckContext {
  /** The must-be-ignored sets. */
  readonly ignoreSets: readonly IgnoreSet[];
}

export interface Check {
  /** Files whose content is needed. */
  readonly kinds?: readonly Kind[];
  /** Narrows `kinds`; alone it is asked for every file, so only by name. */
  readonly reads?: (file: TreeFile) => boolean;
  /** Content is needed only of files in which git finds this (POSIX extended expression, lines). */
  readonly search?: string;
  /** Read whatever the search finds. */
  readonly also?: readonly Kind[];
  /** Needs the files' sizes. */
  readonly sizes?: boolean;
  /** What a clone tells beside its files. */
  readonly facts?: readonly Fact[];
  /** Has nothing to say about a few changed files. */
  readonly whole?: boolean;
  run(tree: Tree, context: CheckContext): Iterable<Problem>;
  /** Says more than what is wrong: the checklist's answer. */
  readonly answer?: (tree: Tree, context: CheckContext) => Answer;
}

export type Checks = Readonly<Record<string, Check>>;

/** A check of each file of some kinds by itself. */
export function perFile(
  kinds: readonly Kind[],
  check: (file: TreeFile, tree: Tree) => Iterable<Problem>,
  more: Partial<Omit<Check, 'run' | 'kinds'>> = {},
): Check {
  return {
    kinds,
    ...more,
    *run(tree) {
      for (const file of tree.ofKind(...kinds)) if (tree.isRead(file.path)) yield* check(file, tree);
    },
  };
}

/** A check by name alone. */
export function perName(check: (file: TreeFile, tree: Tree) => Problem | null): Check {
  return {
    *run(tree) {
      for (const file of tree.files) {
        const problem = check(file, tree);
        if (problem !== null) yield problem;
      }
    },
  };
}

/** Every match of an expression (flag g) in a file. */
export function* matches(
  { path }: TreeFile,
  tree: Tree,
  pattern: RegExp,
  message: (found: RegExpExecArray) => string,
): Iterable<Problem> {
  for (const found of tree.text(path).matchAll(pattern)) {
    const text = (found.groups?.text ?? found[0]).trim();
    const start = found.index + found[0].indexOf(text);
    yield { path, text: text.replace(/\s+/g, ' '), message: message(found), range: [start, start + text.length] };
  }
}
