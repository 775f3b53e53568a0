/** Stellar secret seeds (SEP-23 strkey): base32 of a version byte (`S`), 32 bytes and CRC-16/XMODEM. A wrong sum lowers. */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { decodeBase32, encodeBase32 } from './primitives/bases.ts';
import { crc16 } from './primitives/crc16.ts';

const version = 18 << 3;

/** A seed from 32 secret bytes. */
export function stellarSeedOf(secret: Uint8Array): string {
  const bytes = new Uint8Array(35);
  bytes[0] = version;
  bytes.set(secret.subarray(0, 32), 1);
  const crc = crc16(bytes, 33);
  bytes[33] = crc & 0xff;
  bytes[34] = crc >> 8;
  return encodeBase32(bytes);
}

export const stellarSeed: Check = (input) => {
  const bytes = decodeBase32(secretOf(input));
  const fits = bytes?.length === 35 && bytes[0] === version;
  return fits && crc16(bytes, 33) === (bytes[33]! | (bytes[34]! << 8)) ? proves : failed(input, 'lower');
};
