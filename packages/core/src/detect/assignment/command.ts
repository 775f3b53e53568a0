/**
 * Passwords given to a command by an option whose name says nothing (`curl -u user:x`, `mysql -px`, `sshpass -p x`), from
 * the command's name. Long options such as `--password` are found by their own name (`named.ts`).
 */
import type { Candidate } from '../candidate.ts';
import { classifyName, judge } from '../likelihood/index.ts';
import { clip, matchAt, type Slice } from './reach.ts';
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
  // httpd.apache.org/docs/current/programs/htpasswd.html: with -b the password is the last argument
  [
    /^htpasswd$/i,
    [
      new RegExp(
        `(?=[^|\\n\\r]{0,60}?\\s-[A-Za-z]{0,6}b)(?:\\s+-\\S{1,12}){1,4}(?:\\s+[^\\s|;&-]\\S{0,120}){1,2}\\s+["']?(?<v>${word})(?=["']?\\s*(?:$|[\\n\\r|;&>)]))`,
        'y',
      ),
    ],
  ],
  // docs.openssl.org, openssl-passphrase-options: `-k x`, `-passin pass:x`
  [/^openssl$/i, [option(`-k ["']?`, word), option(`-pass(?:in|out)? ["']?pass:`, word)]],
  // redis.io/docs/latest/operate/oss_and_stack/management/config: directives of redis.conf, and options of redis-server
  [/^(?:requirepass|masterauth)$/i, [new RegExp(`[ \\t]{1,4}["']?(?<v>${word})(?=["']?\\s*(?:$|[\\n\\r"']| -))`, 'y')]],
  // learn.microsoft.com/windows-server/administration/windows-commands/net-use
  [/^net use$/i, [new RegExp(`\\s[^\\n\\r]{1,200}?/user:\\S{1,80}\\s(?<v>${word})(?=\\s|$)`, 'iy')]],
  [/^net user$/i, [new RegExp(`\\s{1,3}[\\w.-]{1,40}\\s(?<v>${word})(?=\\s/|\\s*$)`, 'iy')]],
];

export function commandPassword(text: string, at: number, length: number): readonly Candidate[] {
  const slice = clip(text, at);
  const command = slice.text.slice(slice.at, slice.at + length);
  if (/[A-Za-z0-9_]/.test(slice.text[slice.at - 1] ?? '')) return [];
  if (/^(?:chpasswd|sudo -s)$/i.test(command)) return pipedPasswords(slice, length);
  for (const [name, patterns] of commands) {
    if (!name.test(command)) continue;
    for (const pattern of patterns) {
      const found = matchAt(pattern, slice.text, slice.at + length);
      if (found === null) continue;
      const value = found.groups!.v!;
      const end = slice.at + length + found[0].length;
      if ((end >= slice.text.length && slice.cutRight) || /^[$<{(%/-]/.test(value)) continue;
      return password(slice, end - value.length, end);
    }
  }
  return [];
}

function password(slice: Slice, start: number, end: number): readonly Candidate[] {
  const value = slice.text.slice(start, end);
  const judgement = judge({ name: classifyName('password'), value, quoted: true, operator: 'flag', config: false });
  return toCandidate(judgement, slice.shift + start, slice.shift + end);
}

/** `echo 'root:x' | chpasswd`, `echo x | sudo -S`. */
const echoed =
  /\becho\s(?:-[a-z]{1,2}\s)?["']?(?:[\w.-]{1,32}:)?([^\s"'`|;&\\:]{3,120})["']?\s?\|\s?(?:sudo\s)?(?:\/usr\/s?bin\/)?$/;

/** cloud-init's `chpasswd: {list: |}`, a line a user: cloudinit.readthedocs.io, module "Set Passwords". */
const listed =
  /:(?:\s{1,12}expire:[^\n]{0,20})?\s{1,12}list:\s?\|[ \t]*(?:\r?\n[ \t]{1,12}[\w.-]{1,32}:[^\s]{1,120}){1,12}/y;

function pipedPasswords(slice: Slice, length: number): readonly Candidate[] {
  const from = Math.max(0, slice.at - 240);
  const piped = echoed.exec(slice.text.slice(from, slice.at));
  if (piped !== null) {
    const start = from + piped.index + piped[0].lastIndexOf(piped[1]!);
    return /^[$<{(%]/.test(piped[1]!) ? [] : password(slice, start, start + piped[1]!.length);
  }
  const list = matchAt(listed, slice.text, slice.at + length);
  if (list === null || (slice.at + length + list[0].length >= slice.text.length - 1 && slice.cutRight)) return [];
  return [...list[0].matchAll(/\n[ \t]+[\w.-]+:(\S+)/g)].flatMap((line) => {
    const value = line[1]!;
    const start = slice.at + length + line.index + line[0].length - value.length;
    // `R`, `RANDOM`: cloud-init makes one; `$6$…`: a hash
    return value.length < 3 || /^(?:RANDOM$|[$<{%])/.test(value) ? [] : password(slice, start, start + value.length);
  });
}
