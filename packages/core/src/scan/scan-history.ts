/** History: every object scanned once, then placed by one walk of the log that runs beside the scan. */

import type { HistoryIndex } from '../git/history-index.ts';
import { streamedAbove } from '../git/object-limits.ts';
import { readObjects } from '../git/objects.ts';
import { displayPath } from '../git/path.ts';
import type { Repository } from '../git/repository.ts';
import { listIndex } from '../git/tree.ts';
import { historySource, type ObjectsSeen } from '../sources/history.ts';
import { objectBlob } from '../sources/object-blob.ts';
import { SkipTally, skipReasons } from '../sources/skip-tally.ts';
import type { Place, RawPath, Skipped } from '../sources/source.ts';
import { CommitCache } from './cache/commit-cache.ts';
import { headTree } from './head-tree.ts';
import type { BlobResult } from './located.ts';
import type { Provenance } from './provenance.ts';
import { type ReadCounts, readSource } from './read-source.ts';
import type { Progress } from './result.ts';
import { type BlobScanner, pathRuleMatcher } from './scan-blob.ts';
import { scanSourceBlob } from './scan-source-blob.ts';
import type { Seen } from './spots.ts';
import { HistoryWalk } from './walk-history.ts';

/** Every object scanned once; `places` of blobs empty, of messages known. Both engines give the same. */
export interface ObjectsRead {
  readonly seen: readonly Seen[];
  readonly counts: ReadCounts;
  readonly skipped: readonly Skipped[];
  readonly objects: ObjectsSeen;
  /** Blobs that are archives, not unpacked yet. */
  readonly archives: readonly string[];
}

/** That earlier runs are remembered, and by which code. */
export interface CacheChoice {
  /** Names the code that decides: what another build has written is not believed. */
  readonly build: string;
}

/** An engine. The log is walked beside it. */
export interface ObjectReader {
  (repo: Repository, scanner: BlobScanner, progress?: Progress): Promise<ObjectsRead>;
  readonly cache?: CacheChoice | undefined;
}

export interface HistoryRead extends Omit<ObjectsRead, 'objects' | 'archives'> {
  readonly provenance: Provenance;
  readonly index: HistoryIndex;
}

/** Engine `full`: every object whole, through git. */
export const readWhole: ObjectReader = async (repo, scanner, progress) => {
  const source = historySource(repo);
  const archives: string[] = [];
  const { seen, counts } = await readSource(source, scanner, { progress, archives });
  return { seen, counts, skipped: source.skipped(), objects: source.seen, archives };
};

export async function readHistory(
  repo: Repository,
  scanner: BlobScanner,
  options: { progress?: Progress | undefined; read?: ObjectReader | undefined } = {},
): Promise<HistoryRead> {
  const skips = new SkipTally();
  const choice = options.read?.cache;
  const walk = new HistoryWalk(repo, skips, choice ? new CommitCache(repo, scanner, choice.build) : null);
  try {
    const { seen, counts, skipped, objects, archives } = await (options.read ?? readWhole)(
      repo,
      scanner,
      options.progress,
    );
    const provenance = await walk.finish(
      objects,
      skipped.some(({ reason }) => reason === skipReasons.corrupt),
    );
    const lacking = nameMissing(walk.index, objects, skips);
    for (const path of [...walk.index.submodules].sort()) skips.add(skipReasons.submodule, false, displayPath(path));
    const results = new Map(seen.flatMap(({ result }) => (result.oid === null ? [] : [[result.oid, result]])));
    for (const result of await applyPathRules(repo, scanner, walk.index, objects)) results.set(result.oid!, result);
    await openArchives(repo, scanner, { archives, index: walk.index, results, skips });
    const placed = await placeBlobs(repo, provenance, results);
    const messages = seen.filter(({ result }) => result.oid === null);
    return {
      seen: [...placed, ...messages],
      counts: { ...counts, total: counts.total + lacking },
      skipped: [...skipped, ...skips.list()],
      provenance,
      index: walk.index,
    };
  } finally {
    walk.cancel();
  }
}

/** Blobs that commits name and the object store lacks: a partial clone, or damage. Returns how many. */
function nameMissing(index: HistoryIndex, objects: ObjectsSeen, skips: SkipTally): number {
  const missing: string[] = [];
  for (let number = 0; number < index.blobs.size; number++) {
    if (objects.blobs.findBytes(index.blobs.bytes(number)) < 0) missing.push(index.blobs.hex(number));
  }
  for (const oid of missing.sort()) skips.add(skipReasons.missing, true, oid);
  return missing.length;
}

/** Scans again, with its paths, every blob that ever had a path that a path rule wants. */
async function applyPathRules(
  repo: Repository,
  scanner: BlobScanner,
  index: HistoryIndex,
  objects: ObjectsSeen,
): Promise<BlobResult[]> {
  const wants = pathRuleMatcher(scanner);
  const wanted = index.paths.map(wants);
  const paths = new Map<number, Set<RawPath>>();
  if (wanted.includes(true)) {
    for (const { blob, path } of index.changes()) {
      if (wanted[path]) paths.set(blob, (paths.get(blob) ?? new Set()).add(index.paths[path]!));
    }
  }
  const byOid = new Map([...paths].map(([blob, names]) => [index.blobs.hex(blob), [...names].sort()]));
  const results: BlobResult[] = [];
  const present = [...byOid.keys()].filter((oid) => objects.blobs.find(oid) >= 0);
  for await (const object of readObjects(repo, present, { largest: streamedAbove })) {
    if (object.state === 'missing') continue;
    const scanned = await scanSourceBlob(scanner, objectBlob(repo, object, []), byOid.get(object.oid)!);
    if (scanned !== null) results.push(scanned.result);
  }
  return results.filter(({ located }) => located.length > 0);
}

/** Unpacks every archive, whichever engine met it, and adds what it holds to the blob's results. */
async function openArchives(
  repo: Repository,
  scanner: BlobScanner,
  found: { archives: readonly string[]; index: HistoryIndex; results: Map<string, BlobResult>; skips: SkipTally },
): Promise<void> {
  const { archives, index, results, skips } = found;
  if (archives.length === 0) return;
  const { archiveOverLimits, scanArchive } = await import('./archive/scan-archive.ts');
  const left: { oid: string; reason: string; path: RawPath }[] = [];
  for await (const object of readObjects(repo, [...new Set(archives)].sort())) {
    if (object.state === 'missing') continue;
    const { oid, bytes, state } = object;
    const plain = results.get(oid) ?? { oid, located: [] };
    const { result, skips: skipped } =
      state === 'large' ? archiveOverLimits(plain) : scanArchive(scanner, bytes, plain);
    if (result.located.length > 0) results.set(oid, result);
    for (const skip of skipped) left.push({ oid, ...skip });
  }
  if (left.length === 0) return;
  const names = firstPaths(index, new Set(left.map(({ oid }) => oid)));
  for (const { oid, reason, path } of left) {
    const name = names.get(oid) ?? oid;
    skips.add(reason, false, displayPath(path === '' ? name : `${name}!${path}`));
  }
}

/** For people: of all paths that a blob ever had the first in order. */
function firstPaths(index: HistoryIndex, oids: ReadonlySet<string>): Map<string, RawPath> {
  const wanted = new Set([...oids].map((oid) => index.blobs.find(oid)));
  const names = new Map<string, RawPath>();
  for (const { blob, path } of index.changes()) {
    if (!wanted.has(blob)) continue;
    const oid = index.blobs.hex(blob);
    const known = names.get(oid);
    const name = index.paths[path]!;
    if (known === undefined || name < known) names.set(oid, name);
  }
  return names;
}

async function placeBlobs(
  repo: Repository,
  provenance: Provenance,
  results: ReadonlyMap<string, BlobResult>,
): Promise<Seen[]> {
  const places = provenance.places(new Set(results.keys()));
  const loose = new Set([...results.keys()].filter((oid) => !places.has(oid)));
  const elsewhere = provenance.attributed ? await stagedPlaces(repo, loose) : await headPlaces(repo, loose);
  return [...results].map(([oid, result]): Seen => {
    const unplaced: Place = { where: 'tree', path: null, commit: null };
    return { result, places: places.get(oid) ?? elsewhere.get(oid) ?? [unplaced] };
  });
}

/** Without a walk HEAD's tree is all that gives blobs a path. */
async function headPlaces(repo: Repository, loose: ReadonlySet<string>): Promise<Map<string, Place[]>> {
  const places = new Map<string, Place[]>();
  for (const [path, oid] of await headTree(repo, loose)) {
    places.set(oid, [...(places.get(oid) ?? []), { where: 'tree', path, commit: null }]);
  }
  return places;
}

/** Blobs that no commit has may still be what is staged. */
async function stagedPlaces(repo: Repository, loose: ReadonlySet<string>): Promise<Map<string, Place[]>> {
  const places = new Map<string, Place[]>();
  if (repo.root === null || loose.size === 0) return places;
  for await (const { oid, path } of listIndex(repo)) {
    if (loose.has(oid)) places.set(oid, [...(places.get(oid) ?? []), { where: 'index', path, commit: null }]);
  }
  return places;
}
