/**
 * Git's delta format: applied, and read as a list of copied and new ranges. Base, delta and result live in ONE array
 * (the walk's arena): `copyWithin` moves bytes without a view object per copy, three times faster than `set(subarray)`
 * for the short copies deltas are made of. Everything is checked; damage is a returned text, never an exception.
 * https://git-scm.com/docs/pack-format#_deltified_representation
 */

/** A delta's copied and new ranges, in order of the result, neighbours joined. Reused from delta to delta. */
export interface DeltaOps {
  /** Pairs: where the range begins in the base, or -1 for new bytes; its length. */
  data: Int32Array;
  /** Pairs in use. */
  count: number;
}

export function createDeltaOps(): DeltaOps {
  return { data: new Int32Array(1024), count: 0 };
}

export interface DeltaSizes {
  base: number;
  result: number;
  /** Bytes that both take at the delta's start. */
  length: number;
}

/** Below this a loop over bytes beats the call of `copyWithin`. */
const LOOP_BELOW = 16;
/** Results must fit the pairs of `DeltaOps` and one array. */
export const MAX_DELTA_RESULT: number = 0x7fffffff;

/** Reads the two sizes a delta begins with; null, or what is wrong. */
export function readDeltaSizes(mem: Uint8Array, delta: number, length: number, into: DeltaSizes): string | null {
  let at = delta;
  const end = delta + length;
  for (let which = 0; which < 2; which++) {
    let size = 0;
    let scale = 1;
    let byte: number;
    do {
      if (at >= end) return 'the delta ends within its sizes';
      byte = mem[at++]!;
      size += (byte & 0x7f) * scale;
      scale *= 128;
      if (size > Number.MAX_SAFE_INTEGER) return 'the delta declares a size beyond 2^53';
    } while (byte & 0x80);
    if (which === 0) into.base = size;
    else into.result = size;
  }
  into.length = at - delta;
  return null;
}

export interface DeltaPlaces {
  base: number;
  baseLength: number;
  delta: number;
  deltaLength: number;
  /** Where the result goes: `sizes.result` bytes, overlapping neither base nor delta. */
  out: number;
}

/**
 * Writes base + delta to `out` and, with `ops`, notes the ranges. `sizes` comes from `readDeltaSizes` of this delta; the
 * caller has made room. Null, or what is wrong; then the result is undefined.
 */
export function applyDelta(
  mem: Uint8Array,
  places: DeltaPlaces,
  sizes: DeltaSizes,
  ops: DeltaOps | null,
): string | null {
  const { base, baseLength } = places;
  if (sizes.base !== baseLength) return 'the delta is for a base of another size';
  const end = places.delta + places.deltaLength;
  const outEnd = places.out + sizes.result;
  let out = places.out;
  let at = places.delta + sizes.length;
  if (ops !== null) ops.count = 0;
  while (at < end) {
    const op = mem[at++]!;
    let from: number;
    let size: number;
    if (op & 0x80) {
      let offset = 0;
      size = 0;
      // Bytes that the array does not hold read as undefined, that is 0 in arithmetic on bits; `at > end` tells.
      if (op & 0x01) offset = mem[at++]!;
      if (op & 0x02) offset |= mem[at++]! << 8;
      if (op & 0x04) offset |= mem[at++]! << 16;
      if (op & 0x08) offset += mem[at++]! * 0x1000000;
      if (op & 0x10) size = mem[at++]!;
      if (op & 0x20) size |= mem[at++]! << 8;
      if (op & 0x40) size |= mem[at++]! << 16;
      if (size === 0) size = 0x10000;
      if (at > end) return 'the delta ends within a copy';
      if (!(offset + size <= baseLength)) return 'the delta copies from beyond its base';
      from = base + offset;
      if (ops !== null) noteRange(ops, offset, size);
    } else {
      if (op === 0) return 'the delta holds the reserved operation 0';
      size = op;
      from = at;
      at += size;
      if (at > end) return 'the delta ends within new bytes';
      if (ops !== null) noteRange(ops, -1, size);
    }
    if (size > outEnd - out) return 'the delta makes more bytes than it declares';
    if (size < LOOP_BELOW) for (let i = 0; i < size; i++) mem[out + i] = mem[from + i]!;
    else mem.copyWithin(out, from, from + size);
    out += size;
  }
  return out === outEnd ? null : 'the delta makes fewer bytes than it declares';
}

function noteRange(ops: DeltaOps, offset: number, size: number): void {
  const last = (ops.count - 1) * 2;
  if (last >= 0) {
    const before = ops.data[last]!;
    const joined = offset < 0 ? before < 0 : before >= 0 && before + ops.data[last + 1]! === offset;
    if (joined) {
      ops.data[last + 1]! += size;
      return;
    }
  }
  if (last + 4 > ops.data.length) {
    const larger = new Int32Array(ops.data.length * 2);
    larger.set(ops.data);
    ops.data = larger;
  }
  ops.data[last + 2] = offset;
  ops.data[last + 3] = size;
  ops.count++;
}
