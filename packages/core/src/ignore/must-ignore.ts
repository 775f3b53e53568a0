/** What a repository must ignore, by the ecosystems found in it. The data stand in rules/ignore/. */
import type { IgnoreMatcher } from './matcher.ts';
import { createIgnoreMatcher } from './matcher.ts';

export interface IgnoreEntry {
  /** Lines for a .gitignore, in order. */
  readonly patterns: readonly string[];
  /** Paths that must be ignored in any folder. */
  readonly probes: readonly string[];
  /** Names that must stay visible (`.env.example`). */
  readonly keep: readonly string[];
  readonly secret: boolean;
  /** Not asked for where such files are tracked. */
  readonly unlessTracked: boolean;
}

export interface IgnoreSet {
  readonly ecosystem: string;
  readonly name: string;
  /** Names of files (`package.json`, `*.tf`), one of which must be there; empty: always. */
  readonly when: readonly string[];
  /** Asked for in the strict profile only. */
  readonly strict: boolean;
  readonly entries: readonly IgnoreEntry[];
}

/** Folders below which this is somebody else's code or made up for tests. */
export const sideFolder: RegExp =
  /(?:^|[/_.-])(?:tests?|specs?|__tests__|e2e|fixtures?|mocks?|testdata|samples?|examples?|demos?|docs?|vendor|node_modules|third[_-]?party|testing|snapshots?)(?:[/_.-]|$)|(?:^|\/)t\//i;

/** The sets that concern a repository with these paths. */
export function setsFor(sets: readonly IgnoreSet[], paths: Iterable<string>): IgnoreSet[] {
  const wanted = new Set(sets.flatMap(({ when }) => when));
  const found = new Set<string>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (wanted.has(name)) found.add(name);
    const dot = name.lastIndexOf('.');
    const kind = dot > 0 ? `*${name.slice(dot)}` : '';
    if (wanted.has(kind)) found.add(kind);
  }
  return sets.filter(({ when }) => when.length === 0 || when.some((name) => found.has(name)));
}

const matchers = new WeakMap<readonly IgnoreSet[], IgnoreMatcher>();

/** Says which paths are secret files by their names, wherever they stand. */
export function secretFileMatcher(sets: readonly IgnoreSet[]): IgnoreMatcher {
  let matcher = matchers.get(sets);
  if (matcher === undefined) {
    const lines = sets.flatMap(({ entries }) => entries.flatMap(({ secret, patterns }) => (secret ? patterns : [])));
    matcher = createIgnoreMatcher(new Map([['.gitignore', lines.join('\n')]]));
    matchers.set(sets, matcher);
  }
  return matcher;
}
