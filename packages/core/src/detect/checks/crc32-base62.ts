/**
 * GitHub's classic tokens and npm's: the last six characters are the CRC-32 of the body in base62
 * (github.blog/2021-04-05-behind-githubs-new-authentication-token-formats). The body begins after the last `_`.
 */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { base62Digits, inDigits } from './primitives/bases.ts';
import { crc32 } from './primitives/crc32.ts';

/** The six characters that belong after `token`. */
export function crc32Base62Suffix(token: string): string {
  const body = /[0-9A-Za-z]*$/.exec(token)![0];
  return inDigits(crc32(body), base62Digits, 6);
}

/** Characters after the prefix that the providers document: 36, and 76 of GitHub's refresh tokens. */
const documented = [36, 76];

export const crc32Base62: Check = (input) => {
  const secret = secretOf(input);
  if (crc32Base62Suffix(secret.slice(0, -6)) === secret.slice(-6)) return proves;
  const length = secret.length - secret.lastIndexOf('_') - 1;
  return failed(input, documented.includes(length) ? 'checksum' : 'lower');
};
