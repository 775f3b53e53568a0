/**
 * Engine `delta`: every object of the repository from its packs, scanned along delta chains, on worker threads where
 * that pays. Gives what `readSource(historySource(repo))` gives, byte for byte.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { OidTable } from '../../git/oid-table.ts';
import { BLOB, COMMIT } from '../../git/pack/entry-header.ts';
import { type ObjectStore, openObjectStore } from '../../git/pack/object-store.ts';
import { findHexOid, findOid, hexOid, toHex } from '../../git/pack/oid-table.ts';
import { describeFault, type PackFault } from '../../git/pack/pack-fault.ts';
import type { Repository } from '../../git/repository.ts';
import type { ObjectsSeen } from '../../sources/history.ts';
import { SkipTally, skipReasons } from '../../sources/skip-tally.ts';
import { archiveFlag, pointerFlag, typeMask } from '../cache/known-objects.ts';
import type { KnownResult } from '../cache/known-results.ts';
import { type Learned, ObjectCache } from '../cache/object-cache.ts';
import type { Recalled } from '../cache/recall.ts';
import type { ReadCounts } from '../read-source.ts';
import type { Progress } from '../result.ts';
import type { BlobScanner } from '../scan-blob.ts';
import type { CacheChoice, ObjectReader, ObjectsRead } from '../scan-history.ts';
import type { Seen } from '../spots.ts';
import { fromWire, type ObjectBatch } from './object-results.ts';
import { cursorSlots, scanObjects } from './object-scan.ts';
import { type DeltaTasks, listTasks } from './tasks.ts';
import { shareRuleset, type WorkerInput } from './worker.ts';

export interface DeltaOptions {
  /** Worker threads; 0 or no `workerFile`: this thread alone. */
  readonly jobs: number;
  /** Script that calls `runDeltaWorker` in a worker. */
  readonly workerFile?: string | undefined;
  /** Bytes for packs, windows and live buffers together. */
  readonly maxMemory: number;
  readonly signal?: AbortSignal | undefined;
  /** Keeps and uses what earlier runs have read, in the git folder. */
  readonly cache?: CacheChoice | undefined;
}

/** Below so many bytes of packed data's inflated size a thread costs more than it saves (one is ready after 60 ms). */
const threadsPayFrom = 48 << 20;
/** Packs of this size are likely to be worth threads. */
const threadsEarlyFrom = 16 << 20;
/** A thread's young generation: the default of 48 MB buys nothing here. */
const youngMegabytes = 4;
const progressEvery = 100;

/** The engine with its settings. */
export function deltaReader(options: DeltaOptions): ObjectReader {
  const read: ObjectReader = (repo, scanner, progress) => readByDelta(repo, scanner, options, progress);
  return Object.assign(read, { cache: options.cache });
}

async function readByDelta(
  repo: Repository,
  scanner: BlobScanner,
  options: DeltaOptions,
  progress: Progress | undefined,
): Promise<ObjectsRead> {
  const { objectFormat } = repo;
  const alternates = process.env.GIT_ALTERNATE_OBJECT_DIRECTORIES?.split(':').filter(Boolean) ?? [];
  const store = openObjectStore(join(repo.commonDir, 'objects'), {
    objectFormat,
    maxMemory: options.maxMemory,
    threads: Math.max(1, options.jobs),
    alternates,
  });
  const threads = new Threads(options);
  try {
    const cache = options.cache === undefined ? null : new ObjectCache(repo, scanner, options.cache.build);
    const recalled = store.faults.some(isLoss) ? null : (cache?.recall(store) ?? null);
    const merger = new Merger(scanner, recalled);
    // Threads get ready while this one reads the packs' headers.
    const early = recalled === null && store.packs.reduce((sum, { file }) => sum + file.size, 0) >= threadsEarlyFrom;
    if (early) threads.start(scanner);
    const tasks = listTasks(store, recalled);
    const remember = cache !== null;
    const cursor = new Int32Array(
      new SharedArrayBuffer(Object.keys(cursorSlots).length * Int32Array.BYTES_PER_ELEMENT),
    );
    const cost = tasks.plans.reduce((sum, plan) => sum + plan.trees.cost.reduce((all, one) => all + one, 0), 0);
    const alone = threads.most === 0 || cost < threadsPayFrom;
    const memory = Math.max(1 << 20, Math.floor(options.maxMemory / 2 / (alone ? 1 : threads.most)));
    const stop = reportProgress(progress, cursor, tasks.objects);
    try {
      if (alone) {
        for (const batch of scanObjects({ store, scanner, tasks, cursor, memory, remember })) {
          merger.add(batch);
          // Lets ^C, the log beside us and the progress line have their turn.
          await new Promise((resolve) => setImmediate(resolve));
          options.signal?.throwIfAborted();
        }
      } else {
        threads.start(scanner);
        const scanned = threads.run({ store: store.share(), tasks, cursor, memory, remember }, (batch) =>
          merger.add(batch),
        );
        // Meanwhile this thread has time.
        await Promise.all([scanned, merger.listPacked(store, tasks)]);
      }
    } finally {
      stop();
    }
    if (cache !== null && merger.lostNothing && !store.faults.some(isLoss)) {
      cache.save(store, recalled, { ...merger.learned(), plans: tasks.plans, repeated: tasks.repeated });
    }
    return merger.finish(store, tasks);
  } finally {
    await threads.end();
    store.close();
  }
}

function reportProgress(progress: Progress | undefined, cursor: Int32Array, total: number): () => void {
  if (!progress) return () => {};
  const timer = setInterval(() => progress('history', Atomics.load(cursor, cursorSlots.done), total), progressEvery);
  timer.unref();
  return () => clearInterval(timer);
}

/** The scanning threads of one read. */
class Threads {
  /** 0: this thread scans alone. */
  readonly most: number;
  readonly #options: DeltaOptions;
  #workers: Worker[] = [];
  #finished: Promise<void>[] = [];
  #add: (batch: ObjectBatch) => void = () => {};

  constructor(options: DeltaOptions) {
    this.#options = options;
    this.most = options.workerFile === undefined ? 0 : options.jobs;
  }

  /** Once; they wait for `run`. */
  start({ ruleset }: BlobScanner): void {
    if (this.#workers.length > 0) return;
    const workerData = shareRuleset(ruleset);
    const resourceLimits = { maxYoungGenerationSizeMb: youngMegabytes };
    for (let i = 0; i < this.most; i++) {
      const worker = new Worker(this.#options.workerFile!, { workerData, resourceLimits });
      this.#workers.push(worker);
      const finished = this.#whenDone(worker);
      // Whoever awaits it hears of it; one that is ended before its turn fails nobody.
      finished.catch(() => {});
      this.#finished.push(finished);
    }
  }

  async run(input: WorkerInput, add: (batch: ObjectBatch) => void): Promise<void> {
    this.#add = add;
    for (const worker of this.#workers) worker.postMessage(input);
    await Promise.all(this.#finished);
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #whenDone(worker: Worker): Promise<void> {
    const { signal } = this.#options;
    return new Promise((resolve, reject) => {
      worker.on('message', (batch: ObjectBatch | null) => {
        if (batch === null) resolve();
        else this.#add(batch);
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('a scanning thread ended early')));
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }
}

/** A pack without an index is nothing to git: it is left over from a broken fetch. */
function isLoss({ code }: PackFault): boolean {
  return code !== 'unindexed';
}

class Merger {
  readonly #scanner: BlobScanner;
  readonly #recalled: Recalled | null;
  readonly #seen: Seen[] = [];
  readonly #tags = new Map<string, string>();
  readonly #lost = new Set<string>();
  readonly #pointers: string[] = [];
  readonly #archives: string[] = [];
  readonly #rows: Uint8Array[] = [];
  readonly #results: KnownResult[] = [];
  #blobs = 0;
  #bytes = 0;
  #commits = 0;
  #commitsKnown: OidTable | null = null;

  constructor(scanner: BlobScanner, recalled: Recalled | null) {
    this.#scanner = scanner;
    this.#recalled = recalled;
    if (recalled !== null) this.#recall(recalled);
  }

  get lostNothing(): boolean {
    return this.#lost.size === 0;
  }

  learned(): Pick<Learned, 'rows' | 'results' | 'tags'> {
    return { rows: this.#rows, results: this.#results, tags: this.#tags };
  }

  add(batch: ObjectBatch): void {
    for (const wire of batch.results) {
      const result = fromWire(wire, this.#scanner.ruleset);
      const places = wire.message === null ? [] : [{ where: wire.message.where, path: null, commit: wire.message.oid }];
      this.#seen.push({ result, places });
      const oid = wire.message?.oid ?? wire.blob!;
      if (batch.rows.length > 0) {
        this.#results.push({ oid, located: result.located, plain: wire.located.map(({ plain }) => plain) });
      }
    }
    if (batch.rows.length > 0) this.#rows.push(batch.rows);
    for (const [oid, target] of batch.tags) this.#tags.set(oid, target);
    for (const { oid } of batch.lost) this.#lost.add(oid);
    for (const oid of batch.lfs) this.#pointers.push(oid);
    for (const oid of batch.archives) this.#archives.push(oid);
    this.#blobs += batch.blobs;
    this.#bytes += batch.bytes;
    this.#commits += batch.commits;
  }

  /** Works out ahead what `finish` needs of the packs; it does so itself otherwise. */
  async listPacked(store: ObjectStore, tasks: DeltaTasks): Promise<void> {
    this.#commitsKnown = knownCommits(store, tasks, this.#recalled);
  }

  finish(store: ObjectStore, tasks: DeltaTasks): ObjectsRead {
    const skips = new SkipTally();
    for (const oid of this.#pointers.sort()) skips.add(skipReasons.lfs, false, oid);
    for (const oid of [...this.#lost].sort()) skips.add(skipReasons.corrupt, true, oid);
    for (const fault of store.faults.filter(isLoss)) skips.add(skipReasons.corrupt, true, describeFault(fault));
    const commits = this.#commitsKnown ?? knownCommits(store, tasks, this.#recalled);
    const known = listObjects(store, tasks, this.#lost, commits);
    const objects: ObjectsSeen = { ...known, tags: this.#tags };
    const counts: ReadCounts = {
      total: this.#blobs,
      scanned: this.#blobs,
      bytes: this.#bytes,
      commits: this.#commits,
    };
    return { seen: this.#seen, counts, skipped: skips.list(), objects, archives: this.#archives };
  }

  #recall({ table, present, results, tags }: Recalled): void {
    for (let row = 0; row < table.count; row++) {
      if (present[row] === 0) continue;
      const type = table.kinds[row]! & typeMask;
      if (type === COMMIT) this.#commits++;
      if (type !== BLOB) continue;
      this.#blobs++;
      this.#bytes += table.sizes[row]!;
      if (table.kinds[row]! & pointerFlag) this.#pointers.push(hexOid(table, row));
      if (table.kinds[row]! & archiveFlag) this.#archives.push(hexOid(table, row));
    }
    for (const [oid, target] of tags) this.#tags.set(oid, target);
    for (const { oid, located } of results) {
      const type = table.kinds[findHexOid(table, oid)]! & typeMask;
      const where = type === COMMIT ? 'commit-message' : 'tag-message';
      const blob = type === BLOB;
      const places = blob ? [] : [{ where, path: null, commit: oid } as const];
      this.#seen.push({ result: { oid: blob ? oid : null, located }, places });
    }
  }
}

/** Commits of the packs, and those that an earlier run has read. */
function knownCommits(store: ObjectStore, tasks: DeltaTasks, recalled: Recalled | null): OidTable {
  const commits = new OidTable(store.width);
  tasks.plans.forEach((plan, pack) => {
    const { index } = store.packs[pack]!;
    for (let entry = 0; entry < plan.count; entry++) {
      if (plan.type[entry] !== COMMIT) continue;
      const position = index.positionOf[entry]!;
      commits.addBytes(index.oids.subarray(position * index.width, (position + 1) * index.width));
    }
  });
  if (recalled !== null) {
    const { table, present } = recalled;
    for (let row = 0; row < table.count; row++) {
      if (present[row] === 0 || (table.kinds[row]! & typeMask) !== COMMIT) continue;
      commits.addBytes(table.oids.subarray(row * table.width, (row + 1) * table.width));
    }
  }
  return commits;
}

/** Which blobs there are (by look-up) and which commits: `commits` and the single ones. */
function listObjects(
  store: ObjectStore,
  tasks: DeltaTasks,
  lost: ReadonlySet<string>,
  commits: OidTable,
): Pick<ObjectsSeen, 'blobs' | 'commits'> {
  for (const oid of tasks.alone) if (!lost.has(oid) && store.typeOf(oid) === COMMIT) commits.addHex(oid);
  // The tables outlive the store's descriptors.
  const tables = [...store.packs.map(({ index }) => index), ...store.loose.map(({ oids }) => oids)];
  const findBytes = (oid: Uint8Array): number => {
    if (lost.size > 0 && lost.has(toHex(oid, 0, oid.length))) return -1;
    return tables.some((table) => findOid(table, oid, 0) >= 0) ? 0 : -1;
  };
  return { commits, blobs: { find: (oid) => findBytes(Buffer.from(oid, 'hex')), findBytes } };
}
