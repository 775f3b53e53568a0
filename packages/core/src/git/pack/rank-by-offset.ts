/** The order of a pack's objects by offset: a radix sort, because a comparison sort of a million rows costs ten times as much. */

/** 11 bits a pass: three passes for packs up to 8 GiB, and a counting table that stays in the first-level cache. */
const BITS = 11;
const BUCKETS = 1 << BITS;

const WORD = 2 ** 32;

/** Fills `order` with the row numbers of `offsets`, smallest offset first; equal offsets keep their order. */
export function rankByOffset(offsets: Float64Array, order: Uint32Array): void {
  let largest = 0;
  for (let i = 0; i < offsets.length; i++) {
    order[i] = i;
    if (offsets[i]! > largest) largest = offsets[i]!;
  }
  const keys = new Uint32Array(offsets.length);
  const spare = new Uint32Array(offsets.length);
  for (let scale = 1; scale <= largest; scale *= WORD) {
    // The low 32 bits of offset / scale.
    for (let i = 0; i < offsets.length; i++) keys[i] = scale === 1 ? offsets[i]! : Math.floor(offsets[i]! / scale);
    const highest = largest / scale;
    for (let shift = 0; shift < 32 && highest >= 2 ** shift; shift += BITS) sortByDigit(keys, shift, order, spare);
  }
}

/** One stable counting pass over `order`. */
function sortByDigit(keys: Uint32Array, shift: number, order: Uint32Array, spare: Uint32Array): void {
  const starts = new Uint32Array(BUCKETS + 1);
  for (let i = 0; i < keys.length; i++) starts[((keys[i]! >>> shift) & (BUCKETS - 1)) + 1]!++;
  for (let b = 0; b < BUCKETS; b++) starts[b + 1]! += starts[b]!;
  spare.set(order);
  for (let i = 0; i < spare.length; i++) {
    const row = spare[i]!;
    order[starts[(keys[row]! >>> shift) & (BUCKETS - 1)]!++] = row;
  }
}
