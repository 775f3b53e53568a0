/**
 * Objects that earlier runs have read, by id: kind, size, and whether there was anything in them. By id, not by pack,
 * so that a `git gc`, which packs the same objects anew, forgets nothing. What was found stands in `known-results.ts`.
 */
import { compareBytes, type ObjectId, type OidTable, sharedBytes, sharedUint32 } from '../../git/pack/oid-table.ts';
import { BadCache, type PayloadReader, type PayloadWriter } from './payload.ts';

/** `kind`: type 1–4 (entry-header.ts) in three bits, and flags. */
export const typeMask = 0b111;
/** Points at content that Git LFS keeps. */
export const pointerFlag = 0b1000;
/** An archive, unpacked anew in each run. */
export const archiveFlag = 0b10000;

/** A sorted table of ids with a row each; rows are numbered by it. */
export interface KnownObjects extends OidTable {
  readonly kinds: Uint8Array;
  /** Bytes of a blob; 0 for everything else. */
  readonly sizes: Uint32Array;
}

/** Rows as they come from a scan, in the form that crosses threads. */
export class ObjectRows {
  readonly width: number;
  #bytes = new Uint8Array(1 << 14);
  #length = 0;

  constructor(width: number) {
    this.width = width;
  }

  add(id: ObjectId, kind: number, size: number): void {
    const row = this.width + 5;
    if (this.#length + row > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    const bytes = this.#bytes;
    const start = this.#length;
    bytes[start] = kind;
    for (let i = 0; i < 4; i++) bytes[start + 1 + i] = size >>> (8 * i);
    id.copyTo(bytes, start + 5);
    this.#length += row;
  }

  /** All rows so far; then it is empty. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }
}

/** One table out of rows in any order. An id that comes twice stands once. */
export function tableOf(chunks: readonly Uint8Array[], width: number): KnownObjects {
  const row = width + 5;
  const all = Buffer.concat(chunks);
  const total = all.length / row;
  const order = sortedRows(all, row, width);
  let count = 0;
  for (let i = 0; i < total; i++) {
    const repeated = i > 0 && sameId(all, order[i]! * row + 5, order[i - 1]! * row + 5, width);
    if (!repeated) order[count++] = order[i]!;
  }
  const table = emptyTable(width, count);
  for (let i = 0; i < count; i++) {
    const at = order[i]! * row;
    table.kinds[i] = all[at]!;
    table.sizes[i] = all.readUInt32LE(at + 1);
    table.oids.set(all.subarray(at + 5, at + row), i * width);
  }
  countFanout(table);
  return table;
}

/** By the first two bytes in one pass, then few at a time. */
function sortedRows(all: Buffer, row: number, width: number): Uint32Array {
  const total = all.length / row;
  const starts = new Uint32Array(0x10001);
  const prefix = (i: number): number => all.readUInt16BE(i * row + 5);
  for (let i = 0; i < total; i++) starts[prefix(i) + 1]!++;
  for (let i = 0; i < 0x10000; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice(0, 0x10000);
  const order = new Uint32Array(total);
  for (let i = 0; i < total; i++) order[next[prefix(i)]!++] = i;
  const compare = (a: number, b: number): number =>
    all.compare(all, b * row + 5, b * row + 5 + width, a * row + 5, a * row + 5 + width);
  for (let i = 0; i < 0x10000; i++) {
    if (starts[i + 1]! - starts[i]! > 1) order.subarray(starts[i], starts[i + 1]).sort(compare);
  }
  return order;
}

function sameId(all: Buffer, a: number, b: number, width: number): boolean {
  return all.compare(all, a, a + width, b, b + width) === 0;
}

/** The rows of `known` that are marked, and those of `added` that `known` lacks. */
export function mergeTables(known: KnownObjects, marked: Uint8Array, added: KnownObjects): KnownObjects {
  const { width } = known;
  const merged = emptyTable(width, known.count + added.count);
  let count = 0;
  const take = (from: KnownObjects, row: number): void => {
    merged.oids.set(from.oids.subarray(row * width, (row + 1) * width), count * width);
    merged.kinds[count] = from.kinds[row]!;
    merged.sizes[count++] = from.sizes[row]!;
  };
  for (let i = 0, j = 0; i < known.count || j < added.count; ) {
    if (i < known.count && marked[i] === 0) {
      i++;
      continue;
    }
    const order =
      i === known.count
        ? 1
        : j === added.count
          ? -1
          : compareBytes(known.oids, i * width, added.oids, j * width, width);
    if (order <= 0) take(known, i++);
    else take(added, j++);
    if (order === 0) j++;
  }
  const { oids, kinds, sizes, fanout } = merged;
  const table = {
    width,
    count,
    oids: oids.subarray(0, count * width),
    kinds: kinds.subarray(0, count),
    sizes: sizes.subarray(0, count),
    fanout,
  };
  countFanout(table);
  return table;
}

export function emptyTable(width: number, count: number): KnownObjects {
  return {
    width,
    count,
    oids: sharedBytes(count * width),
    kinds: new Uint8Array(count),
    sizes: new Uint32Array(count),
    fanout: sharedUint32(257),
  };
}

function countFanout({ count, width, oids, fanout }: KnownObjects): void {
  for (let i = 0; i < count; i++) fanout[oids[i * width]! + 1]!++;
  for (let b = 0; b < 256; b++) fanout[b + 1]! += fanout[b]!;
}

export function writeTable(writer: PayloadWriter, table: KnownObjects): void {
  writer.bytes(table.oids).bytes(table.kinds).numbers(table.sizes);
}

export function readTable(reader: PayloadReader, width: number): KnownObjects {
  const oids = reader.bytes();
  const kinds = reader.bytes();
  const sizes = reader.numbers();
  const count = kinds.length;
  if (oids.length !== count * width || sizes.length !== count) throw new BadCache();
  const table = { width, count, oids, kinds, sizes, fanout: new Uint32Array(257) };
  for (let i = 0; i < count; i++) {
    const type = kinds[i]! & typeMask;
    if (type < 1 || type > 4) throw new BadCache();
    if (i > 0 && compareBytes(oids, (i - 1) * width, oids, i * width, width) >= 0) throw new BadCache();
  }
  countFanout(table);
  return table;
}
