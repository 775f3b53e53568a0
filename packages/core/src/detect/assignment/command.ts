/**
 * Passwords given to a command by an option whose name says nothing (`curl -u user:x`, `mysql -px`, `sshpass -p x`), from
 * the command's name. Long options such as `--password` are found by their own name (`named.ts`).
 */
import type { Candidate } from '../candidate.ts';
import { classifyName, judge } from '../likelihood/index.ts';
import { clip, matchAt } from './reach.ts';
import { toCandidate } from './result.ts';

/** Group `v` is the password; it may be quoted. The command word stands directly before. */
const option = (flag: string, value: string, end = '["\'\\s,;)\\\\]|$'): RegExp =>
  new RegExp(`(?:exe)?["']?(?=\\s)(?:[^|\\n\\r]|\\\\\\r?\\n){0,300}?\\s${flag}(?<v>${value})(?=${end})`, 'y');
const pair = `["']?[^\\s:"'$]{0,80}:`;
const word = `[^\\s"'\`|;&\\\\]{3,120}`;

const commands: readonly (readonly [RegExp, readonly RegExp[]])[] = [
  [
    /^curl$/i,
    [
      option(`(?:-[A-Za-z]{0,4}u|--user|--proxy-user|-U|-E|--cert|--pass|--proxy-pass)[ =]{0,2}${pair}["']?`, word),
      // a token as the user, without a password
      option(`(?:-[A-Za-z]{0,4}u|--user)[ =]{0,2}["']?`, `[^\\s:"'\`|;&\\\\$]{12,120}`, `:["']?(?:\\s|$)`),
    ],
  ],
  [/^sshpass$/i, [option(`-p ?["']?`, word)]],
  [
    /^mysql$/i,
    [
      new RegExp(
        `(?:dump|admin|check|import|show|_config)?(?=\\s)[^|\\n\\r]{0,300}?\\s-p["']?(?<v>${word})(?=["'\\s;)]|$)`,
        'y',
      ),
    ],
  ],
  [
    /^ldap$/i,
    [
      new RegExp(
        `(?:search|modify|add|delete|passwd|whoami)(?=\\s)[^|\\n\\r]{0,300}?\\s-w ?["']?(?<v>${word})(?=["'\\s;)]|$)`,
        'y',
      ),
    ],
  ],
  [/^redis-cli$/i, [option(`-a ["']?`, word)]],
  [
    /^mongo$/i,
    [
      new RegExp(
        `(?:dump|restore|export|import|sh)?(?=\\s)[^|\\n\\r]{0,300}?\\s-p ["']?(?<v>${word})(?=["'\\s;)]|$)`,
        'y',
      ),
    ],
  ],
  [/^docker login$/i, [option(`-p ["']?`, word)]],
  [/^smbclient$/i, [option(`-U ["']?[^\\s%"']{1,60}%`, word)]],
  [/^net user$/i, [new RegExp(`\\s{1,3}[\\w.-]{1,40}\\s(?<v>${word})(?=\\s/|\\s*$)`, 'iy')]],
];

export function commandPassword(text: string, at: number, length: number): readonly Candidate[] {
  const slice = clip(text, at);
  const command = slice.text.slice(slice.at, slice.at + length);
  if (/[A-Za-z0-9_]/.test(slice.text[slice.at - 1] ?? '')) return [];
  for (const [name, patterns] of commands) {
    if (!name.test(command)) continue;
    for (const pattern of patterns) {
      const found = matchAt(pattern, slice.text, slice.at + length);
      if (found === null) continue;
      const value = found.groups!.v!;
      const end = slice.at + length + found[0].length;
      if ((end >= slice.text.length && slice.cutRight) || /^[$<{(%/-]/.test(value)) continue;
      const judgement = judge({
        name: classifyName('password'),
        value,
        quoted: true,
        operator: 'flag',
        config: false,
      });
      return toCandidate(judgement, slice.shift + end - value.length, slice.shift + end);
    }
  }
  return [];
}
