/**
 * NATS seeds: base32 of two prefix bytes (`S` and the kind), 32 secret bytes and CRC-16/XMODEM, least significant byte first
 * (docs.nats.io, nkeys). A wrong sum lowers.
 */
import type { Check } from './check.ts';
import { failed, secretOf } from './outcome.ts';
import { decodeBase32, encodeBase32 } from './primitives/bases.ts';
import { crc16 } from './primitives/crc16.ts';

/** Kind byte → name, as in the seed's second letter (SU… is a user). */
export const nkeyKinds: Readonly<Record<string, number>> = {
  operator: 14 << 3,
  account: 0,
  user: 20 << 3,
  server: 13 << 3,
  cluster: 2 << 3,
  curve: 23 << 3,
};
const seed = 18 << 3;

/** A seed of the kind from 32 secret bytes. */
export function nkeySeedOf(kind: string, secret: Uint8Array): string {
  const bytes = new Uint8Array(36);
  const prefix = nkeyKinds[kind]!;
  bytes[0] = seed | (prefix >> 5);
  bytes[1] = (prefix & 31) << 3;
  bytes.set(secret.subarray(0, 32), 2);
  const crc = crc16(bytes, 34);
  bytes[34] = crc & 0xff;
  bytes[35] = crc >> 8;
  return encodeBase32(bytes);
}

export const nkey: Check = (input) => {
  const bytes = decodeBase32(secretOf(input));
  if (bytes?.length !== 36 || (bytes[0]! & 0xf8) !== seed) return failed(input, 'lower');
  if (crc16(bytes, 34) !== (bytes[34]! | (bytes[35]! << 8))) return failed(input, 'lower');
  const prefix = ((bytes[0]! & 7) << 5) | (bytes[1]! >> 3);
  const kind = Object.keys(nkeyKinds).find((name) => nkeyKinds[name] === prefix);
  return kind === undefined ? failed(input, 'lower') : { verdict: 'proves', facts: { kind } };
};
