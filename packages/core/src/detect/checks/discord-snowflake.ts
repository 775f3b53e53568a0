/** Discord tokens begin with the account's id, base64: 17 to 20 digits. Anything else lowers. */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { decodeBase64, latin1Of } from './primitives/base64.ts';

/** The id that stands in a token; null if none does. */
export function discordId(token: string): string | null {
  const [part = '', time] = token.split('.');
  const bytes = time === undefined ? null : decodeBase64(part);
  const text = bytes === null ? '' : latin1Of(bytes);
  return /^[1-9]\d{16,19}$/.test(text) ? text : null;
}

export const discordSnowflake: Check = (input) =>
  discordId(secretOf(input)) === null ? failed(input, 'lower') : proves;
