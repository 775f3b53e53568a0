/** `Authorization: Basic …`, `Bearer …`, from the scheme word: with or without the header's name before it. */
import type { Candidate } from '../candidate.ts';
import { classifyName, judge } from '../likelihood/index.ts';
import { aroundOf, clip, matchAt } from './reach.ts';
import { toCandidate } from './result.ts';

const value = /[A-Za-z]{4,9}(?:[ ]{1,2}|%20|\\u0020)(?:["']?)([A-Za-z0-9._~+/-]{6,480}={0,2})/y;

interface Token {
  readonly token: string;
  readonly start: number;
  readonly shift: number;
  readonly before: string;
  readonly around: ReturnType<typeof aroundOf>;
}

function tokenAt(text: string, at: number): Token | null {
  const slice = clip(text, at);
  const found = matchAt(value, slice.text, slice.at);
  if (found === null) return null;
  const end = slice.at + found[0].length;
  if (end >= slice.text.length && slice.cutRight) return null;
  if (/[A-Za-z0-9_$]/.test(slice.text[slice.at - 1] ?? '')) return null;
  if (/^(?:\.{3}|[<${*(]|\u00e2\u0080\u00a6)/.test(slice.text.slice(end, end + 3))) return null;
  const start = end - found[1]!.length;
  return {
    token: found[1]!,
    start,
    shift: slice.shift,
    before: slice.text.slice(0, slice.at),
    around: aroundOf(slice, start, end),
  };
}

/** The value must decode to `user:password`. */
export function basicCredentials(text: string, at: number): readonly Candidate[] {
  const found = tokenAt(text, at);
  if (found === null || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(found.token)) return [];
  const decoded = decode(found.token);
  if (decoded === null || !/^[\x20-\x7e\x80-\xff]*$/.test(decoded)) return [];
  const colon = decoded.indexOf(':');
  if (colon < 0) return [];
  const user = decoded.slice(0, colon);
  const password = decoded.slice(colon + 1);
  // `token:` and `:token` are common: the secret is whichever half is there
  const secret = password === '' || /^(?:x-oauth-basic|x|api_token)$/.test(password) ? user : password;
  if (secret.length < 2) return [];
  const judgement = judge({
    name: classifyName('basic_password'),
    value: secret,
    quoted: true,
    operator: 'assign',
    config: true,
    ...found.around,
  });
  const shown = { value: decoded, chain: 'base64' };
  return toCandidate(judgement, found.shift + found.start, found.shift + found.start + found.token.length, shown);
}

export function bearerToken(text: string, at: number): readonly Candidate[] {
  const found = tokenAt(text, at);
  if (found === null || found.token.length < 10) return [];
  const token = found.token.replace(/[.]+$/, '');
  const header = /authorization|auth|header|-H\b|token/i.test(found.before.slice(-60));
  const judgement = judge({
    name: classifyName('bearer_token'),
    value: token,
    quoted: header,
    operator: 'assign',
    config: header,
    ...found.around,
  });
  return toCandidate(judgement, found.shift + found.start, found.shift + found.start + token.length);
}

/** `Authorization: Token x`, `Authorization: x`: any other scheme, or none. Schemes with parameters have no secret here. */
export function otherAuthorization(text: string, at: number, length: number): readonly Candidate[] {
  const slice = clip(text, at);
  const found = matchAt(
    /["'`]?\]?\s?(?:[:=,]|=>)\s{0,3}["'`]?(?!(?:basic|bearer|digest|aws4|hmac|oauth|signature)\b)(?:([A-Za-z][A-Za-z-]{2,15})[ =:])?([A-Za-z0-9._~+/=@:-]{12,400})(?=["'`\s,;)\\]|$)/iy,
    slice.text,
    slice.at + length,
  );
  if (found === null) return [];
  const end = slice.at + length + found[0].length;
  if (end >= slice.text.length && slice.cutRight) return [];
  const token = found[2]!;
  // NTLM answers a challenge (MS-NLMP): good for that one connection, never again
  if (token.startsWith('TlRMTVNTU')) return [];
  const judgement = judge({
    name: classifyName('auth_token'),
    value: token,
    quoted: true,
    operator: 'assign',
    config: false,
    ...aroundOf(slice, end - token.length, end),
  });
  return toCandidate(judgement, slice.shift + end - token.length, slice.shift + end);
}

function decode(token: string): string | null {
  const plain = token.replaceAll('-', '+').replaceAll('_', '/');
  if (plain.replace(/=+$/, '').length % 4 === 1) return null;
  try {
    return atob(plain);
  } catch {
    return null;
  }
}
