/** Draws tasks until there are none: delta trees, then single objects. One per thread; says what it found in batches. */
import { messageStart, tagTarget } from '../../git/commit-object.ts';
import { streamedAbove } from '../../git/object-limits.ts';
import { BLOB, COMMIT, TAG, TREE } from '../../git/pack/entry-header.ts';
import type { ObjectStore } from '../../git/pack/object-store.ts';
import { ObjectId } from '../../git/pack/oid-table.ts';
import type { SpillFile } from '../../git/pack/spill-file.ts';
import { StreamFault, soundChunks } from '../../git/pack/stream-object.ts';
import { isLfsPointer } from '../../sources/skip-tally.ts';
import { archiveKind } from '../archive/archive-kind.ts';
import { archiveFlag, ObjectRows, pointerFlag } from '../cache/known-objects.ts';
import { scanLarge } from '../large/scan-large.ts';
import type { BlobResult } from '../located.ts';
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
/** A row of the cache has 32 bits for the size. */
const tooLongForRow = 2 ** 32;
const empty = Buffer.alloc(0);
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

  object(type: number, id: ObjectId, bytes: Buffer, state: BlobState | null): void {
    this.#count();
    if (type === BLOB) this.#blob(id, bytes, state!);
    else if (type === COMMIT || type === TAG) this.#message(type, id, bytes);
    else this.#rows?.add(id, type, 0);
  }

  large(oid: string, file: SpillFile | null): void {
    if (file !== null) this.#scanLarge(oid, file.size, () => file.chunks());
    else this.#streamed(oid);
  }

  lost(oid: string, fault: ObjectBatch['lost'][number]['fault']): void {
    this.#count();
    this.#batch.lost.push({ oid, fault });
  }

  /** Reads and scans one object without its neighbours. */
  alone(oid: string): void {
    const read = this.#input.store.read(oid, streamedAbove);
    if (read.fault?.code === 'too-big') this.#streamed(oid);
    else if (read.fault !== null) this.lost(oid, read.fault);
    else this.#whole(oid, read.type, read.bytes);
  }

  #whole(oid: string, type: number, bytes: Buffer): void {
    if (type === BLOB) scanFresh(this.#input.scanner.detector, bytes, this.#state);
    this.object(type, ObjectId.of(oid), bytes, type === BLOB ? this.#state : null);
  }

  /** From the first copy that can be opened; if that fails on the way, from any that can be read. */
  #streamed(oid: string): void {
    const { store } = this.#input;
    const stream = store.stream(oid);
    if (stream.fault !== null) return this.lost(oid, stream.fault);
    try {
      this.#fromChunks(oid, stream.type, stream.size, () => soundChunks(stream.chunks()));
    } catch (error) {
      if (!(error instanceof StreamFault)) throw error;
      const { type, file } = store.spill(oid);
      if (file === null) return this.lost(oid, error.fault);
      try {
        this.#fromChunks(oid, type, file.size, () => file.chunks());
      } finally {
        file.close();
      }
    } finally {
      stream.close();
    }
  }

  #fromChunks(oid: string, type: number, size: number, chunks: () => Iterable<Uint8Array>): void {
    if (type === BLOB && size > streamedAbove) return this.#scanLarge(oid, size, chunks);
    const bytes = Buffer.allocUnsafeSlow(size);
    let at = 0;
    for (const chunk of chunks()) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.#whole(oid, type, bytes);
  }

  #scanLarge(oid: string, size: number, chunks: () => Iterable<Uint8Array>): void {
    const result = scanLarge(this.#input.scanner, { chunks, paths: [], oid });
    this.#count();
    this.#read(ObjectId.of(oid), size, { result, pointer: false, archive: result.archive !== null, bytes: empty });
  }

  #blob(id: ObjectId, bytes: Buffer, state: BlobState): void {
    const pointer = isLfsPointer(bytes);
    const archive = archiveKind(bytes) !== null;
    this.#read(id, bytes.length, { result: this.#resultOf(id, bytes, state), pointer, archive, bytes });
  }

  #resultOf(id: ObjectId, bytes: Buffer, { matches, textClass }: BlobState): BlobResult | null {
    const { scanner } = this.#input;
    if (matches.length === 0 && !isUtf16(textClass)) return null;
    const oid = id.hex();
    if (isUtf16(textClass)) return scanBlob(scanner, bytes, [], oid);
    // Above that the scan's own windows decide, as they do where memory is short.
    if (bytes.length > streamedAbove) return scanBlob(scanner, bytes, [], oid);
    return finishBlob(scanner, { bytes, matches, textClass, paths: [], oid });
  }

  #read(
    id: ObjectId,
    size: number,
    blob: { result: BlobResult | null; pointer: boolean; archive: boolean; bytes: Buffer },
  ): void {
    const batch = this.#batch;
    const { result, pointer, archive, bytes } = blob;
    const holds = result !== null && result.located.length > 0;
    batch.blobs++;
    batch.bytes += size;
    if (pointer) batch.lfs.push(id.hex());
    if (archive) batch.archives.push(id.hex());
    if (holds) batch.results.push(toWire(result, bytes, null));
    // Values are read again from the blob: not from one that would have to be held for it.
    if (holds && size > streamedAbove) return;
    if (size < tooLongForRow)
      this.#rows?.add(id, BLOB | (pointer ? pointerFlag : 0) | (archive ? archiveFlag : 0), size);
  }

  #message(type: number, id: ObjectId, object: Buffer): void {
    const batch = this.#batch;
    if (type === COMMIT) batch.commits++;
    else batch.tags.push([id.hex(), tagTarget(object)]);
    this.#rows?.add(id, type, 0);
    const message = object.subarray(messageStart(object));
    const result = scanBlob(this.#input.scanner, message, [], null);
    if (result.located.length === 0) return;
    batch.results.push(
      toWire(result, message, { where: type === TAG ? 'tag-message' : 'commit-message', oid: id.hex() }),
    );
  }
}
