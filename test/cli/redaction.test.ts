/**
 * No output, message, report, temporary file or cache ever holds a secret: raw, base64, hex, percent, JSON-escaped, nor
 * any 8-byte piece past the prefix that all tokens of the format share.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formats } from '@gitmoat/core/report/reporters';
import { beforeAll, expect, test } from 'vitest';
import {
  commitFiles,
  git,
  gitmoat,
  home,
  makeFolder,
  makeRepository,
  type Ran,
  scratch,
  secrets,
  write,
} from './harness.ts';

interface Planted {
  readonly name: string;
  readonly value: string;
  /** Public: may be shown. */
  readonly prefix: string;
}

const planted: readonly Planted[] = [
  { name: 'github', value: secrets.githubPat('r1'), prefix: 'ghp_' },
  { name: 'message', value: secrets.githubPat('r2'), prefix: 'ghp_' },
  { name: 'tag', value: secrets.githubPat('r3'), prefix: 'ghp_' },
  { name: 'path', value: secrets.githubPat('r4'), prefix: 'ghp_' },
  { name: 'branch', value: secrets.githubPat('r5'), prefix: 'ghp_' },
  { name: 'suppressed', value: secrets.githubPat('r6'), prefix: 'ghp_' },
  { name: 'staged', value: secrets.githubPat('r7'), prefix: 'ghp_' },
  { name: 'stripe', value: secrets.stripe('r8'), prefix: `sk_${'live'}_` },
  { name: 'aws secret', value: secrets.awsSecret('r9'), prefix: '' },
  { name: 'key', value: bodyOf(secrets.privateKey('r10')), prefix: '' },
  { name: 'password', value: secrets.password('r11'), prefix: '' },
];
const secretOf = (name: string): string => planted.find((one) => one.name === name)?.value ?? '';

/** The base64 lines of a PEM; its header is public. */
function bodyOf(pem: string): string {
  return pem.replace(/-----[^-]+-----/g, '').trim();
}

/** Every form in which the value could leave. */
function formsOf({ value, prefix }: Planted): string[] {
  const bytes = Buffer.from(value);
  const secretPart = value.slice(prefix.length);
  const pieces: string[] = [];
  for (const line of secretPart.split('\n')) {
    for (let at = 0; at + 8 <= line.length; at++) pieces.push(line.slice(at, at + 8));
  }
  // Three alignments; the ends depend on what stands beside the value.
  const base64 = [0, 1, 2].map((skip) =>
    Buffer.concat([Buffer.alloc(skip), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  const hex = Buffer.from(secretPart).toString('hex');
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const json = JSON.stringify(value).slice(1, -1);
  return [
    value,
    ...pieces,
    ...base64,
    hex,
    hex.toUpperCase(),
    percent,
    percent.toUpperCase(),
    encodeURIComponent(value),
    json,
  ];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const repo = makeRepository({ 'README.md': 'hello\n' });
const outputs = makeFolder();
const texts: [string, string][] = [];
let before: Set<string>;

function keep(label: string, ran: Ran): Ran {
  texts.push([`${label} stdout`, ran.stdout], [`${label} stderr`, ran.stderr]);
  return ran;
}

beforeAll(() => {
  git(repo, 'config', 'core.quotePath', 'false');
  commitFiles(
    repo,
    {
      'app.env': `GITHUB_TOKEN=${secretOf('github')}\nDB_PASSWORD=${secretOf('password')}\nAWS_SECRET_ACCESS_KEY=${secretOf('aws secret')}\n`,
      'pay.json': JSON.stringify({ stripe: secretOf('stripe') }),
      'server.pem': `${secrets.privateKey('r10')}\n`,
      'ok.txt': `${secretOf('suppressed')} gitmoat:allow made up\n`,
      [`dir-${secretOf('path')}/x.txt`]: `see ${secretOf('github')}\n`,
    },
    `Use ${secretOf('message')}`,
  );
  git(repo, 'tag', '-a', 'v1', '-m', `Tag with ${secretOf('tag')}`);
  git(repo, 'branch', `b-${secretOf('branch')}`);
  write(repo, { 'staged.txt': `${secretOf('staged')}\n` });
  git(repo, 'add', 'staged.txt');
  before = new Set(filesBelow(repo));

  for (const command of [['audit'], ['history'], ['scan'], ['staged'], ['range', 'HEAD~1..HEAD']]) {
    const asked = [...command, '--all', '--show-suppressed', '--min-confidence', 'low'];
    const pairs = formats.flatMap((format) => [
      '--format',
      format,
      '--output',
      join(outputs, `${command[0]}.${format}`),
    ]);
    keep(`${command[0]} files`, gitmoat([...asked, ...pairs], { cwd: repo, env: { GITMOAT_DEBUG: '1' } }));
    for (const format of ['text', 'json', 'jsonl', 'sarif'])
      keep(`${command[0]} ${format}`, gitmoat([...asked, '--format', format], { cwd: repo }));
  }
  for (const { value } of planted)
    keep('explain --stdin', gitmoat(['explain', '--stdin'], { cwd: repo, input: `key = "${value}"\n` }));
  keep('explain file', gitmoat(['explain', 'app.env:1'], { cwd: repo }));
  const json = gitmoat(['audit', '--format', 'json'], { cwd: repo });
  for (const { fingerprint } of JSON.parse(json.stdout).findings)
    keep('explain', gitmoat(['explain', fingerprint], { cwd: repo }));
}, 300_000);

test('the planted secrets are found, so that the search below means something', () => {
  const { stdout } = gitmoat(['audit', '--format', 'jsonl', '--show-secrets', '--show-suppressed'], { cwd: repo });
  const found = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).secret as string)
    .join('\n')
    .replace(/\s/g, '');
  // Names of paths and branches are cleaned, not scanned as content.
  const missed = planted.filter(
    ({ name, value }) => !['path', 'branch'].includes(name) && !found.includes(value.replace(/\s/g, '')),
  );
  expect(missed.map(({ name }) => name)).toEqual([]);
});

test('nothing that the runs wrote holds any of them in any form', () => {
  const places: [string, string][] = [...texts];
  const written = [
    ...filesBelow(outputs),
    ...filesBelow(scratch),
    ...filesBelow(home),
    ...filesBelow(repo).filter((file) => !before.has(file)),
  ];
  for (const file of written) places.push([file, readFileSync(file, 'latin1')]);
  expect(namesShown(places)).toEqual([]);
  expect(texts.length).toBeGreaterThan(70);
  expect(filesBelow(outputs)).toHaveLength(5 * formats.length);
});

test('the search itself works: with --show-secrets it finds what is shown', () => {
  const { stdout } = gitmoat(['audit', '--format', 'json', '--show-secrets'], { cwd: repo });
  const names = namesShown([['shown', stdout]]).map((entry) => entry.replace(' in shown', ''));
  expect(names).toEqual(
    expect.arrayContaining(['github', 'message', 'tag', 'stripe', 'aws secret', 'key', 'password']),
  );
});

function namesShown(places: readonly (readonly [string, string])[]): string[] {
  const shown = new Set<string>();
  for (const one of planted) {
    for (const form of formsOf(one)) {
      for (const [place, text] of places) if (text.includes(form)) shown.add(`${one.name} in ${place}`);
    }
  }
  return [...shown];
}
