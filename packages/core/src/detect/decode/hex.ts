/** Hexadecimal digits in pairs. Around an anchor, what was decoded for the last one serves again inside the same bytes. */
import { hexValue } from './base64.ts';
import type { Decoded, DecodedAround } from './decoded.ts';
import { ahead, Density, RawCopy } from './raw-copy.ts';

const raw = new RawCopy();
let decoded: Decoded | null = null;
const density = new Density();

export function hexAround(bytes: Buffer, at: number, before: number, after: number): DecodedAround {
  const low = at - 2 * before;
  const high = at + 2 * after;
  const near = density.isNear(at);
  if (near && decoded !== null && (low - raw.from) % 2 === 0 && raw.has(bytes, low, high)) {
    const first = (low - raw.from) / 2;
    const { range } = decoded;
    return {
      bytes: decoded.bytes.subarray(first, first + before + after),
      codec: 'hex',
      range: (start, end) => range(first + start, first + end),
      at: before,
    };
  }
  let from = at;
  while (from > low && isPair(bytes, from - 2)) from -= 2;
  let to = at;
  const end = near ? high + ahead : high;
  while (to < end && isPair(bytes, to)) to += 2;
  const run = hexRun(bytes, from, to);
  if (near) {
    raw.take(bytes, from, to);
    decoded = run;
  }
  const length = (Math.min(to, high) - from) >> 1;
  return { ...run, bytes: run.bytes.subarray(0, length), at: (at - from) >> 1 };
}

/** [from, to) is known to be pairs. */
export function hexRun(bytes: Buffer, from: number, to: number): Decoded {
  return {
    bytes: Buffer.from(bytes.toString('latin1', from, to), 'hex'),
    codec: 'hex',
    range: (start, end) => [from + 2 * start, from + 2 * end],
  };
}

function isPair(bytes: Buffer, at: number): boolean {
  return at >= 0 && at + 1 < bytes.length && (hexValue[bytes[at]!]! | hexValue[bytes[at + 1]!]!) >= 0;
}
