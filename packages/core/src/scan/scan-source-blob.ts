/** One blob as a source gives it, in memory or not. */
import { largestWhole } from '../git/object-limits.ts';
import type { LargeContent, RawPath, SourceBlob } from '../sources/source.ts';
import type { ArchiveKind } from './archive/archive-kind.ts';
import { archiveKind } from './archive/archive-kind.ts';
import { scanLargeStream } from './large/scan-large.ts';
import type { BlobResult } from './located.ts';
import { type BlobScanner, scanBlob } from './scan-blob.ts';

export interface BlobScan {
  readonly result: BlobResult;
  readonly archive: ArchiveKind | null;
}

/** Null for a large blob that cannot be read, which its source has counted. */
export async function scanSourceBlob(
  scanner: BlobScanner,
  { bytes, large, oid }: SourceBlob,
  paths: readonly RawPath[],
): Promise<BlobScan | null> {
  if (large === undefined) return { result: scanBlob(scanner, bytes, paths, oid), archive: archiveKind(bytes) };
  try {
    const { archive, ...result } = await scanLargeStream(scanner, { chunks: () => large.chunks(), paths, oid });
    return { result, archive };
  } catch (error) {
    if (large.lost(error)) return null;
    throw error;
  }
}

/** In one piece, for archives; null above `largestWhole` and where it cannot be read. */
export async function wholeBytes({ bytes, large }: SourceBlob): Promise<Buffer | null> {
  if (large === undefined) return bytes;
  return large.size > largestWhole ? null : gathered(large);
}

async function gathered(large: LargeContent): Promise<Buffer | null> {
  const bytes = Buffer.allocUnsafeSlow(large.size);
  let filled = 0;
  try {
    for await (const chunk of large.chunks()) {
      const room = bytes.length - filled;
      bytes.set(chunk.length > room ? chunk.subarray(0, room) : chunk, filled);
      filled += Math.min(chunk.length, room);
    }
  } catch (error) {
    if (large.lost(error)) return null;
    throw error;
  }
  return bytes.subarray(0, filled);
}
