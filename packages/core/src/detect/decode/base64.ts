/**
 * Base64, standard or URL alphabet, with or without padding, on one line or wrapped (a break, `\n` written out or not,
 * after a line of 60 characters or more). Around an anchor whose quad is known, or from a run's start.
 */
import type { Decoded, DecodedAround } from './decoded.ts';

const value = new Int8Array(256).fill(-1);
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').forEach((c, i) => {
  value[c.charCodeAt(0)] = i;
});
value[45] = 62;
value[95] = 63;

/** Lines of wrapped base64 are 64 (PEM) or 76 (MIME) long; a shorter one is a line that ends. */
const wrappedFrom = 60;
const widestIndent = 16;
/** `\r\n` written out, and the indentation. */
const widestBreak = 4 + widestIndent;

/** Encoded bytes to the side of an anchor that `base64Around` may look at for `bytes` decoded ones. */
export function base64Reach(bytes: number): number {
  const characters = Math.ceil(bytes / 3 + 1) * 4;
  return characters + (Math.ceil(characters / wrappedFrom) + 1) * widestBreak + wrappedFrom;
}

export function isBase64(byte: number | undefined): boolean {
  return byte !== undefined && value[byte]! >= 0;
}

/** The three bytes that the quad at `at` encodes, as one number; -1 where that is no quad. */
export function quadAt(bytes: Uint8Array, at: number): number {
  if (at < 0 || at + 4 > bytes.length) return -1;
  const [a, b, c, d] = [value[bytes[at]!]!, value[bytes[at + 1]!]!, value[bytes[at + 2]!]!, value[bytes[at + 3]!]!];
  return (a | b | c | d) < 0 ? -1 : (a << 18) | (b << 12) | (c << 6) | d;
}

/** The run's characters without its breaks; one for all calls. */
let characters = Buffer.allocUnsafeSlow(2048);
/** Where stretches without a break begin, as pairs of index in `characters` and place: from the quad to the left, from it to the right. */
const toTheLeft: number[] = [];
const toTheRight: number[] = [];

/** At least `before` bytes left of the quad at `quad` and `after` from it on, as far as the run goes. `range` serves until the next call. */
export function base64Around(bytes: Buffer, quad: number, before: number, after: number): DecodedAround {
  const middle = Math.ceil(before / 3) * 4;
  const most = middle + Math.ceil(after / 3 + 1) * 4;
  const plain = onOneLine(bytes, quad, quad - middle, quad - middle + most);
  if (plain !== null) return plain;
  if (characters.length < most) characters = Buffer.allocUnsafeSlow(most);
  const left = gatherLeft(bytes, quad, middle);
  // What does not fill a quad belongs to something else (`path/QUJD`).
  const first = left + ((middle - left) % 4);
  const last = gatherRight(bytes, quad, middle, most);
  return {
    bytes: Buffer.from(characters.toString('latin1', first, last), 'base64'),
    codec: 'base64',
    range: (start, end) => [
      placeOf(first + Math.floor((start * 8) / 6)),
      placeOf(first + Math.ceil((end * 8) / 6) - 1) + 1,
    ],
    at: ((middle - first) / 4) * 3,
  };
}

/** Fills `characters` down from `index`; the index of the first. */
function gatherLeft(bytes: Buffer, quad: number, index: number): number {
  toTheLeft.length = 0;
  let first = index;
  let left = quad;
  while (first > 0) {
    // A letter of an escape ends the run, so the plain way stops before whatever may be one.
    const place = isBase64(bytes[left - 1]) && isBase64(bytes[left - 2]) ? left - 1 : previous(bytes, left);
    if (place < 0) break;
    if (place < left - 1) toTheLeft.push(first, left);
    left = place;
    characters[--first] = bytes[left]!;
  }
  toTheLeft.push(first, left);
  return first;
}

/** Fills `characters` up from `index`, less than `most`; the index past the last. */
function gatherRight(bytes: Buffer, quad: number, index: number, most: number): number {
  toTheRight.length = 0;
  toTheRight.push(index, quad);
  let last = index;
  for (let right = quad; last < most; ) {
    characters[last++] = bytes[right]!;
    const place = isBase64(bytes[right + 1]) ? right + 1 : next(bytes, right);
    if (place < 0) break;
    if (place > right + 1) toTheRight.push(last, place);
    right = place;
  }
  return last;
}

function placeOf(index: number): number {
  let pair = toTheRight.length - 2;
  while (pair >= 0 && toTheRight[pair]! > index) pair -= 2;
  if (pair >= 0) return toTheRight[pair + 1]! + index - toTheRight[pair]!;
  pair = 0;
  while (toTheLeft[pair]! > index) pair += 2;
  return toTheLeft[pair + 1]! + index - toTheLeft[pair]!;
}

/** The run around `quad` between `low` and `high` where it has no break in it: what nearly all have, at a tenth of the price. */
function onOneLine(bytes: Buffer, quad: number, low: number, high: number): DecodedAround | null {
  let first = quad;
  while (first > low && isBase64(bytes[first - 1])) first--;
  if (first > low) {
    if (first < quad && isEscapeLetter(bytes, first)) first++;
    if (previous(bytes, first) >= 0) return null;
  }
  let last = quad;
  while (last < high && isBase64(bytes[last])) last++;
  if (last < high && next(bytes, last - 1) >= 0) return null;
  // As below: what does not fill a quad belongs to something else.
  first += (quad - first) % 4;
  return {
    bytes: Buffer.from(bytes.toString('latin1', first, last), 'base64'),
    codec: 'base64',
    range: (start, end) => [first + (((start * 8) / 6) | 0), first + Math.ceil((end * 8) / 6)],
    at: ((quad - first) / 4) * 3,
  };
}

/** The run that begins at `start`, up to `limit` (exclusive). */
export function base64Run(bytes: Buffer, start: number, limit: number): Decoded {
  let count = 0;
  for (let p = start; p >= 0 && p < limit; p = next(bytes, p)) count++;
  const places = new Int32Array(count);
  let last = 0;
  for (let p = start; last < count; p = next(bytes, p)) places[last++] = p;
  return decodePlaces(bytes, places);
}

/** Does nothing of the same run stand before `at`? The letter or digits of an escape (`\n`, `%3D`) do not count. */
export function startsRun(bytes: Buffer, at: number): boolean {
  if (previous(bytes, at) < 0) return true;
  return bytes[at - 3] === 0x25 && isHexDigit(bytes[at - 2]) && isHexDigit(bytes[at - 1]);
}

function decodePlaces(bytes: Buffer, places: Int32Array): Decoded {
  const out = Buffer.allocUnsafe((places.length * 6) >> 3);
  let held = 0;
  let bits = 0;
  let length = 0;
  for (let i = 0; i < places.length; i++) {
    held = ((held << 6) | value[bytes[places[i]!]!]!) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[length++] = (held >> bits) & 255;
  }
  return {
    bytes: out,
    codec: 'base64',
    range: (start, end) => [places[((start * 8) / 6) | 0]!, places[Math.ceil((end * 8) / 6) - 1]! + 1],
  };
}

/** The character of the run after the one at `at`, or -1. */
export function next(bytes: Buffer, at: number): number {
  const p = at + 1;
  if (isBase64(bytes[p])) return p;
  let q = p;
  if (bytes[q] === 0x5c && bytes[q + 1] === 0x72) q += 2;
  else if (bytes[q] === 13) q++;
  if (bytes[q] === 0x5c && bytes[q + 1] === 0x6e) q += 2;
  else if (bytes[q] === 10) q++;
  else return -1;
  const indent = q;
  while (q - indent < widestIndent && isBlank(bytes[q])) q++;
  return isBase64(bytes[q]) && isWrapped(bytes, p) ? q : -1;
}

/** The character of the run before the one at `at`, or -1. */
function previous(bytes: Buffer, at: number): number {
  let p = at - 1;
  if (isBase64(bytes[p]) && !isEscapeLetter(bytes, p)) return p;
  const indent = p;
  while (indent - p < widestIndent && isBlank(bytes[p])) p--;
  if (bytes[p] === 10) {
    p--;
    if (bytes[p] === 13) p--;
  } else if (bytes[p] === 0x6e && bytes[p - 1] === 0x5c) {
    p -= 2;
    if (bytes[p] === 0x72 && bytes[p - 1] === 0x5c) p -= 2;
  } else return -1;
  return isWrapped(bytes, p + 1) ? p : -1;
}

/** `\n`, `\r`, `\t` before a run are no part of it. */
function isEscapeLetter(bytes: Buffer, at: number): boolean {
  return bytes[at - 1] === 0x5c && (bytes[at] === 0x6e || bytes[at] === 0x72 || bytes[at] === 0x74);
}

/** Do so many characters stand before `end` that a break there may be a wrap? */
function isWrapped(bytes: Buffer, end: number): boolean {
  if (end < wrappedFrom) return false;
  for (let i = end - 1; i >= end - wrappedFrom; i--) if (!isBase64(bytes[i])) return false;
  return true;
}

const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9;

/** By byte; -1: no hexadecimal digit. */
export const hexValue: Int8Array = new Int8Array(256).fill(-1);
for (const digits of ['0123456789abcdef', '0123456789ABCDEF']) {
  for (let i = 0; i < 16; i++) hexValue[digits.charCodeAt(i)] = i;
}

export function isHexDigit(byte: number | undefined): boolean {
  return byte !== undefined && hexValue[byte]! >= 0;
}
