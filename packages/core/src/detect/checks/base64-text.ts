/**
 * Tokens that are base64 of text with a fixed beginning (JFrog `reftkn:01:…`, Jira and Bitbucket Data Center `<number>:…`, Bedrock
 * `BedrockAPIKey-…-at-<account>:`). `{pattern}` is tried on the decoded bytes read as latin1, `{prefix}` is cut off first. A hit
 * proves the form, a miss lowers.
 */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { decodeBase64, latin1Of } from './primitives/base64.ts';

const compiled = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const pattern = new RegExp(source);
  compiled.set(source, pattern);
  return pattern;
}

export const base64Text: Check = (input) => {
  const { pattern, prefix } = input.use;
  const secret = secretOf(input);
  const text = typeof prefix === 'string' && secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  const bytes = decodeBase64(text);
  return bytes !== null && patternOf(String(pattern)).test(latin1Of(bytes)) ? proves : failed(input, 'lower');
};
