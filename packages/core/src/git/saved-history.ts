/** A walk of the log as flat tables for a file, less the commits with paths that must not be written. */
import type { HistoryIndex } from './history-index.ts';
import type { OidTable } from './oid-table.ts';
import type { RawPath } from './path.ts';

/** Ids stand one after the other; all numbers count in these tables. */
export interface SavedHistory {
  /** The saved commits first, then parents that are not saved. */
  readonly commits: Uint8Array;
  readonly times: Float64Array;
  /** Parents of each saved commit: how many, and then which. */
  readonly parentCounts: Uint32Array;
  readonly parents: Uint32Array;
  readonly blobs: Uint8Array;
  readonly paths: readonly RawPath[];
  /** Blob, commit, path. */
  readonly changes: Uint32Array;
  /** Commit, path: submodules. */
  readonly gitlinks: Uint32Array;
}

/**
 * All but the commits that bring something to a path for which `secret` is true; null where that gives no more commits than
 * `known`.
 */
export function saveHistory(
  index: HistoryIndex,
  secret: (path: RawPath) => boolean,
  known: number,
): SavedHistory | null {
  const left = leftOut(index, secret);
  const kept = index.walked.filter((commit) => left[commit] === 0);
  if (kept.length === known) return null;
  const commits = new Renumbering(index.commits);
  for (const commit of kept) commits.of(commit);
  const parents: number[] = [];
  const parentCounts = Uint32Array.from(kept, (commit) => {
    const own = index.parents(commit);
    for (const parent of own) parents.push(commits.of(parent));
    return own.length;
  });
  const blobs = new Renumbering(index.blobs);
  const names: RawPath[] = [];
  const pathNumbers = new Map<number, number>();
  const nameOf = (path: number): number => {
    let number = pathNumbers.get(path);
    if (number === undefined) {
      number = names.push(index.paths[path]!) - 1;
      pathNumbers.set(path, number);
    }
    return number;
  };
  const changes: number[] = [];
  for (const { blob, commit, path } of index.changes()) {
    if (left[commit] === 0) changes.push(blobs.of(blob), commits.of(commit), nameOf(path));
  }
  const gitlinks: number[] = [];
  for (let i = 0; i < index.gitlinks.length; i += 2) {
    const [commit, path] = [index.gitlinks[i]!, index.gitlinks[i + 1]!];
    if (left[commit] === 0) gitlinks.push(commits.of(commit), nameOf(path));
  }
  return {
    commits: commits.ids(),
    times: Float64Array.from(kept, (commit) => index.time(commit)),
    parentCounts,
    parents: Uint32Array.from(parents),
    blobs: blobs.ids(),
    paths: names,
    changes: Uint32Array.from(changes),
    gitlinks: Uint32Array.from(gitlinks),
  };
}

/** By commit number: 1 for those that are not saved. */
function leftOut(index: HistoryIndex, secret: (path: RawPath) => boolean): Uint8Array {
  const left = new Uint8Array(index.commits.size);
  const secrets = index.paths.map(secret);
  if (!secrets.includes(true)) return left;
  for (const { commit, path } of index.changes()) if (secrets[path]) left[commit] = 1;
  for (let i = 0; i < index.gitlinks.length; i += 2) {
    if (secrets[index.gitlinks[i + 1]!]) left[index.gitlinks[i]!] = 1;
  }
  return left;
}

class Renumbering {
  readonly #table: OidTable;
  readonly #numbers: Int32Array;
  readonly #order: number[] = [];

  constructor(table: OidTable) {
    this.#table = table;
    this.#numbers = new Int32Array(table.size).fill(-1);
  }

  of(number: number): number {
    if (this.#numbers[number]! < 0) this.#numbers[number] = this.#order.push(number) - 1;
    return this.#numbers[number]!;
  }

  ids(): Uint8Array {
    return Buffer.concat(this.#order.map((number) => this.#table.bytes(number)));
  }
}
