/**
 * One thread's view of one pack: an entry's header, its inflated data, the entry it builds on. Holds no object; all
 * output goes to the caller's memory. Does not follow chains (see `object-store.ts`) and plans nothing (see `plan.ts`).
 */
import { crc32 } from 'node:zlib';
import { createEntryHeader, HEADER_BYTES, OFS_DELTA, parseEntryHeader, REF_DELTA } from './entry-header.ts';
import { FileBytes, type SharedFile, type WindowPool } from './file-bytes.ts';
import { inflateChunks, inflateFaultCode, type PackedRange } from './inflate-chunks.ts';
import type { Inflater } from './inflater.ts';
import { findOid, hexOid, ObjectId, toHex } from './oid-table.ts';
import type { PackFault, PackFaultCode } from './pack-fault.ts';
import { entryAt, type PackIndex } from './pack-index.ts';

/** Postable to a worker thread of the same process. */
export interface SharedPack {
  readonly file: SharedFile;
  readonly index: PackIndex;
  /** What is doubtful about pack or index as a whole: objects may be lost or wrong. */
  readonly faults: readonly PackFault[];
}

/** Where an entry's base is. */
export const NO_BASE = -1;
/** A base named by its id that this pack does not hold: `baseOid` tells which. */
export const EXTERNAL_BASE = -2;

export class PackReader {
  readonly index: PackIndex;
  readonly path: string;
  readonly #bytes: FileBytes;
  readonly #inflater: Inflater;
  readonly #header = createEntryHeader();
  readonly #id: ObjectId;
  /** What `open` found: type or delta kind (entry-header.ts) and the size of the inflated data. */
  kind = 0;
  size = 0;
  /** Entry that the opened one builds on, NO_BASE or EXTERNAL_BASE. */
  base: number = NO_BASE;
  #entry = 0;
  #baseOidOffset = 0;

  constructor(pack: SharedPack, pool: WindowPool, inflater: Inflater) {
    this.index = pack.index;
    this.#id = new ObjectId(pack.index);
    this.path = pack.file.path;
    this.#bytes = new FileBytes(pack.file, pool);
    this.#inflater = inflater;
  }

  /** The entry's id; valid until the next call. */
  id(entry: number): ObjectId {
    this.#id.position = this.index.positionOf[entry]!;
    return this.#id;
  }

  oid(entry: number): string {
    return hexOid(this.index, this.index.positionOf[entry]!);
  }

  /** Reads the entry's header into `kind`, `size`, `base`. Null, or what is wrong. */
  open(entry: number): PackFault | null {
    const { index } = this;
    const header = this.#header;
    const offset = index.offsets[entry]!;
    const length = Math.min(index.offsets[entry + 1]! - offset, HEADER_BYTES);
    const at = this.#bytes.at(offset, length);
    if (at < 0 || length <= 0) return this.fault('truncated', entry, 'the pack ends before this object does');
    const wrong = parseEntryHeader(this.#bytes.bytes, at, at + length, index.width, header);
    if (wrong !== null) return this.fault('bad-header', entry, wrong);
    this.#entry = entry;
    this.kind = header.kind;
    this.size = header.size;
    this.base = NO_BASE;
    if (header.kind === OFS_DELTA) {
      this.base = header.distance > 0 ? entryAt(index, offset - header.distance) : -1;
      if (this.base < 0) return this.fault('bad-offset', entry, 'its base is said to be where no object begins');
    } else if (header.kind === REF_DELTA) {
      const position = findOid(index, this.#bytes.bytes, header.baseOid);
      this.base = position < 0 ? EXTERNAL_BASE : index.entryOf[position]!;
      this.#baseOidOffset = offset + header.baseOid - at;
    }
    return null;
  }

  /** The base's id, for an opened entry with an EXTERNAL_BASE. */
  baseOid(): string {
    const at = this.#bytes.at(this.#baseOidOffset, this.index.width);
    return at < 0 ? '' : toHex(this.#bytes.bytes, at, this.index.width);
  }

  /** Inflates the opened entry to `out[to…]`, which needs room for `size + 1` bytes. Null, or what is wrong. */
  inflate(out: Uint8Array, to: number): PackFault | null {
    const entry = this.#entry;
    const start = this.index.offsets[entry]!;
    const length = this.index.offsets[entry + 1]! - start;
    const skip = this.#header.length;
    if (length > this.#bytes.pieceBytes) return this.#inflateLong(out, to);
    const at = this.#bytes.at(start, length);
    if (at < 0) return this.fault('truncated', entry, 'the pack ends before this object does');
    const { bytes } = this.#bytes;
    const wrong = this.#inflater.exact(bytes, at + skip, length - skip, out, to, this.size);
    if (wrong !== null) return this.fault(inflateFaultCode(wrong), entry, wrong);
    const crcs = this.index.crcs;
    if (crcs !== null && crc32(bytes.subarray(at, at + length)) !== crcs[entry]) return this.#crcFault(entry);
    return null;
  }

  /** Checks an entry's bytes against the index without inflating: for objects whose content is not wanted. */
  check(entry: number): PackFault | null {
    const crcs = this.index.crcs;
    if (crcs === null) return null;
    const end = this.index.offsets[entry + 1]!;
    let crc = 0;
    for (let offset = this.index.offsets[entry]!; offset < end; ) {
      const length = Math.min(end - offset, this.#bytes.pieceBytes);
      const at = this.#bytes.at(offset, length);
      if (at < 0) return this.fault('truncated', entry, 'the pack ends before this object does');
      crc = crc32(this.#bytes.bytes.subarray(at, at + length), crc);
      offset += length;
    }
    return crc === crcs[entry] ? null : this.#crcFault(entry);
  }

  /** Where the opened entry's compressed data stands, for streams. */
  packedRange(): PackedRange {
    const offset = this.index.offsets[this.#entry]!;
    return { file: this.#bytes, from: offset + this.#header.length, to: this.index.offsets[this.#entry + 1]! };
  }

  /** Long entries are inflated window by window, so that no buffer of their packed length is needed. */
  #inflateLong(out: Uint8Array, to: number): PackFault | null {
    const entry = this.#entry;
    const ring = { bytes: out, at: to, length: this.size + 1, filled: 0 };
    this.#inflater.begin(this.size);
    for (const chunk of inflateChunks(this.packedRange(), this.#inflater, this.size, ring)) {
      if (typeof chunk === 'string') return this.fault(inflateFaultCode(chunk), entry, chunk);
    }
    return this.check(entry);
  }

  fault(code: PackFaultCode, entry: number, reason: string): PackFault {
    return { code, file: this.path, offset: this.index.offsets[entry]!, oid: this.oid(entry), reason };
  }

  #crcFault(entry: number): PackFault {
    return this.fault('crc', entry, 'its bytes differ from the checksum in the index');
  }
}
