/**
 * Azure DevOps tokens of the older form: 52 base32 characters, with CRC-32 of the other 28 bytes, XORed with a constant for users or for
 * applications, in bytes 2, 7, 8 and 22 (github.com/microsoft/security-utilities, SEC101/102).
 */
import type { Check } from './check.ts';
import { failed, secretOf } from './outcome.ts';
import { latin1Of } from './primitives/base64.ts';
import { decodeBase32, encodeBase32 } from './primitives/bases.ts';
import { crc32 } from './primitives/crc32.ts';

/** Where the sum's bytes stand, most significant first. */
const places = [2, 7, 8, 22] as const;
const owners = { user: 0xe0b9692d, application: 0x1019f92e } as const;

function crcOf(bytes: Uint8Array): number {
  return crc32(latin1Of(bytes.filter((_, i) => !places.includes(i as 2))));
}

/** 32 random bytes → a token whose sum holds. */
export function azureDevopsLegacyPatOf(random: Uint8Array): string {
  const bytes = random.slice(0, 32);
  const sum = (crcOf(bytes) ^ owners.user) >>> 0;
  for (const [i, place] of places.entries()) bytes[place] = (sum >>> (24 - 8 * i)) & 0xff;
  return encodeBase32(bytes).toLowerCase();
}

export const azureDevopsLegacyPat: Check = (input) => {
  const bytes = decodeBase32(secretOf(input).toUpperCase());
  if (bytes?.length !== 32) return failed(input, 'lower');
  const sum = places.reduce((value, place) => (value << 8) | bytes[place]!, 0) >>> 0;
  const seed = (sum ^ crcOf(bytes)) >>> 0;
  for (const [owner, constant] of Object.entries(owners)) {
    if (seed === constant) return { verdict: 'proves', facts: { owner } };
  }
  return failed(input, 'lower');
};
