/**
 * JSON Web Tokens (RFC 7519): header and claims are base64url JSON, the header has `alg`. `alg: none` and an empty signature open
 * nothing (structure); the sample of jwt.io and the keys of Supabase's local set-up are placeholders whatever their header, and so is a
 * token cut short by `..`; a header that does not parse lowers, one that parses without `alg` proves nothing. Expiry is a fact, not judged here.
 */
import type { Check } from './check.ts';
import { failed, madeUp, no, pass, proves, secretOf } from './outcome.ts';
import { jsonOfBase64 } from './primitives/base64.ts';

/** Base64url characters of 128 bits. */
const shortestSignature = 22;

export interface Jwt {
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly signed: boolean;
}

/** Null where header or claims are no JSON objects or `alg` is missing. */
export function readJwt(token: string): Jwt | null {
  const [head = '', body = '', signature = ''] = token.split('.');
  const header = jsonOfBase64(head);
  const claims = jsonOfBase64(body);
  if (header === null || claims === null || typeof header.alg !== 'string') return null;
  return { header, claims, signed: signature.length > 0 && header.alg.toLowerCase() !== 'none' };
}

/**
 * `Bearer ` or a provider's prefix may stand before the token. `{claims: {role: service_role}}`: a token that parses and claims otherwise is
 * no match.
 */
export const jwt: Check = (input) => {
  const secret = secretOf(input);
  const start = secret.search(/ey[JA]|ewo/);
  const bare = secret.slice(Math.max(0, start));
  const token = readJwt(bare);
  const body = jsonOfBase64(secret.split('.')[1] ?? '');
  if (body !== null && isSample(body)) return madeUp.placeholder;
  if (token === null) {
    if (input.text.startsWith('..', input.end - 1)) return madeUp.placeholder;
    const [head = '', , signature = ''] = bare.split('.');
    const parses = body !== null && jsonOfBase64(head) !== null && signature.length >= shortestSignature;
    return parses ? pass : failed(input, 'lower');
  }
  if (!token.signed) return madeUp.structure;
  const wanted = Object.entries(input.use.claims ?? {});
  if (wanted.some(([claim, value]) => token.claims[claim] !== value)) return no;
  return proves;
};

/** jwt.io's subject; the issuer of the keys that every local Supabase has (supabase.com/docs/guides/self-hosting). */
function isSample({ sub, name, iss }: Record<string, unknown>): boolean {
  return (sub === '1234567890' && (name === 'John Doe' || name === undefined)) || iss === 'supabase-demo';
}
