/**
 * Walks one delta tree depth first: each object's bytes are made from its base's, each blob's state from its base's
 * state. Bytes live in one arena, used as a stack. Loops, not recursion: chains may be thousands deep. What cannot be
 * rebuilt from this pack is asked of the store (another copy may be sound); what fails there too is reported as lost.
 */
import type { Detector } from '../../detect/detector.ts';
import { streamedAbove } from '../../git/object-limits.ts';
import { applyDelta, createDeltaOps, type DeltaSizes, readDeltaSizes } from '../../git/pack/delta.ts';
import { BLOB } from '../../git/pack/entry-header.ts';
import type { ObjectStore } from '../../git/pack/object-store.ts';
import type { ObjectId } from '../../git/pack/oid-table.ts';
import type { PackFault } from '../../git/pack/pack-fault.ts';
import { NO_BASE, type PackReader } from '../../git/pack/pack-reader.ts';
import type { PackPlan } from '../../git/pack/plan.ts';
import type { SpillFile } from '../../git/pack/spill-file.ts';
import { type BlobState, createBlobState, scanFresh } from './blob-state.ts';
import { scanInherited } from './inherit.ts';
import { type DiskWalkInput, walkOnDisk } from './walk-on-disk.ts';

export interface WalkSink {
  /** `bytes` and `state` are valid during the call only. `state` is null for commits and tags. */
  object(type: number, id: ObjectId, bytes: Buffer, state: BlobState | null): void;
  /** A blob above `streamedAbove`: in a file for the time of the call, or to be streamed from the store. */
  large(oid: string, file: SpillFile | null): void;
  lost(oid: string, fault: PackFault): void;
}

interface Frame {
  entry: number;
  /** Where the object's bytes begin in the arena. */
  offset: number;
  size: number;
  /** Next child, as a position in `plan.children`. */
  child: number;
  state: BlobState;
}

/** Deltas up to this size are inflated here, at the arena's start. */
const deltaRoom = 1 << 20;
/** Above this the bytes of a chain's finished ancestors are given up, at the cost of moving the child down. */
const collapseAbove = 4 << 20;

export class TreeWalk {
  readonly #store: ObjectStore;
  readonly #detector: Detector;
  readonly #sink: WalkSink;
  /** Bytes that live buffers may take, and the largest object that is held whole. */
  readonly #limit: number;
  #arena: Uint8Array<ArrayBuffer> = new Uint8Array(deltaRoom + 2 * collapseAbove);
  readonly #frames: Frame[] = [];
  #depth = 0;
  readonly #ops = createDeltaOps();
  readonly #sizes: DeltaSizes = { base: 0, result: 0, length: 0 };
  #plan!: PackPlan;
  #reader!: PackReader;
  /** Of every object in the tree; 0 until one whose pack entry is damaged was found elsewhere. */
  #type = 0;
  #wanted: ((entry: number) => boolean) | null = null;

  constructor(store: ObjectStore, detector: Detector, sink: WalkSink, limit: number) {
    this.#store = store;
    this.#detector = detector;
    this.#sink = sink;
    this.#limit = limit;
  }

  /** `wanted`: entries to report (others only serve as bases); null for all. */
  walk(pack: number, plan: PackPlan, root: number, wanted: ((entry: number) => boolean) | null): void {
    this.#plan = plan;
    this.#reader = this.#store.reader(pack);
    this.#wanted = wanted;
    this.#type = plan.type[root]!;
    this.#depth = 0;
    if (this.#standsAlone(root)) return;
    if (!this.#readRoot(root)) this.#readElsewhere(root);
    while (this.#depth > 0) {
      const frame = this.#frames[this.#depth - 1]!;
      if (frame.child === plan.childStart[frame.entry + 1]) this.#depth--;
      else {
        const child = plan.children[frame.child++]!;
        if (!this.#readChild(frame, child)) this.#readElsewhere(child);
      }
    }
  }

  /** A large blob that nothing builds on need not be in memory, nor in a file. */
  #standsAlone(entry: number): boolean {
    const { childStart, type } = this.#plan;
    const reader = this.#reader;
    if (type[entry] !== BLOB || childStart[entry] !== childStart[entry + 1]) return false;
    if (reader.open(entry) !== null || reader.base !== NO_BASE || reader.size <= streamedAbove) return false;
    if (this.#isWanted(entry)) this.#sink.large(reader.oid(entry), null);
    return true;
  }

  /** False: not to be had here. */
  #readRoot(entry: number): boolean {
    const reader = this.#reader;
    if (reader.open(entry) !== null || reader.base !== NO_BASE || reader.size > this.#limit) return false;
    const { size } = reader;
    this.#reserve(deltaRoom + size + 1);
    if (reader.inflate(this.#arena, deltaRoom) !== null) return false;
    this.#enter(entry, deltaRoom, size, null);
    return true;
  }

  #readChild(parent: Frame, entry: number): boolean {
    const reader = this.#reader;
    const sizes = this.#sizes;
    const top = parent.offset + parent.size;
    if (reader.open(entry) !== null) return false;
    const deltaLength = reader.size;
    const delta = deltaLength < deltaRoom ? 0 : top;
    const out = delta === 0 ? top : top + deltaLength;
    if (out > this.#limit) return false;
    this.#reserve(out + 1);
    if (reader.inflate(this.#arena, delta) !== null) return false;
    if (readDeltaSizes(this.#arena, delta, deltaLength, sizes) !== null) return false;
    if (out + sizes.result > this.#limit) return false;
    this.#reserve(out + sizes.result + 1);
    const places = { base: parent.offset, baseLength: parent.size, delta, deltaLength, out };
    if (applyDelta(this.#arena, places, sizes, this.#ops) !== null) return false;
    this.#enter(entry, out, sizes.result, parent);
    return true;
  }

  /** Rebuilds an object without its neighbours and goes on below it. */
  #readElsewhere(entry: number): void {
    const oid = this.#reader.oid(entry);
    const read = this.#store.read(oid, this.#limit);
    if (read.fault !== null) {
      if (read.fault.code === 'too-big') this.#onDisk(entry);
      else {
        this.#report(entry, oid, read.fault);
        for (const child of this.#childrenOf(entry)) this.#onDisk(child);
      }
      return;
    }
    const { bytes } = read;
    const parent = this.#frames[this.#depth - 1];
    const top = this.#depth === 0 ? deltaRoom : parent!.offset + parent!.size;
    if (top + bytes.length > this.#limit) {
      // No room left for a stack.
      if (this.#childrenOf(entry).length === 0) this.#scanAlone(entry, read.type, bytes);
      else this.#onDisk(entry);
      return;
    }
    this.#reserve(top + bytes.length + 1);
    this.#arena.set(bytes, top);
    this.#type = read.type;
    this.#enter(entry, top, bytes.length, null);
  }

  /** An object and all that builds on it. */
  #onDisk(top: number): void {
    const input: DiskWalkInput = {
      store: this.#store,
      reader: this.#reader,
      plan: this.#plan,
      object: (entry, type, file) => this.#fromDisk(entry, type, file),
      lost: (entry, fault) => this.#report(entry, this.#reader.oid(entry), fault),
    };
    walkOnDisk(input, top);
  }

  #fromDisk(entry: number, type: number, file: SpillFile): void {
    if (!this.#isWanted(entry)) return;
    if (type === BLOB && file.size > streamedAbove) this.#sink.large(this.#reader.oid(entry), file);
    else this.#scanAlone(entry, type, file.whole());
  }

  #report(entry: number, oid: string, fault: PackFault): void {
    if (this.#isWanted(entry)) this.#sink.lost(oid, fault);
  }

  #scanAlone(entry: number, type: number, bytes: Buffer): void {
    if (!this.#isWanted(entry)) return;
    const state = type === BLOB ? createBlobState() : null;
    if (state !== null) scanFresh(this.#detector, bytes, state);
    this.#sink.object(type, this.#reader.id(entry), bytes, state);
  }

  /** The object's bytes stand at `offset`: scans, reports, and goes below it. `parent`: whose ranges `#ops` describes. */
  #enter(entry: number, offset: number, size: number, parent: Frame | null): void {
    const { childStart } = this.#plan;
    const type = this.#type;
    const bytes = Buffer.from(this.#arena.buffer, offset, size);
    const frame = this.#push();
    if (type === BLOB) {
      if (parent === null) scanFresh(this.#detector, bytes, frame.state);
      else scanInherited(this.#detector, bytes, this.#ops, parent.state, parent.size, frame.state);
    }
    if (this.#isWanted(entry))
      this.#sink.object(type, this.#reader.id(entry), bytes, type === BLOB ? frame.state : null);
    if (childStart[entry] === childStart[entry + 1]) {
      this.#depth--;
      return;
    }
    frame.entry = entry;
    frame.offset = offset;
    frame.size = size;
    frame.child = childStart[entry]!;
    if (offset + size > collapseAbove) this.#collapse();
  }

  /** Drops ancestors that have no more children: on long chains of big blobs only the last one stays. */
  #collapse(): void {
    const { childStart } = this.#plan;
    while (this.#depth >= 2) {
      const parent = this.#frames[this.#depth - 2]!;
      const frame = this.#frames[this.#depth - 1]!;
      if (parent.child !== childStart[parent.entry + 1]) return;
      this.#arena.copyWithin(parent.offset, frame.offset, frame.offset + frame.size);
      frame.offset = parent.offset;
      this.#frames[this.#depth - 2] = frame;
      this.#frames[this.#depth - 1] = parent;
      this.#depth--;
    }
  }

  /** The frame above the top; its state is filled in place. */
  #push(): Frame {
    this.#frames[this.#depth] ??= { entry: 0, offset: 0, size: 0, child: 0, state: createBlobState() };
    return this.#frames[this.#depth++]!;
  }

  #childrenOf(entry: number): number[] {
    const { childStart, children } = this.#plan;
    return Array.from(children.subarray(childStart[entry], childStart[entry + 1]));
  }

  #isWanted(entry: number): boolean {
    return this.#wanted === null || this.#wanted(entry);
  }

  #reserve(length: number): void {
    if (this.#arena.length >= length) return;
    const larger = new Uint8Array(
      Math.min(Math.max(length, this.#arena.length * 2), Math.max(length, this.#limit + deltaRoom)),
    );
    larger.set(this.#arena);
    this.#arena = larger;
  }
}
