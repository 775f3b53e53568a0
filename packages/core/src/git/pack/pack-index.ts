/**
 * Pack indexes: .idx v1 and v2 read into flat shared arrays. Besides git's order by object id it gives each object an
 * **entry number**, its rank by offset in the pack; everything else in this folder counts by entry, so that walks in
 * entry order read the pack front to back. Does not look into the pack itself.
 * https://git-scm.com/docs/pack-format#_pack_idx_files_have_the_following_format
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync } from 'node:fs';
import { openRegular, readFully } from './file-bytes.ts';
import { type ObjectFormat, type OidTable, oidWidth, sharedBytes, sharedFloat64, sharedUint32 } from './oid-table.ts';
import { fileFault, type PackFault } from './pack-fault.ts';
import { rankByOffset } from './rank-by-offset.ts';

/** All arrays are shared memory: posting an index to a worker copies nothing. */
export interface PackIndex extends OidTable {
  /** The file it was read from, for messages. */
  readonly file: string;
  /** Offset by entry, ascending; `offsets[count]` is where the last entry must end. */
  readonly offsets: Float64Array;
  /** Entry → position in `oids`. */
  readonly positionOf: Uint32Array;
  /** Position in `oids` → entry. */
  readonly entryOf: Uint32Array;
  /** CRC-32 of the packed bytes by entry; null if the index has none (v1, multi-pack-index). */
  readonly crcs: Uint32Array | null;
  /** First entry whose offset falls into each bucket of 2^bucketShift bytes. */
  readonly buckets: Uint32Array;
  readonly bucketScale: number;
  /** The pack's trailing checksum as the index knows it; null if it does not. */
  readonly packChecksum: Uint8Array | null;
  /** False if a multi-pack-index stood in: it leaves out objects that another pack holds too. */
  readonly complete: boolean;
}

export interface IndexResult {
  readonly index: PackIndex | null;
  /** With an index: what is doubtful about it. Without: why there is none. */
  readonly faults: readonly PackFault[];
}

const MAGIC_V2 = 0xff744f63;
/** Bytes read at a time beside the shared arrays. */
const STEP = 1 << 20;

/** Reads `file`, whose pack is `packSize` bytes long. */
export function readPackIndex(file: string, format: ObjectFormat, packSize: number): IndexResult {
  let fd = -1;
  try {
    const opened = openRegular(file);
    fd = opened.fd;
    return parseIndex(new IndexReader(fd, opened.size, format), file, oidWidth(format), packSize);
  } catch (error) {
    if (error instanceof BadIndex) return { index: null, faults: [badIndex(file, error.message)] };
    return { index: null, faults: [fileFault(file, error)] };
  } finally {
    if (fd >= 0) closeSync(fd);
  }
}

export function badIndex(file: string, reason: string): PackFault {
  return { code: 'bad-index', file, offset: null, oid: null, reason };
}

class BadIndex extends Error {}

/** Reads the file front to back and hashes what it reads. */
class IndexReader {
  readonly size: number;
  readonly #fd: number;
  readonly #hash: Hash;
  readonly #step: Buffer = Buffer.allocUnsafe(STEP);
  #at = 0;

  constructor(fd: number, size: number, format: ObjectFormat) {
    this.#fd = fd;
    this.size = size;
    this.#hash = createHash(format);
  }

  bytes(into: Uint8Array): void {
    if (!readFully(this.#fd, into, into.length, this.#at)) throw new BadIndex('cut short');
    this.#at += into.length;
    this.#hash.update(into);
  }

  /** Calls `each` for `count` big-endian words. */
  words(count: number, each: (word: number, i: number) => void): void {
    for (let done = 0; done < count; ) {
      const part = this.#step.subarray(0, Math.min(count - done, STEP / 4) * 4);
      this.bytes(part);
      for (let i = 0; i < part.length; i += 4) each(part.readUInt32BE(i), done + i / 4);
      done += part.length / 4;
    }
  }

  /** Whether the checksum that follows fits all that was read. */
  fitsChecksum(width: number): boolean {
    const stored = new Uint8Array(width);
    if (!readFully(this.#fd, stored, width, this.#at)) throw new BadIndex('cut short');
    return this.#hash.digest().compare(stored) === 0;
  }
}

function parseIndex(reader: IndexReader, file: string, width: number, packSize: number): IndexResult {
  if (reader.size < 8 + 2 * width) throw new BadIndex('cut short');
  const head: number[] = [];
  reader.words(2, (word) => head.push(word));
  const version = head[0] === MAGIC_V2 ? head[1]! : 1;
  if (version !== 2 && version !== 1) throw new BadIndex(`version ${version}`);

  const fanout = sharedUint32(257);
  if (version === 1) fanout.set(head, 1);
  const known = version === 1 ? 2 : 0;
  reader.words(256 - known, (word, i) => {
    fanout[i + 1 + known] = word;
  });
  for (let b = 0; b < 256; b++)
    if (fanout[b]! > fanout[b + 1]!) throw new BadIndex('the fan-out table is not in order');
  const count = fanout[256]!;
  const large = largeOffsets(reader.size, version, count, width);

  const oids = sharedBytes(count * width);
  const offsets = new Float64Array(count);
  let crcs: Uint32Array | null = null;
  if (version === 1) readRecords(reader, oids, offsets, width);
  else {
    reader.bytes(oids);
    const words = new Uint32Array(count);
    crcs = words;
    reader.words(count, (word, i) => {
      words[i] = word;
    });
    readOffsets(reader, offsets, large);
  }
  const packChecksum = sharedBytes(width);
  reader.bytes(packChecksum);
  const sound = reader.fitsChecksum(width);

  const table: OidTable = { width, count, oids, fanout };
  const index = indexByOffset(table, offsets, crcs, packSize - width, { file, packChecksum, complete: true });
  const faults = checkOrder(index);
  if (!sound) {
    const reason = 'the index does not fit its own checksum';
    faults.push({ code: 'index-checksum', file, offset: null, oid: null, reason });
  }
  return { index, faults };
}

/** How many 64-bit offsets the file holds; refuses sizes that no well-formed index of this hash can have. */
function largeOffsets(size: number, version: number, count: number, width: number): number {
  const rest = version === 1 ? size - 1024 - count * (width + 4) : size - 1032 - count * (width + 8);
  const large = (rest - 2 * width) / 8;
  if (!Number.isInteger(large) || large < 0 || large > (version === 1 ? 0 : count)) {
    throw new BadIndex(`${count} objects do not make ${size} bytes (a wrong hash, or cut short)`);
  }
  return large;
}

function readRecords(reader: IndexReader, oids: Uint8Array, offsets: Float64Array, width: number): void {
  const record = Buffer.alloc(4 + width);
  for (let i = 0; i < offsets.length; i++) {
    reader.bytes(record);
    offsets[i] = record.readUInt32BE(0);
    oids.set(record.subarray(4), i * width);
  }
}

/** 31-bit offsets, or with the top bit set a row of the 64-bit table behind. */
function readOffsets(reader: IndexReader, offsets: Float64Array, large: number): void {
  const rows: number[] = [];
  reader.words(offsets.length, (word, i) => {
    offsets[i] = word;
    if (word >= 0x80000000) rows.push(i);
  });
  const table = new Float64Array(large);
  reader.words(large * 2, (word, i) => {
    if (i & 1) table[i >>> 1]! += word;
    else table[i >>> 1] = word * 2 ** 32;
  });
  for (const i of rows) {
    const row = offsets[i]! - 0x80000000;
    if (row >= large) throw new BadIndex('an offset points outside the table of large offsets');
    offsets[i] = table[row]!;
  }
}

/** The arrays by entry, from offsets (and CRCs) in the order of the ids. */
export function indexByOffset(
  table: OidTable,
  byOid: Float64Array,
  crcsByOid: Uint32Array | null,
  end: number,
  rest: { file: string; packChecksum: Uint8Array | null; complete: boolean },
): PackIndex {
  const { count } = table;
  const positionOf = sharedUint32(count);
  rankByOffset(byOid, positionOf);
  const entryOf = sharedUint32(count);
  const offsets = sharedFloat64(count + 1);
  const crcs = crcsByOid === null ? null : sharedUint32(count);
  for (let entry = 0; entry < count; entry++) {
    const position = positionOf[entry]!;
    entryOf[position] = entry;
    offsets[entry] = byOid[position]!;
    if (crcs !== null) crcs[entry] = crcsByOid![position]!;
  }
  offsets[count] = Math.max(end, 0);
  const { buckets, scale } = bucketOffsets(offsets, count);
  return { ...table, ...rest, offsets, positionOf, entryOf, crcs, buckets, bucketScale: scale };
}

/** About one entry a bucket, so that a lookup by offset takes one step instead of twenty. */
function bucketOffsets(offsets: Float64Array, count: number): { buckets: Uint32Array; scale: number } {
  const buckets = sharedUint32(count + 2);
  const last = count === 0 ? 0 : offsets[count - 1]!;
  const scale = count / (last + 1);
  for (let entry = 0, bucket = 0; bucket <= count; bucket++) {
    while (entry < count && Math.floor(offsets[entry]! * scale) < bucket) entry++;
    buckets[bucket] = entry;
  }
  buckets[count + 1] = count;
  return { buckets, scale };
}

/** The entry that begins at `offset`, or -1. */
export function entryAt(index: PackIndex, offset: number): number {
  const bucket = Math.floor(offset * index.bucketScale);
  if (!(bucket >= 0 && bucket <= index.count)) return -1;
  let low = index.buckets[bucket]!;
  let high = index.buckets[bucket + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = index.offsets[middle]!;
    if (found === offset) return middle;
    if (found < offset) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Ids ascending and in their fan-out slot, no two objects at one place. */
function checkOrder(index: PackIndex): PackFault[] {
  const faults: PackFault[] = [];
  const { width, oids, fanout, offsets, count } = index;
  for (let first = 0; first < 256; first++) {
    for (let i = fanout[first]!; i < fanout[first + 1]!; i++) {
      const at = i * width;
      let byte = oids[at]! === first ? 0 : width;
      if (i > fanout[first]!) while (byte < width && oids[at + byte] === oids[at - width + byte]) byte++;
      if (byte === width || (i > fanout[first]! && oids[at + byte]! < oids[at - width + byte]!)) {
        return [badIndex(index.file, 'object ids are not in order')];
      }
    }
  }
  for (let entry = 1; entry < count; entry++) {
    if (offsets[entry] === offsets[entry - 1]) return [badIndex(index.file, 'two objects at one offset')];
  }
  return faults;
}
