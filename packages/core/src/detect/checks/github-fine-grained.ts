/**
 * GitHub's fine-grained tokens: `github_pat_` + 22 + `_` + 59. Characters 77 to 85 are the start of base32(SHA-256(the first 77)).
 * Observed, not documented: a wrong sum only lowers. What the last eight characters mean is unknown.
 */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { bytesOf } from './primitives/base64.ts';
import { encodeBase32 } from './primitives/bases.ts';
import { sha256 } from './primitives/sha256.ts';

const summed = 77;

/** The eight characters that belong after the first 77. */
export function githubFineGrainedSuffix(token: string): string {
  return encodeBase32(sha256(bytesOf(token.slice(0, summed)))).slice(0, 8);
}

export const githubFineGrained: Check = (input) => {
  const secret = secretOf(input);
  if (secret.length !== 93) return failed(input, 'lower');
  return githubFineGrainedSuffix(secret) === secret.slice(summed, summed + 8) ? proves : failed(input, 'lower');
};
