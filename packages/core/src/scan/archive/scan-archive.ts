/**
 * What stands in an archive: every file of it scanned as a blob of its own, path rules by its name. The one function for
 * every source and both engines; loaded when there is an archive.
 */
import type { RawPath } from '../../sources/source.ts';
import type { BlobResult, Located } from '../located.ts';
import { type BlobScanner, scanBlob } from '../scan-blob.ts';
import { archiveKind } from './archive-kind.ts';
import type { Refusal } from './entry.ts';
import { unpack } from './unpack.ts';

/** Reasons in coverage; all out of scope. */
const reasons: Readonly<Record<Refusal, string>> = {
  encrypted: 'encrypted archive entry',
  limits: 'archive entry over the limits',
  damaged: 'damaged archive',
  compression: 'archive entry of another compression',
};

export interface ArchiveSkip {
  readonly reason: string;
  /** Inside the archive; empty: the archive itself. */
  readonly path: RawPath;
}

export interface ArchiveScan {
  readonly result: BlobResult;
  readonly skips: readonly ArchiveSkip[];
}

/** For an archive of so many bytes that it is not held. */
export function archiveOverLimits(plain: BlobResult): ArchiveScan {
  return { result: plain, skips: [{ reason: reasons.limits, path: '' }] };
}

/** `plain`: what the blob's own bytes gave. What stands in the clear in them (stored files) is told by its file only. */
export function scanArchive(scanner: BlobScanner, bytes: Buffer, plain: BlobResult): ArchiveScan {
  const kind = archiveKind(bytes);
  if (kind === null) return { result: plain, skips: [] };
  const located: Located[] = [];
  const skips: ArchiveSkip[] = [];
  for (const file of unpack(bytes, kind)) {
    if ('refusal' in file) skips.push({ reason: reasons[file.refusal], path: file.path });
    else
      for (const one of scanBlob(scanner, file.bytes, [file.path.slice(file.path.lastIndexOf('!') + 1)], null)
        .located) {
        located.push({ ...one, inner: file.path });
      }
  }
  const known = new Set(located.map(({ secret }) => secret.toString('latin1')));
  const outside = plain.located.filter(({ secret }) => !known.has(secret.toString('latin1')));
  return { result: { oid: plain.oid, located: [...outside, ...located] }, skips };
}
