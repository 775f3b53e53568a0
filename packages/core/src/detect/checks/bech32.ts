/** Bech32 (BIP-173) as age uses it for `AGE-SECRET-KEY-1…`: a six-character checksum over prefix and data. */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';

const digits = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

function polymod(values: readonly number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (let i = 0; i < 5; i++) if ((top >>> i) & 1) sum ^= generator[i]!;
  }
  return sum;
}

/** The prefix as bech32 sums it: high bits, zero, low bits. */
function expand(prefix: string): number[] {
  const codes = [...prefix].map((character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

/** The six characters that belong after `token` (prefix, `1`, data), in the token's case. */
export function bech32Suffix(token: string): string {
  const text = token.toLowerCase();
  const separator = text.lastIndexOf('1');
  const data = [...text.slice(separator + 1)].map((character) => digits.indexOf(character));
  const sum = polymod([...expand(text.slice(0, separator)), ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  let out = '';
  for (let i = 0; i < 6; i++) out += digits[(sum >>> (5 * (5 - i))) & 31];
  return token === text ? out : out.toUpperCase();
}

/** `{hrp}`: the prefix demanded. Mixed case is not bech32. */
export const bech32: Check = (input) => {
  const secret = secretOf(input);
  const text = secret.toLowerCase();
  const separator = text.lastIndexOf('1');
  const prefix = text.slice(0, separator);
  const data = [...text.slice(separator + 1)].map((character) => digits.indexOf(character));
  const caseOk = secret === text || secret === secret.toUpperCase();
  const prefixOk = input.use.hrp === undefined || prefix === String(input.use.hrp).toLowerCase();
  if (!caseOk || !prefixOk || separator < 1 || data.includes(-1)) return failed(input, 'lower');
  // The checksum is part of the documented format (BIP-173, age's specification).
  return polymod([...expand(prefix), ...data]) === 1 ? proves : failed(input, 'checksum');
};
