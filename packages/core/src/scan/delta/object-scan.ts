/** Draws tasks until there are none: delta trees, then single objects. One per thread; says what it found in batches. */
import { messageStart, tagTarget } from '../../git/commit-object.ts';
import { largestBlob } from '../../git/objects.ts';
import { BLOB, COMMIT, TAG, TREE } from '../../git/pack/entry-header.ts';
import type { ObjectStore } from '../../git/pack/object-store.ts';
import { isLfsPointer } from '../../sources/skip-tally.ts';
import { archiveKind } from '../archive/archive-kind.ts';
import { archiveFlag, ObjectRows, pointerFlag } from '../cache/known-objects.ts';
import { type BlobScanner, finishBlob, scanBlob } from '../scan-blob.ts';
import { type BlobState, createBlobState, isUtf16, scanFresh } from './blob-state.ts';
import { emptyBatch, type ObjectBatch, toWire } from './object-results.ts';
import { type DeltaTasks, largestFirst } from './tasks.ts';
import { TreeWalk, type WalkSink } from './tree-walk.ts';

/** Shared by all threads: the next task's rank, single object and entry to check; objects done. */
export const cursorSlots = { tree: 0, alone: 1, check: 2, done: 3 } as const;

export interface ObjectScanInput {
  readonly store: ObjectStore;
  readonly scanner: BlobScanner;
  readonly tasks: DeltaTasks;
  readonly cursor: Int32Array;
  /** Bytes of live buffers that this thread may hold. */
  readonly memory: number;
  /** Whether to say what was read, for the cache. */
  readonly remember: boolean;
}

/** The many small trees are drawn in lots, neighbours in the pack. */
const lotSize = 64;
/** Pack entries checked at once, at about 1 µs each. */
const checkLot = 4096;
/** Objects between two steps of the progress counter. */
const countEvery = 64;
/** Objects between two batches. */
const batchEvery = 2000;

/** Yields a batch now and then, and one at the end. */
export function* scanObjects(input: ObjectScanInput): Generator<ObjectBatch> {
  const { store, tasks, cursor } = input;
  const collector = new Collector(input);
  const walk = new TreeWalk(store, input.scanner.detector, collector, input.memory);
  const trees = tasks.rootOf.length;
  for (;;) {
    const size = Atomics.load(cursor, cursorSlots.tree) < largestFirst ? 1 : lotSize;
    const first = Atomics.add(cursor, cursorSlots.tree, size);
    if (first >= trees) break;
    for (let rank = first; rank < Math.min(first + size, trees); rank++) {
      const pack = tasks.packOf[rank]!;
      const repeated = tasks.repeated[pack] ?? null;
      const wanted = repeated === null ? null : (entry: number) => repeated[entry] === 0;
      walk.walk(pack, tasks.plans[pack]!, tasks.rootOf[rank]!, wanted);
    }
    if (collector.waiting >= batchEvery) yield collector.take();
  }
  for (;;) {
    const next = Atomics.add(cursor, cursorSlots.alone, 1);
    if (next >= tasks.alone.length) break;
    collector.alone(tasks.alone[next]!);
    if (collector.waiting >= batchEvery) yield collector.take();
  }
  checkTrees(input, collector);
  yield collector.take();
}

/** Git's tree objects are not scanned, only checked against the pack's index: a flipped type bit must not hide a blob. */
function checkTrees({ store, tasks, cursor }: ObjectScanInput, collector: Collector): void {
  const { entriesBefore, plans } = tasks;
  const end = entriesBefore.at(-1)!;
  for (;;) {
    const first = Atomics.add(cursor, cursorSlots.check, checkLot);
    if (first >= end) return;
    const last = Math.min(first + checkLot, end);
    let pack = entriesBefore.findLastIndex((before) => before <= first);
    for (let number = first; number < last; number++) {
      while (number >= entriesBefore[pack + 1]!) pack++;
      const entry = number - entriesBefore[pack]!;
      if (plans[pack]!.type[entry] !== TREE || tasks.repeated[pack]?.[entry] === 1) continue;
      const reader = store.reader(pack);
      const fault = reader.check(entry);
      if (fault !== null && store.read(reader.oid(entry)).fault !== null) collector.lost(reader.oid(entry), fault);
    }
  }
}

class Collector implements WalkSink {
  /** Objects since the last batch. */
  waiting = 0;
  #uncounted = 0;
  readonly #input: ObjectScanInput;
  readonly #state = createBlobState();
  readonly #rows: ObjectRows | null;
  #batch = emptyBatch();

  constructor(input: ObjectScanInput) {
    this.#input = input;
    this.#rows = input.remember ? new ObjectRows(input.store.width) : null;
  }

  /** One more object; the counter that all threads share moves in small steps, for the progress bar. */
  #count(): void {
    this.waiting++;
    if (++this.#uncounted < countEvery) return;
    Atomics.add(this.#input.cursor, cursorSlots.done, this.#uncounted);
    this.#uncounted = 0;
  }

  take(): ObjectBatch {
    const batch = this.#batch;
    this.#batch = emptyBatch();
    if (this.#rows !== null) batch.rows = this.#rows.take();
    this.waiting = 0;
    return batch;
  }

  object(type: number, oid: string, bytes: Buffer, state: BlobState | null): void {
    this.#count();
    if (type === BLOB) this.#blob(oid, bytes, state!);
    else if (type === COMMIT || type === TAG) this.#message(type, oid, bytes);
    else this.#rows?.add(oid, type, 0);
  }

  big(oid: string): void {
    this.alone(oid);
  }

  lost(oid: string, fault: ObjectBatch['lost'][number]['fault']): void {
    this.#count();
    this.#batch.lost.push({ oid, fault });
  }

  /** Reads and scans one object without its neighbours. */
  alone(oid: string): void {
    const read = this.#input.store.read(oid, largestBlob);
    if (read.fault?.code === 'too-big') this.#large(oid);
    else if (read.fault !== null) this.lost(oid, read.fault);
    else if (read.type === BLOB) {
      scanFresh(this.#input.scanner.detector, read.bytes, this.#state);
      this.object(BLOB, oid, read.bytes, this.#state);
    } else this.object(read.type, oid, read.bytes, null);
  }

  #large(oid: string): void {
    this.#count();
    this.#batch.large.push(oid);
    this.#batch.blobs++;
  }

  #blob(oid: string, bytes: Buffer, state: BlobState): void {
    const batch = this.#batch;
    const { scanner } = this.#input;
    batch.blobs++;
    batch.bytes += bytes.length;
    const pointer = isLfsPointer(bytes);
    if (pointer) batch.lfs.push(oid);
    const archive = archiveKind(bytes) !== null;
    if (archive) batch.archives.push(oid);
    this.#rows?.add(oid, BLOB | (pointer ? pointerFlag : 0) | (archive ? archiveFlag : 0), bytes.length);
    const { matches, textClass } = state;
    if (matches.length === 0 && !isUtf16(textClass)) return;
    const result = isUtf16(textClass)
      ? scanBlob(scanner, bytes, [], oid)
      : finishBlob(scanner, { bytes, matches, textClass, paths: [], oid });
    if (result.located.length > 0) batch.results.push(toWire(result, bytes, null));
  }

  #message(type: number, oid: string, object: Buffer): void {
    const batch = this.#batch;
    if (type === COMMIT) batch.commits++;
    else batch.tags.push([oid, tagTarget(object)]);
    this.#rows?.add(oid, type, 0);
    const message = object.subarray(messageStart(object));
    const result = scanBlob(this.#input.scanner, message, [], null);
    if (result.located.length === 0) return;
    batch.results.push(toWire(result, message, { where: type === TAG ? 'tag-message' : 'commit-message', oid }));
  }
}
