/**
 * `{bytes}`: decoded length, else lower. `{checksum: true}`: Base58Check as Bitcoin keys carry it (the last four bytes begin
 * SHA-256(SHA-256(rest))), which proves; a wrong one lowers. `{prefix}` is not part of the coding.
 */
import type { Check } from './check.ts';
import { failed, pass, proves, secretOf } from './outcome.ts';
import { decodeBase58, encodeBase58 } from './primitives/bases.ts';
import { sha256 } from './primitives/sha256.ts';

/** Base58Check text of a payload. */
export function base58CheckOf(payload: Uint8Array): string {
  const sum = sha256(sha256(payload)).subarray(0, 4);
  return encodeBase58(Uint8Array.of(...payload, ...sum));
}

export const base58: Check = (input) => {
  const { bytes: size, prefix, checksum } = input.use;
  let secret = secretOf(input);
  if (typeof prefix === 'string' && secret.startsWith(prefix)) secret = secret.slice(prefix.length);
  const bytes = decodeBase58(secret);
  if (bytes === null || (size !== undefined && bytes.length !== Number(size))) return failed(input, 'lower');
  if (checksum !== true) return pass;
  const body = bytes.subarray(0, -4);
  const sum = sha256(sha256(body));
  return bytes.subarray(-4).every((byte, i) => byte === sum[i]) ? proves : failed(input, 'lower');
};
