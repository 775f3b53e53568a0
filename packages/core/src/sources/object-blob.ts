/** A blob of the object store as a source hands it on: with its bytes, or with a way to them where they are too many. */
import { GitmoatError } from '../errors.ts';
import { type GitObject, streamBlob } from '../git/objects.ts';
import type { Repository } from '../git/repository.ts';
import type { LargeContent, Place, SourceBlob } from './source.ts';

/** `object`: `read` or `large`. `lost` is called where git cannot read it to its end. */
export function objectBlob(
  repo: Repository,
  object: GitObject,
  places: readonly Place[],
  lost: () => void = () => {},
): SourceBlob {
  const { oid, bytes, state } = object;
  return state === 'large' ? { oid, bytes, large: content(repo, object, lost), places } : { oid, bytes, places };
}

function content(repo: Repository, { oid, size }: GitObject, lost: () => void): LargeContent {
  return {
    size,
    chunks: () => streamBlob(repo, oid),
    lost: (error) => {
      // A cause means that git could not start or was stopped.
      if (!(error instanceof GitmoatError) || error.code !== 'git' || error.cause !== undefined) return false;
      lost();
      return true;
    },
  };
}
