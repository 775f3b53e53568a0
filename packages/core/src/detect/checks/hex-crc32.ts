/**
 * Tokens that end in eight hex digits of CRC-32, which differ only in what is summed and how it is written:
 * Cloudflare (developers.cloudflare.com: cfk_, cfut_, cfat_), Grafana service accounts, Atlassian and Bitbucket, Zuplo.
 * None of them documents how the sum is made (Cloudflare only that there is one), so a wrong one lowers.
 */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { crc32, hex32, swap32 } from './primitives/crc32.ts';

/** The eight digits that belong after `token`. */
export type HexSuffix = (token: string) => string;

const afterPrefix = (token: string): string => token.slice(token.indexOf('_') + 1);

export const cloudflareSuffix: HexSuffix = (token) => hex32(crc32(afterPrefix(token)));
/** The `_` before the sum is not summed; the bytes are written least significant first. */
export const grafanaServiceAccountSuffix: HexSuffix = (token) => hex32(swap32(crc32(token.replace(/_$/, ''))));
/** `=` included where the token has one. */
export const atlassianSuffix: HexSuffix = (token) => hex32(crc32(token)).toUpperCase();
export const zuploSuffix: HexSuffix = (token) => hex32(crc32(afterPrefix(token).replace(/_$/, '')));

export function hexCrc32(suffix: HexSuffix): Check {
  return (input) => {
    const secret = secretOf(input);
    return suffix(secret.slice(0, -8)) === secret.slice(-8) ? proves : failed(input, 'lower');
  };
}
