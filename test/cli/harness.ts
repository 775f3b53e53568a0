/**
 * Runs the built command as users do (a process of its own) in made-up repositories. `pnpm test` builds first.
 * GIT_* and the user's git settings never reach the tests, so that a run inside a hook harms nothing.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completeExample } from '@gitmoat/core/rule-tools';
import { afterAll } from 'vitest';

export const bundle: string = fileURLToPath(new URL('../../packages/cli/bin/gitmoat.cjs', import.meta.url));
const work = realpathSync(mkdtempSync(join(tmpdir(), 'gitmoat-cli-')));
/** Temporary files of the command itself; must be empty after every run. */
export const scratch: string = join(work, 'tmp');
export const home: string = join(work, 'home');
mkdirSync(scratch);
mkdirSync(home);
afterAll(() => rmSync(work, { recursive: true, force: true }));

const inherited = Object.entries(process.env).filter(
  ([name]) => !/^(GIT_|GITMOAT_|NODE_EXTRA_CA_CERTS$|NO_COLOR$|FORCE_COLOR$|INIT_CWD$|CI$)/.test(name),
);
export const env: NodeJS.ProcessEnv = {
  ...Object.fromEntries(inherited),
  HOME: home,
  TMPDIR: scratch,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly input?: string | Buffer;
  readonly env?: Record<string, string>;
}

export function gitmoat(args: readonly string[], options: RunOptions): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    cwd: options.cwd,
    env: { ...env, ...options.env },
    input: options.input ?? '',
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}

export function startGitmoat(args: readonly string[], options: RunOptions): ChildProcess {
  return spawn(process.execPath, [bundle, ...args], { cwd: options.cwd, env: { ...env, ...options.env } });
}

let folders = 0;

export function makeFolder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = join(work, `w${folders++}`);
  mkdirSync(folder);
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A repository with one commit of the files; none where there are no files. */
export function makeRepository(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = makeFolder();
  git(folder, 'init', '-q', '-b', 'main');
  if (Object.keys(files).length > 0) commitFiles(folder, files, 'First');
  return folder;
}

export function commitFiles(folder: string, files: Readonly<Record<string, string | Buffer>>, message: string): void {
  write(folder, files);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '--allow-empty', '-m', message);
}

const settings = [
  '-c',
  'user.name=Ada',
  '-c',
  'user.email=ada@example.com',
  '-c',
  'commit.gpgsign=false',
  '-c',
  'core.autocrlf=false',
];

export function git(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', [...settings, ...args], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** Made up at run time; each call with another seed is another value. */
export const secrets = {
  /** Provable by its checksum. */
  githubPat: (seed: string): string => completeExample('ghp_<<alnum:30>><<sum:crc32-base62>>', seed),
  stripe: (seed: string): string => completeExample(`sk_${'live'}_<<alnum:24>>`, seed),
  awsId: (seed: string): string => completeExample('AKIA<<base32:16>>', seed),
  awsSecret: (seed: string): string => completeExample('<<base64:40>>', seed),
  privateKey: (seed: string): string => completeExample('<<make:ec-key>>', seed),
  password: (seed: string): string => completeExample('<<alpha:4>>7!<<alnum:9>>', seed),
};
