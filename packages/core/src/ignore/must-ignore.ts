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
  const names = new Set<string>();
  const extensions = new Set<string>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    names.add(name);
    const dot = name.lastIndexOf('.');
    if (dot > 0) extensions.add(name.slice(dot));
  }
  const isThere = (name: string) => (name.startsWith('*.') ? extensions.has(name.slice(1)) : names.has(name));
  return sets.filter(({ when }) => when.length === 0 || when.some(isThere));
}

/** Says which paths are secret files by their names, wherever they stand. */
export function secretFileMatcher(sets: readonly IgnoreSet[]): IgnoreMatcher {
  const lines = sets.flatMap(({ entries }) => entries.flatMap(({ secret, patterns }) => (secret ? patterns : [])));
  return createIgnoreMatcher(new Map([['.gitignore', lines.join('\n')]]));
}
