/**
 * Sorted object ids in one flat array with a 256-way fan-out, as .idx files have them. Lives in shared memory so that
 * worker threads look up without a copy. Used for packs and for loose objects.
 */

export type ObjectFormat = 'sha1' | 'sha256';

export interface OidTable {
  /** 20 (sha1) or 32 (sha256). */
  readonly width: number;
  readonly count: number;
  /** `count` ids of `width` bytes, ascending; shared memory. */
  readonly oids: Uint8Array;
  /** 257 entries: ids whose first byte is b stand at fanout[b] … fanout[b+1]-1; shared memory. */
  readonly fanout: Uint32Array;
}

export function oidWidth(format: ObjectFormat): number {
  return format === 'sha1' ? 20 : 32;
}

/** Memory that can be posted to a worker without copying. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

export function sharedUint32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}

export function sharedFloat64(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * 8));
}

/** Position of the id that stands in `bytes` at `at`, or -1. */
export function findOid(table: OidTable, bytes: Uint8Array, at: number): number {
  const { width, oids, fanout } = table;
  const first = bytes[at]!;
  let low = fanout[first]!;
  let high = fanout[first + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareBytes(oids, middle * width, bytes, at, width);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Position of a hex id, or -1; -1 as well for a hex id of another width. */
export function findHexOid(table: OidTable, hex: string): number {
  if (hex.length !== table.width * 2) return -1;
  const bytes = Buffer.from(hex, 'hex');
  return bytes.length === table.width ? findOid(table, bytes, 0) : -1;
}

export function hexOid(table: OidTable, position: number): string {
  return toHex(table.oids, position * table.width, table.width);
}

export function toHex(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('hex');
}

export function compareBytes(a: Uint8Array, at: number, b: Uint8Array, bt: number, length: number): number {
  for (let i = 0; i < length; i++) {
    const difference = a[at + i]! - b[bt + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** An id where it stands, for those that are seldom written down. */
export class ObjectId {
  readonly #table: Pick<OidTable, 'oids' | 'width'>;
  /** The id's place in the table. */
  position = 0;

  constructor(table: Pick<OidTable, 'oids' | 'width'>) {
    this.#table = table;
  }

  static of(hex: string): ObjectId {
    return new ObjectId({ oids: Buffer.from(hex, 'hex'), width: hex.length / 2 });
  }

  hex(): string {
    return toHex(this.#table.oids, this.position * this.#table.width, this.#table.width);
  }

  copyTo(bytes: Uint8Array, at: number): void {
    const { oids, width } = this.#table;
    const start = this.position * width;
    for (let i = 0; i < width; i++) bytes[at + i] = oids[start + i]!;
  }
}

/** Builds a table from ids in any order, dropping doubles. */
export function buildOidTable(hexOids: readonly string[], width: number): OidTable {
  const sorted = [...new Set(hexOids)].sort();
  const oids = sharedBytes(sorted.length * width);
  const fanout = sharedUint32(257);
  for (const [i, hex] of sorted.entries()) {
    oids.set(Buffer.from(hex, 'hex'), i * width);
    fanout[oids[i * width]! + 1]!++;
  }
  for (let b = 0; b < 256; b++) fanout[b + 1]! += fanout[b]!;
  return { width, count: sorted.length, oids, fanout };
}
