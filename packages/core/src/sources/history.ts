/**
 * Every object of a repository, reachable or not, once each: blobs whole, commits and tags as their messages. Engine
 * `full`. Paths and commits of blobs come later, from provenance.
 */
import { messageStart, tagTarget } from '../git/commit-object.ts';
import { streamedAbove } from '../git/object-limits.ts';
import { type GitObject, readAllObjects } from '../git/objects.ts';
import { OidTable } from '../git/oid-table.ts';
import type { Repository } from '../git/repository.ts';
import { objectBlob } from './object-blob.ts';
import { isLfsPointer, SkipTally, skipReasons } from './skip-tally.ts';
import type { Source, SourceBlob } from './source.ts';

/** What stands in the object store, known once `blobs()` has ended. */
export interface ObjectsSeen {
  /** Below zero for a blob that is not there. */
  readonly blobs: { find(oid: string): number; findBytes(oid: Uint8Array): number };
  readonly commits: OidTable;
  /** Tag object → the object that it names. */
  readonly tags: ReadonlyMap<string, string>;
}

export interface HistorySource extends Source {
  readonly seen: ObjectsSeen;
}

export function historySource(repo: Repository): HistorySource {
  const width = repo.objectFormat === 'sha256' ? 32 : 20;
  const tags = new Map<string, string>();
  const seen = { blobs: new OidTable(width), commits: new OidTable(width), tags };
  const skips = new SkipTally();
  async function* blobs(): AsyncGenerator<SourceBlob, void, undefined> {
    for await (const object of readAllObjects(repo, { largest: streamedAbove })) {
      const tooLong = object.state === 'large' && object.type !== 'blob';
      if (object.state === 'missing' || tooLong) skips.add(skipReasons.corrupt, true, object.oid);
      if (object.type === 'blob' && (object.state === 'read' || object.state === 'large')) {
        let lost = false;
        if (isLfsPointer(object.bytes)) skips.add(skipReasons.lfs, false, object.oid);
        yield objectBlob(repo, object, [], () => {
          lost = true;
          skips.add(skipReasons.corrupt, true, object.oid);
        });
        if (!lost) seen.blobs.addHex(object.oid);
      } else if (object.state === 'read') {
        if (object.type === 'tag') tags.set(object.oid, tagTarget(object.bytes));
        else seen.commits.addHex(object.oid);
        yield message(object);
      }
    }
  }
  return {
    name: 'history',
    seen,
    blobs,
    counts: () => ({ blobs: seen.blobs.size, commits: seen.commits.size }),
    skipped: () => skips.list(),
  };
}

/** The message of a commit or tag object. Its blob id is null: lines count from the message's first. */
export function message(object: GitObject): SourceBlob {
  const where = object.type === 'tag' ? 'tag-message' : 'commit-message';
  const bytes = object.bytes.subarray(messageStart(object.bytes));
  return { oid: null, bytes, places: [{ where, path: null, commit: object.oid }] };
}
