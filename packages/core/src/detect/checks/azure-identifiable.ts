/**
 * Azure's identifiable keys: random bytes, a four-letter signature of the service, and Marvin32 of all that as the last four
 * bytes, base64. Families and seeds: github.com/microsoft/security-utilities (IdentifiableMetadata). A wrong sum lowers:
 * services use seeds that are not published.
 */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { decodeBase64, encodeBase64, encodeBase64Url } from './primitives/base64.ts';
import { littleEndian, marvin32 } from './primitives/marvin32.ts';

const messaging = ['Send0000', 'Manage00', 'Listen00', 'System00', 'Unknown0'];

/** Signature → seeds by role. */
export const azureSeeds: Readonly<Record<string, readonly string[]>> = {
  '+ASt': ['Default0'],
  ACDb: ['MastRW00', 'MastRO00', 'SystRW00', 'SystRO00', 'SysAll00', 'Resour00', 'Encryp00'],
  '+ABa': ['AbAcct00'],
  '+AMC': ['Classic0'],
  APIM: ['IoTHub00', 'Tenant00', 'Gateway0', 'GitKey00'],
  '+ASb': messaging,
  '+AEh': messaging,
  '+ARm': messaging,
  AIoT: ['IoTHub00', 'DpsKey00', 'Device00'],
  AzCa: ['Access00'],
  AzEG: ['Default0'],
  AZEG: ['Default0'],
  AzSe: ['Query000', 'PAdmin00'],
  '+ACR': ['ACRDflt0'],
  '+SQL': ['UsrPwd00'],
  AzFu: ['Functi00', 'Master00', 'System00'],
};

/** Characters before the sum → bytes that are summed; 64, 40 (Functions), 32 and 39 byte keys. */
const sizes: Readonly<Record<number, number>> = { 80: 60, 48: 36, 37: 28, 46: 35 };

/** What belongs after the signature: checksum and padding. Empty where length or signature belong to no family. */
export function azureIdentifiableSuffix(token: string): string {
  const size = sizes[token.length];
  const seed = azureSeeds[token.slice(-4)]?.[0];
  const start = decodeBase64(token.padEnd(Math.ceil(token.length / 4) * 4, 'A'));
  if (size === undefined || seed === undefined || start === null) return '';
  const bytes = new Uint8Array(size + 4);
  bytes.set(start.subarray(0, size));
  bytes.set(littleEndian(marvin32(bytes, seed, size)), size);
  const padding = '='.repeat((3 - (bytes.length % 3)) % 3);
  const encoded = token.endsWith('AzFu') ? encodeBase64Url(bytes) + padding : encodeBase64(bytes);
  return encoded.slice(token.length);
}

export const azureIdentifiable: Check = (input) => {
  const secret = secretOf(input);
  const bytes = decodeBase64(secret);
  const body = secret.replace(/=+$/, '');
  const signature = body.slice(-10, -6);
  const seeds = azureSeeds[signature];
  if (bytes === null || seeds === undefined || bytes.length < 32) return failed(input, 'lower');
  const summed = bytes.length - 4;
  const stated = bytes.subarray(summed);
  for (const seed of seeds) {
    if (littleEndian(marvin32(bytes, seed, summed)).every((byte, i) => byte === stated[i])) return proves;
  }
  return signature === 'AzCa' && redisSubstituted(secret, bytes) ? proves : failed(input, 'lower');
};

/** Azure Cache for Redis replaces `+` and `/` by `P` and `F` after the fact, and sums the whole with the sum's place left as it is. */
function redisSubstituted(secret: string, bytes: Uint8Array): boolean {
  const sum = littleEndian(marvin32(bytes, 'Access00'));
  const rebuilt = bytes.slice();
  rebuilt.set(sum, bytes.length - 4);
  return encodeBase64(rebuilt).replaceAll('+', 'P').replaceAll('/', 'F') === secret;
}
