/** GitLab's routable tokens say in clear which cell, organization, project, group and user they belong to. */
import { decodeBase64, latin1Of } from '../checks/primitives/base64.ts';
import type { Facts } from '../match.ts';
import { compact } from './fact.ts';

const names: Readonly<Record<string, string>> = {
  c: 'cell',
  g: 'group',
  o: 'organization',
  p: 'project',
  t: 'tokenType',
  u: 'user',
};

/** Payload: 16 random bytes, `c:1\no:1…` with base36 numbers, and that text's length; in older tokens the text comes first. */
export function gitlabRouting(secret: string): Facts | null {
  const payload = /^[a-z]{2,8}-(?:t\d_)?([\w-]{27,300})\./.exec(secret)?.[1];
  const bytes = payload === undefined ? null : decodeBase64(payload);
  if (bytes === null) return null;
  const text = latin1Of(bytes);
  const routing = text.slice(16, -1).length === bytes.at(-1) ? text.slice(16, -1) : text.slice(0, -17);
  const found: Record<string, number> = {};
  for (const line of routing.split('\n')) {
    const pair = /^([cgoptu]):([0-9a-z]{1,9})$/.exec(line);
    if (pair === null) return null;
    found[names[pair[1]!]!] = parseInt(pair[2]!, 36);
  }
  return compact(found);
}
