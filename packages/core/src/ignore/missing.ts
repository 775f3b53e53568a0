/**
 * Which must-be-ignored entries a repository's .gitignore files do not cover, decided by probing paths: at the top, in
 * some folder, and beside every .gitignore (where a negation may stand). Never by looking at the text.
 */
import { createIgnoreMatcher, type Decision, type IgnoreMatcher } from './matcher.ts';
import type { IgnoreEntry, IgnoreSet } from './must-ignore.ts';

export interface Missing {
  readonly set: IgnoreSet;
  readonly entry: IgnoreEntry;
  /** Probes that are not ignored, with what decided. */
  readonly exposed: readonly { readonly path: string; readonly decision: Decision }[];
}

export interface MissingInput {
  readonly sets: readonly IgnoreSet[];
  /** Path of each .gitignore → its text. */
  readonly gitignores: ReadonlyMap<string, string>;
  readonly tracked: Iterable<string>;
  readonly decide: (path: string) => Decision;
}

/** A folder name that no repository has; probes there stand for all folders without rules of their own. */
const someFolder = 'some/folder/';

export function findMissing(input: MissingInput): Missing[] {
  const { sets, decide } = input;
  const folders = ['', someFolder, ...foldersOf(input.gitignores)];
  const isTracked = trackedMatcher(sets, input.tracked);
  return sets.flatMap((set) =>
    set.entries.flatMap((entry) => {
      if (entry.unlessTracked && isTracked(entry)) return [];
      const paths = folders.flatMap((folder) => entry.probes.map((probe) => folder + probe));
      const exposed = paths
        .map((path) => ({ path, decision: decide(path) }))
        .filter(({ decision }) => !decision.ignored);
      return exposed.length === 0 ? [] : [{ set, entry, exposed }];
    }),
  );
}

/** Folders with a .gitignore of their own, but the top. */
function foldersOf(gitignores: ReadonlyMap<string, string>): string[] {
  return [...gitignores.keys()]
    .filter((path) => path !== '.gitignore')
    .map((path) => path.slice(0, -'.gitignore'.length));
}

function trackedMatcher(sets: readonly IgnoreSet[], tracked: Iterable<string>): (entry: IgnoreEntry) => boolean {
  const entries = sets.flatMap((set) => set.entries).filter(({ unlessTracked }) => unlessTracked);
  const matchers = new Map<IgnoreEntry, IgnoreMatcher>(
    entries.map((entry) => [entry, createIgnoreMatcher(new Map([['.gitignore', entry.patterns.join('\n')]]))]),
  );
  const found = new Set<IgnoreEntry>();
  for (const path of tracked) {
    for (const [entry, matcher] of matchers) if (!found.has(entry) && matcher.decide(path).ignored) found.add(entry);
    if (found.size === matchers.size) break;
  }
  return (entry) => found.has(entry);
}
