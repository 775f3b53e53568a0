/** Runs a form over every occurrence of its anchors in a text, the way the detector does. */
import {
  assignmentRules,
  confirmAssignment,
  quickFormOf,
  quickTest,
  quickTestOf,
} from '../../../../packages/core/src/detect/assignment/index.ts';
import type { CompiledRule } from '../../../../packages/core/src/rules/rule.ts';

export const anchors: Readonly<Record<string, readonly string[]>> = {
  'generic-password': ['pass', 'pwd', 'pswd', 'psk', '_pw', 'pw:', 'pw=', 'pw"', 'pw ='],
  'generic-secret': ['secret'],
  'generic-token': ['token'],
  'generic-api-key': ['key'],
  'generic-credential': ['cred', 'auth', 'salt', 'seed'],
  'generic-name-value': ['passw', 'pwd', 'secret', 'token', 'key'],
  'url-credentials': ['://', 'tcp('],
  'authorization-basic': ['basic '],
  'authorization-bearer': ['bearer '],
  'authorization-other': ['authorization'],
  'credential-pair': ['auth', 'credential', 'directoryentry', 'mysqli', 'new pdo'],
  'command-line-password': [
    ...['curl', 'sshpass', 'mysql', 'ldap', 'redis-cli', 'mongo', 'docker login', 'net user', 'net use', 'htpasswd'],
    ...['openssl', 'requirepass', 'masterauth', 'chpasswd', 'sudo -s'],
  ],
  'sql-password': ['identified'],
  'powershell-secure-string': ['securestring'],
  'otp-seed': ['otp', '2fa', 'authenticator'],
  'netrc-entry': ['machine '],
};
export const acrossLines: ReadonlySet<string> = new Set(['generic-name-value', 'command-line-password', 'netrc-entry']);

export interface Found {
  readonly rule: string;
  readonly secret: string;
  readonly confidence: string;
  readonly madeUp: string | null;
}

export function findAll(text: string, rules: readonly string[] = assignmentRules): Found[] {
  const bytes = Buffer.from(text, 'utf8');
  const latin1 = bytes.toString('latin1');
  const lower = latin1.toLowerCase();
  const found = new Map<string, Found>();
  for (const id of rules) {
    for (const anchor of anchors[id]!) {
      for (let at = lower.indexOf(anchor); at >= 0; at = lower.indexOf(anchor, at + 1)) {
        const [low, high] = span(latin1, at, acrossLines.has(id));
        if (quickFormOf(id)?.(bytes, at, at + anchor.length) === false) continue;
        if (!quickTest(bytes, at, at + anchor.length, high, quickTestOf({ id, line: !acrossLines.has(id) }))) continue;
        const slice = latin1.slice(low, high);
        for (const one of confirmAssignment(slice, at - low, anchor.length, { id } as CompiledRule)) {
          const secret = slice.slice(one.start, one.end);
          const { confidence, madeUp } = one;
          found.set(`${low + one.start}:${secret}`, { rule: id, secret, confidence, madeUp });
        }
      }
    }
  }
  return [...found.values()];
}

/** What counts by default: medium and up, not made up. */
export function findCounting(text: string, rules?: readonly string[]): Found[] {
  return findAll(text, rules).filter((one) => one.madeUp === null && one.confidence !== 'low');
}

export function span(text: string, at: number, acrossLines: boolean): [number, number] {
  const low = Math.max(0, at - 512);
  const high = Math.min(text.length, at + 512);
  if (acrossLines) return [low, high];
  const next = text.indexOf('\n', at);
  return [Math.max(low, text.lastIndexOf('\n', at - 1) + 1), next < 0 ? high : Math.min(high, next)];
}
