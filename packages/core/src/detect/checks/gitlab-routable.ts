/**
 * GitLab's routable tokens: prefix, base64url payload, `.` (newer: `.01.`), the payload's length in two base36 digits, and the
 * CRC-32 of everything before in seven. Source: docs.gitlab.com, "Routable token" design document.
 */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { base36Digits, inDigits } from './primitives/bases.ts';
import { crc32 } from './primitives/crc32.ts';

const shape = /^([a-z]{2,8}-(?:t\d_)?)([\w-]{27,300})\.(?:\d\d\.)?([0-9a-z]{2})([0-9a-z]{7})$/;

/** What belongs after `token`: nine characters after its last `.`, or seven where the length already stands there. */
export function gitlabRoutableSuffix(token: string): string {
  const payload = /^[a-z]{2,8}-(?:t\d_)?([\w-]*)\./.exec(token)?.[1] ?? '';
  const length = token.endsWith('.') ? inDigits(payload.length, base36Digits, 2) : '';
  return length + inDigits(crc32(token + length), base36Digits, 7);
}

export const gitlabRoutable: Check = (input) => {
  const secret = secretOf(input);
  const parts = shape.exec(secret);
  if (parts === null) return failed(input, 'lower');
  const sum = inDigits(crc32(secret, 0, secret.length - 7), base36Digits, 7);
  return parts[4] === sum && parseInt(parts[3]!, 36) === parts[2]!.length ? proves : failed(input, 'lower');
};
