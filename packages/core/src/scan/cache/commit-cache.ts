/**
 * The cache of the history's walk: commits, their parents, and what each brings to which path. The same for every state of
 * the refs: what reaches what is worked out anew each time. Paths that a secret may stand in are not written.
 */
import type { HistoryIndex } from '../../git/history-index.ts';
import type { Repository } from '../../git/repository.ts';
import { type SavedHistory, saveHistory } from '../../git/saved-history.ts';
import type { RawPath } from '../../sources/source.ts';
import type { BlobScanner } from '../scan-blob.ts';
import { type CacheFile, cacheFile, dropOldFiles } from './cache-folder.ts';
import { readChecked, writeChecked } from './checked-file.ts';
import { BadCache, PayloadReader, PayloadWriter } from './payload.ts';

export class CommitCache {
  readonly #repo: Repository;
  readonly #scanner: BlobScanner;
  readonly #file: CacheFile | null;
  readonly #width: number;

  constructor(repo: Repository, scanner: BlobScanner, build: string) {
    this.#repo = repo;
    this.#scanner = scanner;
    this.#width = repo.objectFormat === 'sha256' ? 32 : 20;
    this.#file = cacheFile({ repo, build, ruleset: scanner.ruleset.hash }, 'commits');
  }

  load(): SavedHistory | null {
    if (this.#file === null) return null;
    const payload = readChecked(this.#file.path, this.#file.key);
    if (payload === null) return null;
    try {
      return readHistory(payload, this.#width);
    } catch (error) {
      if (error instanceof BadCache) return null;
      throw error;
    }
  }

  /** `before`: what was loaded, if all of it still held. */
  save(index: HistoryIndex, before: SavedHistory | null): void {
    if (this.#file === null) return;
    // Commits that may not be written are new each time.
    const saved = saveHistory(index, secretPaths(this.#scanner), before?.times.length ?? 0);
    if (saved !== null && writeChecked(this.#file.path, this.#file.key, historyParts(saved))) dropOldFiles(this.#repo);
  }
}

/** Rules may be off; whatever looks like a token is left out too, its commits are walked each time. */
function secretPaths({ detector }: BlobScanner): (path: RawPath) => boolean {
  return (path) => {
    // git's notes have paths of this form, one an annotated object.
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(path.replaceAll('/', ''))) return false;
    if (path.match(/[A-Za-z0-9+=]{16,}/g)?.some((run) => (run.match(/\d+/g)?.length ?? 0) > 1)) return true;
    const bytes = Buffer.from(path, 'latin1');
    return detector.detect(bytes, 0, bytes.length).length > 0;
  };
}

function historyParts(saved: SavedHistory): readonly Uint8Array[] {
  const times = new Uint8Array(saved.times.buffer, saved.times.byteOffset, saved.times.byteLength);
  return new PayloadWriter()
    .bytes(saved.commits)
    .bytes(times)
    .numbers(saved.parentCounts)
    .numbers(saved.parents)
    .bytes(saved.blobs)
    .text(saved.paths.map((path) => `${path}\0`).join(''))
    .numbers(saved.changes)
    .numbers(saved.gitlinks).parts;
}

function readHistory(payload: Buffer, width: number): SavedHistory {
  const reader = new PayloadReader(payload);
  const commits = reader.bytes();
  const timeBytes = reader.bytes();
  const parentCounts = reader.numbers();
  const parents = reader.numbers();
  const blobs = reader.bytes();
  const paths = reader.text().split('\0');
  const changes = reader.numbers();
  const gitlinks = reader.numbers();
  reader.end();
  const count = parentCounts.length;
  const times = new Float64Array(count);
  const wrong =
    paths.pop() !== '' ||
    timeBytes.length !== times.byteLength ||
    commits.length % width !== 0 ||
    commits.length < count * width ||
    blobs.length % width !== 0 ||
    changes.length % 3 !== 0 ||
    gitlinks.length % 2 !== 0 ||
    parentCounts.reduce((sum, one) => sum + one, 0) !== parents.length;
  if (wrong) throw new BadCache();
  new Uint8Array(times.buffer).set(timeBytes);
  checkBelow(parents, 0, 1, commits.length / width);
  checkBelow(changes, 0, 3, blobs.length / width);
  checkBelow(changes, 1, 3, count);
  checkBelow(changes, 2, 3, paths.length);
  checkBelow(gitlinks, 0, 2, count);
  checkBelow(gitlinks, 1, 2, paths.length);
  return { commits, times, parentCounts, parents, blobs, paths, changes, gitlinks };
}

/** Every `step`th number from `first` on. */
function checkBelow(numbers: Uint32Array, first: number, step: number, limit: number): void {
  for (let i = first; i < numbers.length; i += step) if (numbers[i]! >= limit) throw new BadCache();
}
