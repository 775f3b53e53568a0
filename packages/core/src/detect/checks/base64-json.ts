/**
 * Tokens that hold a JSON object in base64 (Grafana `glc_`, Sentry `sntrys_`, 1Password `ops_`, older Grafana keys). `{keys: […]}`: all of
 * them present proves the form; anything else lowers.
 */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { jsonOfBase64 } from './primitives/base64.ts';

/** The object, whatever prefix, `_suffix` or `.suffix` stands around its base64; null if there is none. */
export function embeddedJson(secret: string): Record<string, unknown> | null {
  // `{"` is eyJ, `{ ` is eyA, `{\n` is ewo
  const start = /(?:^|[^A-Za-z0-9])(?=eyJ|eyA|ewo)/.exec(secret);
  if (start === null) return null;
  const rest = secret.slice(start.index + start[0].length);
  for (const end of [rest.length, rest.lastIndexOf('_'), rest.indexOf('.')]) {
    const value = end > 0 ? jsonOfBase64(rest.slice(0, end)) : null;
    if (value !== null) return value;
  }
  return null;
}

export const base64Json: Check = (input) => {
  const value = embeddedJson(secretOf(input));
  const keys = Array.isArray(input.use.keys) ? input.use.keys : [];
  return value !== null && keys.every((key) => Object.hasOwn(value, String(key))) ? proves : failed(input, 'lower');
};
