/**
 * Entra ID client secrets: 3 + `8Q~` + 31 to 34 characters, the last three the start of Marvin32 over all before them, written in
 * the secret's own alphabet (github.com/microsoft/security-utilities). Published code, not provider documentation: wrong lowers.
 */
import type { Check } from './check.ts';
import { failed, pass, proves, secretOf } from './outcome.ts';
import { bytesOf } from './primitives/base64.ts';
import { inDigits } from './primitives/bases.ts';
import { marvin32 } from './primitives/marvin32.ts';

const digits = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~';

/** The three characters that belong after `token`. */
export function entraSuffix(token: string): string {
  return inDigits(marvin32(bytesOf(token), 'AadPwd00'), digits, 6).slice(0, 3);
}

/** `7Q~`, the older mark, carries no sum: nothing against it, nothing proved. */
export const entraClientSecret: Check = (input) => {
  const secret = secretOf(input);
  if (secret.slice(3, 6) !== '8Q~') return pass;
  return entraSuffix(secret.slice(0, -3)) === secret.slice(-3) ? proves : failed(input, 'lower');
};
