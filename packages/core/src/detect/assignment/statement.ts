/** Fixed phrases that are followed by a secret: SQL's `IDENTIFIED BY 'x'`, PowerShell's `ConvertTo-SecureString "x"`, `machine … password x`. */
import type { Candidate } from '../candidate.ts';
import { classifyName, judge } from '../likelihood/index.ts';
import { aroundOf, clip, matchAt, type Slice } from './reach.ts';
import { toCandidate } from './result.ts';
import { quotedAt } from './value.ts';

function judged(slice: Slice, start: number, end: number, quoted: boolean): readonly Candidate[] {
  const value = slice.text.slice(start, end);
  if (value.length < 3) return [];
  const judgement = judge({
    name: classifyName('password'),
    value,
    quoted,
    operator: 'assign',
    config: true,
    ...aroundOf(slice, start, end),
  });
  return toCandidate(judgement, slice.shift + start, slice.shift + end);
}

/** `IDENTIFIED BY 'x'`, `IDENTIFIED BY x`, `IDENTIFIED WITH plugin BY 'x'`. */
export function sqlPassword(text: string, at: number, length: number): readonly Candidate[] {
  const slice = clip(text, at);
  const lead = matchAt(
    /\s{1,3}(?:with\s{1,3}\S{1,40}\s{1,3})?(?:by|as)\s{1,3}(?:values\s{1,3}|password\s{1,3})?/iy,
    slice.text,
    slice.at + length,
  );
  if (lead === null) return [];
  const start = slice.at + length + lead[0].length;
  // prose says "identified by" too
  const before = slice.text.slice(0, slice.at);
  if (!/\b(?:create|alter|grant|user|role|login|database)\b|^[\s"'`+]*$/i.test(before)) return [];
  const literal = quotedAt(slice, start);
  if (literal === null) return [];
  if (literal !== undefined) return judged(slice, literal.start, literal.end, true);
  const bare = matchAt(/[^\s"'`;,()-][^\s"'`;,()]{2,120}(?=[\s;,)"'`]|$)/y, slice.text, start);
  if (bare === null || (start + bare[0].length >= slice.text.length && slice.cutRight)) return [];
  return judged(slice, start, start + bare[0].length, true);
}

/** `ConvertTo-SecureString [-AsPlainText] [-Force] [-String] "x"`, or `"x" | ConvertTo-SecureString`. */
export function secureString(text: string, at: number, length: number): readonly Candidate[] {
  const slice = clip(text, at);
  const lead = matchAt(
    /(?:\s{1,3}-(?:AsPlainText|Force|String|Key \S{1,40}))*\s{0,3}\(?\s?/iy,
    slice.text,
    slice.at + length,
  );
  const place = slice.at + length + (lead?.[0].length ?? 0);
  const literal = quotedAt(slice, place);
  if (literal !== undefined && literal !== null) return judged(slice, literal.start, literal.end, true);
  const bare = matchAt(/[^\s"'`$()|;-][^\s"'`$()|;]{4,120}(?=\s{1,3}-(?:AsPlainText|Force))/iy, slice.text, place);
  if (bare !== null) return judged(slice, place, place + bare[0].length, false);
  const last = /-(?:AsPlainText|Force|String)/i.test(lead?.[0] ?? '')
    ? matchAt(/[^\s"'`$()|;-][^\s"'`()|;]{4,120}(?=[\s)|;]|$)/y, slice.text, place)
    : null;
  if (last !== null && !(slice.cutRight && place + last[0].length >= slice.text.length))
    return judged(slice, place, place + last[0].length, false);
  const before = /(["'])([^"'\n\r]{3,120})\1\s?\|\s?ConvertTo-$/i.exec(slice.text.slice(0, slice.at));
  if (before === null) return [];
  const start = before.index + 1;
  return judged(slice, start, start + before[2]!.length, true);
}

/** A base32 seed in quotes after `otp`, `totp`, `2fa`, `authenticator` on the line. */
export function otpSeed(text: string, at: number, length: number): readonly Candidate[] {
  const slice = clip(text, at);
  const found = matchAt(
    /[^\n\r"'`]{0,80}["'`]((?:[A-Z2-7]{16}|[A-Z2-7]{20}|[A-Z2-7]{24}|[A-Z2-7]{26}|[A-Z2-7]{32}|[A-Z2-7]{52}|[A-Z2-7]{64})={0,6})["'`]/y,
    slice.text,
    slice.at + length,
  );
  if (found === null) return [];
  const end = slice.at + length + found[0].length - 1;
  const value = found[1]!;
  if (!/[2-7]/.test(value)) return [];
  const judgement = judge({
    name: classifyName('otp_secret'),
    value,
    quoted: true,
    operator: 'assign',
    config: false,
    ...aroundOf(slice, end - value.length, end),
  });
  return toCandidate(judgement, slice.shift + end - value.length, slice.shift + end);
}

/** `machine host login user password x`, on one line or several, wherever it stands. */
export function netrcEntry(text: string, at: number, length: number): readonly Candidate[] {
  const slice = clip(text, at);
  const found = matchAt(
    /\s{0,8}[\w.:-]{1,120}(?:\s|\\n){1,12}login(?:\s|\\n){1,8}[^\s\\]{1,120}(?:\s|\\n){1,12}password(?:\s|\\n){1,8}"?([^\s"'\\]{3,200})(?=[\s"'\\]|$)/y,
    slice.text,
    slice.at + length,
  );
  if (found === null) return [];
  const end = slice.at + length + found[0].length;
  if (end >= slice.text.length && slice.cutRight) return [];
  return judged(slice, end - found[1]!.length, end, true);
}
