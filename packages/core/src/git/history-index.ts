/**
 * What a walk of the log leaves behind: the commit graph, and which commit brings which blob to which path. Ids and
 * paths are stored once and numbered; a change costs 12 bytes. Answers come from `scan/provenance.ts`.
 */
import { gitlinkMode, type LogSink, newOidAt, parentsOf } from './log.ts';
import { OidTable } from './oid-table.ts';
import type { RawPath } from './path.ts';
import type { SavedHistory } from './saved-history.ts';

const deletedMode = '000000';

/** Numbers in lots, so that growing never copies. */
class IntList {
  length = 0;
  readonly #lots: Int32Array[] = [];

  push(value: number): void {
    this.set(this.length, value);
  }

  /** Numbers between the last one and this one are 0. */
  set(index: number, value: number): void {
    while (index >= this.#lots.length << 16) this.#lots.push(new Int32Array(0x10000));
    this.#lots[index >>> 16]![index & 0xffff] = value;
    if (index >= this.length) this.length = index + 1;
  }

  at(index: number): number {
    return this.#lots[index >>> 16]![index & 0xffff]!;
  }
}

export class HistoryIndex implements LogSink {
  readonly commits: OidTable;
  readonly blobs: OidTable;
  readonly paths: RawPath[] = [];
  /** Paths that are or were submodules. */
  readonly submodules: Set<RawPath> = new Set();
  /** Commits in the order in which they were walked; parents that were not walked have a number but are not here. */
  readonly walked: number[] = [];
  readonly #times: number[] = [];
  /** By commit: where its parents stand in `#parents` plus 1, 0 if it was not walked. A count stands before them. */
  readonly #parentsAt = new IntList();
  readonly #parents = new IntList();
  readonly #pathNumbers = new Map<RawPath, number>();
  readonly #changes = new IntList();
  /** Commit and path of submodules, in pairs. */
  readonly gitlinks: number[] = [];
  readonly #width: number;
  readonly #oidLength: number;
  #current = -1;

  constructor(objectFormat: 'sha1' | 'sha256') {
    const width = objectFormat === 'sha256' ? 32 : 20;
    this.#width = width;
    this.#oidLength = width * 2;
    this.commits = new OidTable(width);
    this.blobs = new OidTable(width);
  }

  commit(oid: string, time: number, parents: readonly string[]): void {
    const number = this.commits.addHex(oid);
    this.#current = number;
    this.#times[number] = time;
    this.#setParents(
      number,
      parents.map((parent) => this.commits.addHex(parent)),
    );
    this.walked.push(number);
  }

  change(raw: Buffer, path: RawPath): void {
    const parents = parentsOf(raw);
    const modeAt = parents + 7 * parents;
    const mode = raw.toString('latin1', modeAt, modeAt + 6);
    if (mode === deletedMode) return;
    if (mode === gitlinkMode) {
      this.submodules.add(path);
      this.gitlinks.push(this.#current, this.#pathNumber(path));
      return;
    }
    const name = this.#pathNumber(path);
    this.#changes.push(this.blobs.add(raw, newOidAt(raw, this.#oidLength)));
    this.#changes.push(this.#current);
    this.#changes.push(name);
  }

  /** Committer date in seconds; 0 for a commit that was not walked. */
  time(commit: number): number {
    return this.#times[commit] ?? 0;
  }

  parents(commit: number): readonly number[] {
    const at = commit < this.#parentsAt.length ? this.#parentsAt.at(commit) : 0;
    const parents: number[] = [];
    if (at > 0) for (let i = 0; i < this.#parents.at(at - 1); i++) parents.push(this.#parents.at(at + i));
    return parents;
  }

  #setParents(commit: number, parents: readonly number[]): void {
    this.#parents.push(parents.length);
    this.#parentsAt.set(commit, this.#parents.length);
    for (const parent of parents) this.#parents.push(parent);
  }

  /** Every (blob, commit, path): the commit brings the blob to the path, and none of its parents has it there. */
  *changes(): Generator<{ blob: number; commit: number; path: number }> {
    const all = this.#changes;
    for (let i = 0; i < all.length; i += 3) yield { blob: all.at(i), commit: all.at(i + 1), path: all.at(i + 2) };
  }

  #pathNumber(path: RawPath): number {
    let number = this.#pathNumbers.get(path);
    if (number === undefined) {
      number = this.paths.push(path) - 1;
      this.#pathNumbers.set(path, number);
    }
    return number;
  }

  /** Takes over what an earlier walk said of the commits that `has` wants; how many it left out. */
  restore(saved: SavedHistory, has: (oid: Uint8Array) => boolean): number {
    const width = this.#width;
    const at = (ids: Uint8Array, i: number): Uint8Array => ids.subarray(i * width, (i + 1) * width);
    const count = saved.times.length;
    const numbers = new Int32Array(saved.commits.length / width).fill(-1);
    const numberOf = (i: number): number => {
      if (numbers[i]! < 0) numbers[i] = this.commits.addBytes(at(saved.commits, i));
      return numbers[i]!;
    };
    const kept = new Uint8Array(count);
    let dropped = 0;
    let parent = 0;
    for (let i = 0; i < count; i++) {
      const next = parent + saved.parentCounts[i]!;
      if (has(at(saved.commits, i))) {
        kept[i] = 1;
        const number = numberOf(i);
        this.#times[number] = saved.times[i]!;
        this.#setParents(number, Array.from(saved.parents.subarray(parent, next), numberOf));
        this.walked.push(number);
      } else dropped++;
      parent = next;
    }
    const blobs = new Int32Array(saved.blobs.length / width).fill(-1);
    const paths = new Int32Array(saved.paths.length).fill(-1);
    const pathOf = (i: number): number => {
      if (paths[i]! < 0) paths[i] = this.#pathNumber(saved.paths[i]!);
      return paths[i]!;
    };
    const { changes, gitlinks } = saved;
    for (let i = 0; i < changes.length; i += 3) {
      if (kept[changes[i + 1]!] === 0) continue;
      const blob = changes[i]!;
      if (blobs[blob]! < 0) blobs[blob] = this.blobs.addBytes(at(saved.blobs, blob));
      this.#changes.push(blobs[blob]!);
      this.#changes.push(numbers[changes[i + 1]!]!);
      this.#changes.push(pathOf(changes[i + 2]!));
    }
    for (let i = 0; i < gitlinks.length; i += 2) {
      if (kept[gitlinks[i]!] === 0) continue;
      const path = pathOf(gitlinks[i + 1]!);
      this.submodules.add(this.paths[path]!);
      this.gitlinks.push(numbers[gitlinks[i]!]!, path);
    }
    return dropped;
  }
}
