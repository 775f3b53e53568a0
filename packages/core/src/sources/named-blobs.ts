/** Reads blobs whose places are known beforehand; what git does not have is named, never fetched. */
import { presentOids } from '../git/missing.ts';
import { streamedAbove } from '../git/object-limits.ts';
import { readObjects } from '../git/objects.ts';
import { displayPath } from '../git/path.ts';
import type { Repository } from '../git/repository.ts';
import { message } from './history.ts';
import { objectBlob } from './object-blob.ts';
import { isLfsPointer, type SkipTally, skipReasons } from './skip-tally.ts';
import type { Place, SourceBlob } from './source.ts';

/** `messages`: commits and tags whose messages are wanted too. */
export async function* readNamedBlobs(
  repo: Repository,
  listed: ReadonlyMap<string, readonly Place[]>,
  skips: SkipTally,
  messages: readonly string[] = [],
): AsyncGenerator<SourceBlob, void, undefined> {
  const nameOf = (oid: string): string => {
    const path = listed.get(oid)?.[0]?.path;
    return path === null || path === undefined ? oid : displayPath(path);
  };
  const present = await presentOids(repo, [...listed.keys()]);
  for (const oid of listed.keys()) if (!present.has(oid)) skips.add(skipReasons.missing, true, nameOf(oid));
  for await (const object of readObjects(repo, [...present, ...messages], { largest: streamedAbove })) {
    if (object.state === 'missing') skips.add(skipReasons.missing, true, nameOf(object.oid));
    else if (object.type === 'commit' || object.type === 'tag') yield message(object);
    else if (object.type === 'blob') {
      if (isLfsPointer(object.bytes)) skips.add(skipReasons.lfs, false, nameOf(object.oid));
      const lost = (): void => skips.add(skipReasons.corrupt, true, nameOf(object.oid));
      yield objectBlob(repo, object, listed.get(object.oid) ?? [], lost);
    }
  }
}
