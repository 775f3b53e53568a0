/**
 * Azure's common annotated keys, 84 or 88 characters: 52 random + `JQQJ99` (`9D` derived, `9H` hashed) + year and month + 12 platform
 * + 4 reserved + 4 provider + checksum: the start of base62 or base64 of Marvin32 over the first 60 bytes
 * (github.com/microsoft/security-utilities, common annotated security keys).
 */
import type { Facts } from '../match.ts';
import type { Check } from './check.ts';
import { failed, secretOf } from './outcome.ts';
import { decodeBase64, encodeBase64 } from './primitives/base64.ts';
import { base62Digits, inDigits } from './primitives/bases.ts';
import { swap32 } from './primitives/crc32.ts';
import { littleEndian, marvin32 } from './primitives/marvin32.ts';

/** The two ways of writing the sum of an 80-character beginning; null where it is not base64. */
function sums(beginning: string): [string, string] | null {
  const bytes = decodeBase64(beginning);
  if (bytes === null || bytes.length !== 60) return null;
  const sum = marvin32(bytes, 'Default0');
  return [inDigits(swap32(sum), base62Digits, 1).padEnd(6, '0'), encodeBase64(littleEndian(sum)).slice(0, 6)];
}

/** The four characters that belong after the first 80. */
export function azureCaskSuffix(token: string): string {
  return sums(token)?.[0].slice(0, 4) ?? '';
}

export const azureCask: Check = (input) => {
  const secret = secretOf(input);
  const stated = secret.slice(80).replace(/=+$/, '');
  const computed = secret.slice(52, 57) === 'JQQJ9' && stated.length >= 4 ? sums(secret.slice(0, 80)) : null;
  if (!computed?.some((sum) => sum.startsWith(stated.slice(0, 4)))) return failed(input, 'lower');
  return { verdict: 'proves', facts: caskFacts(secret) };
};

/** Provider signature and month of creation, both public by design. */
export function caskFacts(secret: string): Facts {
  const year = 2024 + base26(secret[58]!);
  const month = base26(secret[59]!) + 1;
  const service = secret.slice(76, 80);
  return month >= 1 && month <= 12 ? { service, created: `${year}-${String(month).padStart(2, '0')}` } : { service };
}

function base26(letter: string): number {
  return letter.charCodeAt(0) - 65;
}
