/**
 * Encoded runs that are read whole: those that begin with a magic, and values that are nothing but one run. A function of
 * the run alone.
 */
import { gunzipSync } from 'node:zlib';
import { base64Magics, magics } from '../../rules/encoded-forms.ts';
import { base64Run, isBase64, isHexDigit, startsRun } from './base64.ts';
import { type Decoded, longestRun } from './decoded.ts';
import { hexRun } from './hex.ts';
import { type EscapeCodec, escapeLength, undoEscapes } from './unescape.ts';

/** Shorter ones hold no token. */
const shortestRun = 24;
/** As many numeric escapes in a row are an encoding, not accents. */
const fewestEscapes = 8;
/** Looked at to tell text from chance. */
const sample = 64;

/** Bytes before and after a magic's first byte that can change what stands in its run. */
export const magicReach: { readonly before: number; readonly after: number } = { before: 128, after: longestRun + 16 };

export function decodeMagic(bytes: Buffer, magic: number, at: number): Decoded | null {
  if (magic >= base64Magics.length) return decodeEscapes(bytes, at);
  const text = magics[magic]!;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return null;
  for (let i = text.length; i < shortestRun; i++) if (!isBase64(bytes[at + i])) return null;
  if (!startsRun(bytes, at) || !isPlausible(base64Run(bytes, at, at + sample).bytes)) return null;
  return base64Run(bytes, at, at + longestRun);
}

/** A value that is one run of base64 or hexadecimal digits; null for anything else. */
export function decodeValue(bytes: Buffer, start: number, end: number): Decoded | null {
  let last = end;
  while (last > start && bytes[last - 1] === 61 && end - last < 2) last--;
  const length = last - start;
  if (length < shortestRun) return null;
  let hex = length === end - start && length % 2 === 0;
  for (let i = start; i < last; i++) {
    if (!isBase64(bytes[i])) return null;
    hex &&= isHexDigit(bytes[i]);
  }
  const decoded = hex ? hexRun(bytes, start, end) : length % 4 === 1 ? null : base64Run(bytes, start, last);
  return decoded !== null && isPlausible(decoded.bytes.subarray(0, sample)) ? decoded : null;
}

/** Text, or gzip. */
function isPlausible(bytes: Buffer): boolean {
  if (isGzip(bytes)) return true;
  let odd = 0;
  for (const byte of bytes) if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 127) odd++;
  return odd === 0;
}

export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** What a gzip stream holds, cut short or not; null where it is none or holds more than `limit`. */
export function gunzip(from: Decoded, limit: number): Decoded | null {
  try {
    // A run that was cut ends in the middle of its stream.
    const bytes = gunzipSync(from.bytes, { maxOutputLength: limit, finishFlush: 2 });
    const whole = from.range(0, from.bytes.length);
    return bytes.length === 0 ? null : { bytes, codec: 'gzip', range: () => whole };
  } catch {
    return null;
  }
}

function decodeEscapes(bytes: Buffer, at: number): Decoded | null {
  const codec: EscapeCodec = bytes[at] === 0x26 ? 'html' : 'escape';
  const kind = bytes[at + 1]! | 32;
  const numeric = (p: number): number => ((bytes[p + 1]! | 32) === kind ? escapeLength(bytes, p, codec) : 0);
  if (continuesEscapes(bytes, at, numeric)) return null;
  let to = at;
  let count = 0;
  for (let length = numeric(to); length > 0 && to - at < longestRun; length = numeric(to)) {
    to += length;
    count++;
  }
  return count < fewestEscapes ? null : undoEscapes(bytes, at, to, codec);
}

/** Does an escape of the same kind end at `at`? */
function continuesEscapes(bytes: Buffer, at: number, numeric: (p: number) => number): boolean {
  for (let length = 4; length <= 10; length++) {
    if (bytes[at - length] === bytes[at] && numeric(at - length) === length) return true;
  }
  return false;
}
