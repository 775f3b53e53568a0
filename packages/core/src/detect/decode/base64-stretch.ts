/**
 * A stretch of base64 decoded once for all anchors in it: in a run that is full of them each would decode its whole reach. Serves only an
 * anchor whose reach lies well inside, where nothing depends on how the run begins or ends.
 */
import { base64Around, isBase64, next } from './base64.ts';
import type { DecodedAround } from './decoded.ts';
import { ahead, Density, RawCopy } from './raw-copy.ts';

/** A break looks at so many bytes before it (a line of 60 and an indentation), and at none further off. */
const margin = 96;

const raw = new RawCopy();
/** The stretch without its breaks. */
let characters = Buffer.alloc(0);
let count = 0;
/** Where parts without a break begin: index in `characters`, and place. */
const indices: number[] = [];
const places: number[] = [];
/** By the index of a quad modulo 4. */
const decoded: (Buffer | null)[] = [null, null, null, null];
const density = new Density();

/** `base64Around`, decoded once for many. `bytes` and `range` serve until the next call. */
export function base64Near(bytes: Buffer, quad: number, before: number, after: number): DecodedAround {
  const left = Math.ceil(before / 3) * 4;
  const right = Math.ceil(after / 3 + 1) * 4;
  const near = density.isNear(quad);
  const held = near ? heldAround(bytes, quad, left, right) : null;
  if (held !== null) return held;
  const around = base64Around(bytes, quad, before, after);
  if (near) hold(bytes, around.range(0, 1)[0], left + right + ahead);
  return around;
}

/** `left` characters before the quad at `quad` and `right` from it on, decoded; null where they are not held. */
function heldAround(bytes: Buffer, quad: number, left: number, right: number): DecodedAround | null {
  if (quad < raw.from || quad >= raw.to) return null;
  const index = indexOf(quad);
  const first = index - left;
  const last = index + right;
  // Before the very first one may stand what makes it part of an escape.
  if (first < 1 || last > count) return null;
  if (!raw.has(bytes, Math.max(0, placeOf(first) - margin), placeOf(last - 1) + 1)) return null;
  const phase = first % 4;
  decoded[phase] ??= Buffer.from(characters.toString('latin1', phase, count), 'base64');
  const from = ((first - phase) / 4) * 3;
  return {
    bytes: decoded[phase].subarray(from, from + ((left + right) / 4) * 3),
    codec: 'base64',
    range: (start, end) => [
      placeOf(first + Math.floor((start * 8) / 6)),
      placeOf(first + Math.ceil((end * 8) / 6) - 1) + 1,
    ],
    at: (left / 4) * 3,
  };
}

/** Holds up to `most` characters of a run from the one at `first` on. */
function hold(bytes: Buffer, first: number, most: number): void {
  if (characters.length < most) characters = Buffer.allocUnsafeSlow(most);
  indices.length = 0;
  places.length = 0;
  decoded.fill(null);
  count = 0;
  for (let place = first, begins = true; ; ) {
    if (begins) {
      indices.push(count);
      places.push(place);
    }
    characters[count++] = bytes[place]!;
    begins = !isBase64(bytes[place + 1]);
    // Written out, a break may be read in another way from its other side.
    const then = !begins ? place + 1 : bytes[place + 1] === 0x5c ? -1 : next(bytes, place);
    if (then < 0 || count === most) {
      raw.take(bytes, Math.max(0, first - margin), place + 1);
      return;
    }
    place = then;
  }
}

function indexOf(place: number): number {
  const part = partOf(places, place);
  return indices[part]! + place - places[part]!;
}

function placeOf(index: number): number {
  const part = partOf(indices, index);
  return places[part]! + index - indices[part]!;
}

/** The last part whose beginning is not above `value`. */
function partOf(beginnings: readonly number[], value: number): number {
  let low = 0;
  let high = beginnings.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (beginnings[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
