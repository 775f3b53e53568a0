/** Confluent Cloud secrets: `cflt` + 54 + the first six characters of base64(CRC-32 of the 54, little-endian). Not documented. */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { encodeBase64 } from './primitives/base64.ts';
import { crc32 } from './primitives/crc32.ts';
import { littleEndian } from './primitives/marvin32.ts';

/** The six characters that belong after `token`. */
export function confluentSuffix(token: string): string {
  return encodeBase64(littleEndian(crc32(token.replace(/^cflt/, '')))).slice(0, 6);
}

export const confluentCrc32: Check = (input) => {
  const secret = secretOf(input);
  return confluentSuffix(secret.slice(0, -6)) === secret.slice(-6) ? proves : failed(input, 'lower');
};
