/** Macaroons: the v2 binary format of libmacaroons, and fly.io's MessagePack form. Shape and location only. */
import { latin1Of } from './base64.ts';

/** `whole`: the fields fill the bytes exactly and end in a 32-byte signature. `cut`: location and identifier, then the bytes run out. */
export interface Macaroon {
  readonly state: 'whole' | 'cut';
  readonly location: string;
}

/** A v2 macaroon, or null for anything else. */
export function readMacaroon(bytes: Uint8Array): Macaroon | null {
  if (bytes[0] !== 2) return null;
  let at = 1;
  let location = '';
  let identifiers = 0;
  while (at < bytes.length) {
    const type = bytes[at++]!;
    if (type === 0) continue;
    let length = bytes[at++] ?? 0;
    if (length & 0x80) length = (length & 0x7f) | ((bytes[at++] ?? 0) << 7);
    const end = at + length;
    if (type > 6) return null;
    if (end > bytes.length) break;
    if (type === 1 && location === '') location = latin1Of(bytes.subarray(at, end));
    if (type === 2) identifiers++;
    if (type === 6)
      return length === 32 && end === bytes.length && identifiers > 0 ? { state: 'whole', location } : null;
    at = end;
  }
  return location !== '' && identifiers > 0 ? { state: 'cut', location } : null;
}

/** The location of a fly.io token: [[kid, random, proof], location, caveats, 32-byte tail], filling the bytes exactly; null otherwise. */
export function readFlyMacaroon(bytes: Uint8Array): string | null {
  if (bytes[0] !== 0x94) return null;
  const nonce = skipMessagePack(bytes, 1, 4);
  const location = nonce === null ? null : skipMessagePack(bytes, nonce, 4);
  const caveats = location === null ? null : skipMessagePack(bytes, location, 40);
  if (nonce === null || location === null || caveats === null) return null;
  const tailOk = bytes[caveats] === 0xc4 && bytes[caveats + 1] === 32 && caveats + 34 === bytes.length;
  const head = bytes[nonce] === 0xd9 ? 2 : 1;
  const text = (bytes[nonce]! & 0xe0) === 0xa0 || head === 2 ? latin1Of(bytes.subarray(nonce + head, location)) : '';
  return tailOk && text !== '' ? text : null;
}

/** MessagePack sizes by first byte, for 0xc0 to 0xdf; negative: the width of a length that follows. */
const fixed = [
  0, 0, 0, 0, -1, -2, -4, -9, -9, -9, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, -9, -9, -9, -9, -9, -1, -2, -4,
] as const;

/** Position after the value at `at`; null where it does not fit or nests deeper than `depth`. */
function skipMessagePack(bytes: Uint8Array, at: number, depth: number): number | null {
  const head = bytes[at];
  if (head === undefined || depth === 0) return null;
  if (head < 0x80 || head >= 0xe0) return at + 1;
  if (head < 0xa0) return skipMany(bytes, at + 1, (head & 15) * (head < 0x90 ? 2 : 1), depth - 1);
  if (head < 0xc0) return within(bytes, at + 1 + (head & 31));
  if (head >= 0xdc) {
    const width = head & 1 ? 4 : 2;
    const count = bigEndian(bytes, at + 1, width);
    return skipMany(bytes, at + 1 + width, head >= 0xde ? count * 2 : count, depth - 1);
  }
  const size = fixed[head - 0xc0]!;
  if (size === -9) return null;
  return within(bytes, size >= 0 ? at + 1 + size : at + 1 - size + bigEndian(bytes, at + 1, -size));
}

function skipMany(bytes: Uint8Array, from: number, count: number, depth: number): number | null {
  let at: number | null = from;
  for (let i = 0; i < count && at !== null; i++) at = skipMessagePack(bytes, at, depth);
  return at;
}

function within(bytes: Uint8Array, at: number): number | null {
  return at <= bytes.length ? at : null;
}

function bigEndian(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
