/**
 * Percent escapes undone around an anchor. What was written last is kept and serves the next anchor if it stands in the same bytes, so
 * that anchors in a row cost their own bytes and not each its whole reach. An escape holds no `%`: wherever one begins to read, what
 * is written is the same from the next byte on.
 */
import { hexValue } from './base64.ts';
import type { DecodedAround } from './decoded.ts';
import { ahead, RawCopy } from './raw-copy.ts';

const percent = 0x25;

/** What was written: its bytes, the place of each and of what comes next; the places that were read, and the blob's size. */
const held = { out: Buffer.alloc(0), starts: new Int32Array(1), length: 0, from: 0, end: 0, size: 0 };
/** What was read, with two bytes behind it. */
const raw = new RawCopy();

/** Do the bytes at `at` spell `text` (lower case), whatever the case, escaped or not? */
export function spellsEscaped(bytes: Uint8Array, at: number, text: string): boolean {
  let place = at;
  for (let i = 0; i < text.length; i++) {
    if (place >= bytes.length) return false;
    const escaped = escapeAt(bytes, place);
    const byte = escaped < 0 ? bytes[place]! : escaped;
    if ((byte >= 65 && byte <= 90 ? byte + 32 : byte) !== text.charCodeAt(i)) return false;
    place += escaped < 0 ? 1 : 3;
  }
  return true;
}

/** At least `before` bytes before the anchor and `after` from it on, as far as the blob goes. `bytes` and `range` serve until the next call. */
export function percentAround(bytes: Buffer, at: number, before: number, after: number): DecodedAround | null {
  const from = Math.max(0, at - 3 * before);
  if (!serves(bytes, from, at, after)) {
    const near = from <= held.end && at >= held.from;
    hold(bytes, from, at, after + (near ? ahead : 0));
  }
  const { out, starts } = held;
  const offset = indexFrom(at);
  if (starts[offset] !== at) return null;
  const first = indexFrom(from);
  return {
    bytes: out.subarray(first, Math.min(held.length, offset + after)),
    codec: 'percent',
    range: (start, end) => [starts[first + start]!, starts[first + end]!],
    at: offset - first,
  };
}

/** Is all that is asked for held, and are the bytes the same? */
function serves(bytes: Buffer, from: number, at: number, after: number): boolean {
  if (from < held.from || at >= held.end) return false;
  const offset = indexFrom(at);
  // Inside an escape, unless reading begins there.
  if (held.starts[offset] !== at) return false;
  const last = offset + after;
  let end = held.end;
  if (last <= held.length) end = Math.min(held.starts[last]! + 2, held.size);
  else if (held.end !== held.size) return false;
  if (end === held.size ? bytes.length !== end : bytes.length < end) return false;
  return raw.has(bytes, from, end);
}

/** Writes from `from` on, `most` bytes behind `at`. */
function hold(bytes: Buffer, from: number, at: number, most: number): void {
  const longest = at - from + most;
  if (held.out.length < longest) {
    held.out = Buffer.allocUnsafeSlow(2 * longest);
    held.starts = new Int32Array(2 * longest + 1);
  }
  const { out, starts } = held;
  let length = 0;
  let place = from;
  for (let end = longest; place < bytes.length && length < end; ) {
    if (place === at) end = length + most;
    starts[length] = place;
    const escaped = escapeAt(bytes, place);
    out[length++] = escaped < 0 ? bytes[place]! : escaped;
    place += escaped < 0 ? 1 : 3;
  }
  starts[length] = place;
  held.length = length;
  held.from = from;
  held.end = place;
  held.size = bytes.length;
  raw.take(bytes, from, Math.min(place + 2, bytes.length));
}

/** The byte that `%XX` at `place` stands for; -1: no escape. */
function escapeAt(bytes: Uint8Array, place: number): number {
  if (bytes[place] !== percent || place + 3 > bytes.length) return -1;
  const code = (hexValue[bytes[place + 1]!]! << 4) | hexValue[bytes[place + 2]!]!;
  return code < 0 ? -1 : code;
}

/** The index of the first byte written that stands at `place` or behind it. */
function indexFrom(place: number): number {
  const { starts } = held;
  let low = 0;
  let high = held.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
