/** Reads a source to its end: scans each blob, keeps the results that hold something, and counts. */
import { performance } from 'node:perf_hooks';
import { displayPath } from '../git/path.ts';
import { SkipTally } from '../sources/skip-tally.ts';
import type { Coverage, Skipped, Source, SourceBlob } from '../sources/source.ts';
import type { BlobResult } from './located.ts';
import type { Progress } from './result.ts';
import type { BlobScanner } from './scan-blob.ts';
import { scanSourceBlob, wholeBytes } from './scan-source-blob.ts';
import type { Seen } from './spots.ts';

export interface ReadCounts {
  readonly total: number;
  readonly scanned: number;
  readonly bytes: number;
  readonly commits: number;
}

export interface SourceRead {
  readonly seen: readonly Seen[];
  readonly counts: ReadCounts;
  /** What archives hold that was not read. */
  readonly skipped: readonly Skipped[];
}

const noMatch: BlobResult = { oid: null, located: [] };

/** Milliseconds between two calls of `progress`. */
const progressEvery = 100;

/** `skip`: blobs that count as read but were scanned elsewhere already. `archives`: takes those that are unpacked later. */
export async function readSource(
  source: Source,
  scanner: BlobScanner,
  options: { progress?: Progress | undefined; skip?: (blob: SourceBlob) => boolean; archives?: string[] } = {},
): Promise<SourceRead> {
  const seen: Seen[] = [];
  const skips = new SkipTally();
  const report = throttled(options.progress, source.name);
  let scanned = 0;
  let bytes = 0;
  for await (const blob of source.blobs()) {
    const paths = blob.places.flatMap((place) => (place.path === null ? [] : [place.path]));
    const known = options.skip?.(blob) ?? false;
    const read = known ? { result: noMatch, archive: null } : await scanSourceBlob(scanner, blob, paths);
    if (read === null) continue;
    let { result } = read;
    if (read.archive !== null && !isMessage(blob)) {
      if (options.archives !== undefined && blob.oid !== null) options.archives.push(blob.oid);
      else result = await opened(scanner, blob, result, skips);
    }
    if (result.located.length > 0) seen.push({ result, places: blob.places });
    if (isMessage(blob)) continue;
    scanned++;
    bytes += blob.large?.size ?? blob.bytes.length;
    report(scanned, source.expected?.() ?? 0);
  }
  const listed = source.counts?.() ?? { blobs: scanned, commits: 0 };
  return { seen, counts: { total: listed.blobs, scanned, bytes, commits: listed.commits }, skipped: skips.list() };
}

async function opened(
  scanner: BlobScanner,
  blob: SourceBlob,
  plain: BlobResult,
  skips: SkipTally,
): Promise<BlobResult> {
  const { archiveOverLimits, scanArchive } = await import('./archive/scan-archive.ts');
  const bytes = await wholeBytes(blob);
  const { result, skips: left } = bytes === null ? archiveOverLimits(plain) : scanArchive(scanner, bytes, plain);
  const name = blob.places.find(({ path }) => path !== null)?.path ?? '';
  for (const { reason, path } of left) skips.add(reason, false, displayPath(path === '' ? name : `${name}!${path}`));
  return result;
}

function isMessage({ places }: SourceBlob): boolean {
  return places[0]?.where === 'commit-message' || places[0]?.where === 'tag-message';
}

function throttled(progress: Progress | undefined, phase: string): (done: number, total: number) => void {
  if (!progress) return () => {};
  let next = 0;
  return (done, total) => {
    // A look at the clock a blob would be dear.
    if ((done & 63) !== 0 || performance.now() < next) return;
    next = performance.now() + progressEvery;
    progress(phase, done, total);
  };
}

export interface CoverageInput {
  readonly source: Coverage['source'];
  readonly counts: ReadCounts;
  readonly skipped: readonly Skipped[];
  readonly shallow: boolean;
  /** `performance.now()` at the start. */
  readonly started: number;
  readonly engine: Coverage['engine'];
}

/** Incomplete where something is unread, and where blobs were listed but none was read. */
export function coverageOf(input: CoverageInput): Coverage {
  const { counts } = input;
  const skipped = [...input.skipped];
  const unread = skipped.some((entry) => entry.unread);
  const passedOver = skipped.reduce((sum, entry) => sum + entry.count, 0);
  if (!unread && counts.scanned === 0 && counts.total > passedOver) {
    skipped.push({ reason: 'nothing could be read', unread: true, count: counts.total, names: [] });
  }
  return {
    source: input.source,
    blobs: { total: counts.total, scanned: counts.scanned, skipped },
    bytes: { scanned: counts.bytes },
    commits: counts.commits,
    shallow: input.shallow,
    complete: skipped.every((entry) => !entry.unread),
    seconds: Math.round((performance.now() - input.started) / 10) / 100,
    engine: input.engine,
  };
}
