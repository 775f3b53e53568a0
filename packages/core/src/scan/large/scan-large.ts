/** Drives the readings of a blob above `streamedAbove`: the one way for both engines and every source. */
import type { RawPath } from '../../sources/source.ts';
import type { ArchiveKind } from '../archive/archive-kind.ts';
import type { BlobResult } from '../located.ts';
import type { BlobScanner } from '../scan-blob.ts';
import { pathRulesFor } from '../whole-rules.ts';
import { LargeScan, type Reading } from './large-scan.ts';

export interface LargeBlob<Chunks> {
  /** The blob from its first byte on, each time it is called; a chunk is valid until the next one. */
  readonly chunks: () => Chunks;
  readonly paths: readonly RawPath[];
  readonly oid: string | null;
}

export interface LargeResult extends BlobResult {
  readonly archive: ArchiveKind | null;
}

/** Throws what `chunks` throws. */
export function scanLarge(scanner: BlobScanner, blob: LargeBlob<Iterable<Uint8Array>>): LargeResult {
  const scan = new LargeScan(scanner, pathRulesFor(scanner, blob.paths));
  const read = (reading: Reading): void => {
    for (const chunk of blob.chunks()) reading.push(chunk);
    reading.end();
  };
  read(scan.finding());
  if (scan.settle()) read(scan.locating());
  return { oid: blob.oid, located: scan.located, archive: scan.archive };
}

/** The same from chunks that have to be waited for. */
export async function scanLargeStream(
  scanner: BlobScanner,
  blob: LargeBlob<AsyncIterable<Uint8Array> | Iterable<Uint8Array>>,
): Promise<LargeResult> {
  const scan = new LargeScan(scanner, pathRulesFor(scanner, blob.paths));
  const read = async (reading: Reading): Promise<void> => {
    for await (const chunk of blob.chunks()) reading.push(chunk);
    reading.end();
  };
  await read(scan.finding());
  if (scan.settle()) await read(scan.locating());
  return { oid: blob.oid, located: scan.located, archive: scan.archive };
}

const piece = 1 << 20;

/** Bytes that are in memory, as chunks. */
export function* inPieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}
