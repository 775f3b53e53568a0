/** Hexadecimal digits in pairs. */
import { hexValue } from './base64.ts';
import type { Decoded, DecodedAround } from './decoded.ts';

export function hexAround(bytes: Buffer, at: number, before: number, after: number): DecodedAround {
  let from = at;
  while (at - from < 2 * before && isPair(bytes, from - 2)) from -= 2;
  let to = at;
  while (to - at < 2 * after && isPair(bytes, to)) to += 2;
  return { ...hexRun(bytes, from, to), at: (at - from) >> 1 };
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
