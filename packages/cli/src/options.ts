/** Every option once; commands name those they take. Parsing is `node:util`'s, the messages are ours. */
import { parseArgs } from 'node:util';
import { didYouMean } from '@gitmoat/core/config/nearest';
import { GitmoatError } from '@gitmoat/core/errors';

export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** Placeholder of the value in help. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly help: string;
}

export type OptionName =
  | 'format'
  | 'output'
  | 'all'
  | 'min-confidence'
  | 'fail-on'
  | 'show-suppressed'
  | 'show-secrets'
  | 'config'
  | 'engine'
  | 'jobs'
  | 'max-memory'
  | 'no-cache'
  | 'stdin'
  | 'baseline'
  | 'no-baseline'
  | 'include-provable'
  | 'reason'
  | 'expires'
  | 'rotated'
  | 'stage'
  | 'only'
  | 'remote'
  | 'base'
  | 'head'
  | 'policy'
  | 'ci'
  | 'manager'
  | 'events'
  | 'global'
  | 'dry-run'
  | 'yes'
  | 'fix'
  | 'untrack'
  | 'history'
  | 'profile'
  | 'prepare'
  | 'check-gone'
  | 'values'
  | 'quiet'
  | 'no-color'
  | 'no-progress'
  | 'help'
  | 'version';

export const optionSpecs: Readonly<Record<OptionName, OptionSpec>> = {
  format: {
    type: 'string',
    value: 'FORMAT',
    multiple: true,
    help:
      'text, html, json, jsonl, sarif, github, markdown, gitlab, codequality, junit, rdjsonl or csv; pairs with the ' +
      '--output after it',
  },
  output: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    multiple: true,
    help: 'write that report to FILE; both can be repeated',
  },
  all: { type: 'boolean', help: 'list every finding and every place, not only the ten worst' },
  'min-confidence': {
    type: 'string',
    value: 'LEVEL',
    help: 'provable, high, medium (default) or low: what is listed and counts',
  },
  'fail-on': {
    type: 'string',
    value: 'LEVEL',
    help: 'exit 1 only from this severity: critical, high, medium, low, info',
  },
  'show-suppressed': { type: 'boolean', help: 'list what comments and exceptions hide, with the reason' },
  'show-secrets': { type: 'boolean', help: 'raw values in text, json and jsonl (never in other formats)' },
  config: { type: 'string', value: 'FILE', help: 'use this file instead of .gitmoat.yaml' },
  engine: { type: 'string', value: 'NAME', help: 'delta (default) or full: how history is read; both say the same' },
  jobs: { type: 'string', value: 'N', help: 'threads that read history (default: the number of cores)' },
  'max-memory': { type: 'string', value: 'SIZE', help: 'for packs and live objects, such as 512M (default) or 2G' },
  'no-cache': { type: 'boolean', help: 'read everything again, and remember nothing in the git folder' },
  stdin: { type: 'boolean', help: 'scan standard input' },
  baseline: { type: 'string', value: 'FILE', help: 'use this file instead of .gitmoat-baseline' },
  'no-baseline': { type: 'boolean', help: 'list what the baseline accepts too' },
  'include-provable': { type: 'boolean', help: 'accept secrets that are real by their form and stand in HEAD' },
  reason: { type: 'string', value: 'TEXT', help: 'why it is safe; required' },
  expires: { type: 'string', value: 'DATE', help: 'last day on which it holds: 2030-12-31' },
  rotated: { type: 'boolean', help: 'the secret is rotated: accepts it in the history, never in the files' },
  stage: { type: 'boolean', help: 'git add .gitmoat.yaml as well' },
  base: { type: 'string', value: 'COMMIT', help: 'what the change is compared with, such as origin/main' },
  head: { type: 'string', value: 'COMMIT', help: 'the change’s last commit (default: HEAD)' },
  policy: {
    type: 'string',
    value: 'NAME',
    help: 'additions (default): the base’s settings and what the change adds; base: the base’s alone',
  },
  ci: {
    type: 'string',
    value: 'NAME',
    help: 'github, gitlab, bitbucket, azure, circleci, jenkins, buildkite or none (default: what is in use)',
  },
  only: { type: 'string', value: 'PART', help: 'secrets, ignore (.gitignore rules) or hygiene alone' },
  remote: { type: 'string', value: 'NAME', help: 'the remote (or URL) that a push would go to' },
  manager: {
    type: 'string',
    value: 'NAME',
    help: 'auto (default), git, husky, lefthook, pre-commit, simple-git-hooks, native',
  },
  events: { type: 'string', value: 'LIST', help: 'hooks to install, with commas between them' },
  global: { type: 'boolean', help: 'for all repositories of this user (install, uninstall, status)' },
  'dry-run': { type: 'boolean', help: 'say what would be done, do nothing' },
  fix: { type: 'boolean', help: 'add what is missing to the right .gitignore, showing the change' },
  history: { type: 'boolean', help: 'also secret and large files that HEAD no longer has: when, by whom' },
  untrack: { type: 'boolean', help: 'with --fix: stop tracking secret files (they stay on disk)' },
  profile: { type: 'string', value: 'NAME', help: 'default, strict or production-ready: which rules are asked' },
  prepare: { type: 'boolean', help: 'write the replacement file for git filter-repo (0600, below the git folder)' },
  'check-gone': { type: 'boolean', help: 'prove from every object that it is gone, or say where it still is' },
  values: { type: 'string', value: 'FILE', help: 'with --check-gone: the file that --prepare wrote' },
  yes: { type: 'boolean', short: 'y', help: 'do it without asking' },
  quiet: { type: 'boolean', short: 'q', help: 'no text report; errors, files and the exit code remain' },
  'no-color': { type: 'boolean', help: 'no colours (also: NO_COLOR; off where output is not a terminal)' },
  'no-progress': { type: 'boolean', help: 'no progress bar' },
  help: { type: 'boolean', short: 'h', help: 'this text' },
  version: { type: 'boolean', help: 'the version' },
};

/** Options of commands that read a whole history. */
export const historyOptions: readonly OptionName[] = ['engine', 'jobs', 'max-memory', 'no-cache'];

/** Options of every command that scans. */
export const reportOptions: readonly OptionName[] = [
  'format',
  'output',
  'all',
  'min-confidence',
  'fail-on',
  'show-suppressed',
  'show-secrets',
  'config',
  'baseline',
  'no-baseline',
  'quiet',
  'no-color',
  'no-progress',
  'help',
];

export interface Args {
  readonly positionals: readonly string[];
  has(name: OptionName): boolean;
  /** The last value given. */
  value(name: OptionName): string | null;
  /** Options with values in the order given, for pairs. */
  readonly given: readonly { readonly name: OptionName; readonly value: string }[];
}

export function parseOptions(argv: readonly string[], names: readonly OptionName[]): Args {
  const options = Object.fromEntries(
    names.map((name) => {
      const { type, short } = optionSpecs[name];
      return [name, { type, multiple: true, ...(short === undefined ? {} : { short }) }];
    }),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const positionals: string[] = [];
  const given: { name: OptionName; value: string }[] = [];
  const seen = new Set<OptionName>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const name = knownName(token.name, token.rawName, names);
    seen.add(name);
    if (optionSpecs[name].type === 'boolean') {
      if (token.value !== undefined) throw wrong(`${token.rawName} takes no value`);
    } else if (token.value === undefined || token.value === '') {
      throw wrong(`${token.rawName} needs a value`);
    } else given.push({ name, value: token.value });
  }
  return {
    positionals,
    given,
    has: (name) => seen.has(name),
    value: (name) => given.findLast((option) => option.name === name)?.value ?? null,
  };
}

function knownName(name: string, rawName: string, names: readonly OptionName[]): OptionName {
  if ((names as readonly string[]).includes(name)) return name as OptionName;
  if (name in optionSpecs) throw wrong(`this command does not take --${name}`);
  throw wrong(`unknown option ${rawName}${didYouMean(name, names).replace(/"(.+)"/, '--$1')}`);
}

/** An option's value out of a fixed list. */
export function choice<Value extends string>(args: Args, name: OptionName, values: readonly Value[]): Value | null {
  const value = args.value(name);
  if (value === null) return null;
  return oneOf(value, values, `--${name}`);
}

export function oneOf<Value extends string>(value: string, values: readonly Value[], option: string): Value {
  if ((values as readonly string[]).includes(value)) return value as Value;
  throw wrong(`${option} ${value}: must be one of ${values.join(', ')}${didYouMean(value, values)}`);
}

export function wrong(message: string, hint = 'Add --help for what can be said.'): GitmoatError {
  return new GitmoatError('usage', message, { hint });
}
