/**
 * What a walk of the log leaves behind: the commit graph, and which commit brings which blob to which path. Ids and
 * paths are stored once and numbered; a change costs 12 bytes. Answers come from `scan/provenance.ts`.
 */
import { gitlinkMode, type LogSink, newOidAt, parentsOf } from './log.ts';
import { OidTable } from './oid-table.ts';
import type { RawPath } from './path.ts';

const deletedMode = '000000';

/** Numbers in lots, so that growing never copies. */
class IntList {
  length = 0;
  readonly #lots: Int32Array[] = [];

  push(value: number): void {
    if ((this.length & 0xffff) === 0) this.#lots.push(new Int32Array(0x10000));
    this.#lots[this.length >>> 16]![this.length & 0xffff] = value;
    this.length++;
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
  readonly #parents: (readonly number[] | undefined)[] = [];
  readonly #pathNumbers = new Map<RawPath, number>();
  readonly #changes = new IntList();
  readonly #oidLength: number;
  #current = -1;

  constructor(objectFormat: 'sha1' | 'sha256') {
    const width = objectFormat === 'sha256' ? 32 : 20;
    this.#oidLength = width * 2;
    this.commits = new OidTable(width);
    this.blobs = new OidTable(width);
  }

  commit(oid: string, time: number, parents: readonly string[]): void {
    const number = this.commits.addHex(oid);
    this.#current = number;
    this.#times[number] = time;
    this.#parents[number] = parents.map((parent) => this.commits.addHex(parent));
    this.walked.push(number);
  }

  change(raw: Buffer, path: RawPath): void {
    const parents = parentsOf(raw);
    const modeAt = parents + 7 * parents;
    const mode = raw.toString('latin1', modeAt, modeAt + 6);
    if (mode === deletedMode) return;
    if (mode === gitlinkMode) {
      this.submodules.add(path);
      return;
    }
    let name = this.#pathNumbers.get(path);
    if (name === undefined) {
      name = this.paths.push(path) - 1;
      this.#pathNumbers.set(path, name);
    }
    this.#changes.push(this.blobs.add(raw, newOidAt(raw, this.#oidLength)));
    this.#changes.push(this.#current);
    this.#changes.push(name);
  }

  /** Committer date in seconds; 0 for a commit that was not walked. */
  time(commit: number): number {
    return this.#times[commit] ?? 0;
  }

  parents(commit: number): readonly number[] {
    return this.#parents[commit] ?? [];
  }

  /** Every (blob, commit, path): the commit brings the blob to the path, and none of its parents has it there. */
  *changes(): Generator<{ blob: number; commit: number; path: number }> {
    const all = this.#changes;
    for (let i = 0; i < all.length; i += 3) yield { blob: all.at(i), commit: all.at(i + 1), path: all.at(i + 2) };
  }
}
