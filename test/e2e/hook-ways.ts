/**
 * The ways in which hooks get into a repository, each with the real manager: made ready once, copied for each scenario.
 * npm's managers are dependencies of the tests; PyPI's are taken from PATH, in the full suite fetched. Which git runs the
 * config hooks is said by GITMOAT_TEST_GIT. A way that cannot be had gives its reason.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, env, gitmoat, makeFolder, write } from '../cli/harness.ts';
import { full } from '../helpers/random.ts';

export const wayNames = ['plain', 'husky', 'lefthook', 'pre-commit', 'prek', 'simple-git-hooks', 'native'] as const;
export type WayName = (typeof wayNames)[number];

export type Environment = Readonly<Record<string, string>>;

/** What is needed besides, or why it is not to be had. */
type Ready = { readonly env: Environment } | { readonly missing: string };

interface Way {
  ready(): Ready;
  /** In a repository without commits; gitmoat is in its node_modules. */
  prepare?(root: string, env: Environment): void;
  /** Anything after `gitmoat hooks install`. */
  finish?(root: string, env: Environment): void;
  /** For `--manager`; the way's own name unless said. */
  readonly manager?: string;
}

const events = ['pre-commit', 'pre-merge-commit', 'commit-msg', 'pre-push'];
const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const nothing: Ready = { env: {} };

const ways: Readonly<Record<WayName, Way>> = {
  plain: { ready: () => nothing, manager: 'git' },
  husky: {
    ready: () => ofNpm('husky'),
    // As `npx husky init` leaves a project.
    prepare(root, extra) {
      write(root, { 'package.json': '{ "devDependencies": { "husky": "^9.0.0" } }\n', '.husky/pre-commit': 'true\n' });
      run(root, extra, process.execPath, join(packageOf('husky'), 'bin.js'));
    },
  },
  lefthook: {
    ready: () => ofNpm('lefthook'),
    prepare(root) {
      write(root, { 'lefthook.yml': 'pre-commit:\n  commands:\n    ok:\n      run: "true"\n' });
      link(root, 'lefthook');
    },
    finish: (root, extra) => run(root, extra, process.execPath, join(packageOf('lefthook'), 'bin/index.js'), 'install'),
  },
  'pre-commit': framework('pre-commit'),
  prek: framework('prek'),
  'simple-git-hooks': {
    ready: () => ofNpm('simple-git-hooks'),
    prepare: (root) =>
      write(root, { 'package.json': '{ "private": true, "simple-git-hooks": { "pre-commit": "true" } }\n' }),
    finish: (root, extra) => run(root, extra, process.execPath, join(packageOf('simple-git-hooks'), 'cli.js')),
  },
  native: { ready: () => nativeGit() },
};

/** Puts gitmoat into a fresh repository by way of the manager. */
export function installBy(name: WayName, root: string, extra: Environment): void {
  const { finish, manager = name } = ways[name];
  const { code, stderr } = gitmoat(['hooks', 'install', '--manager', manager], { cwd: root, env: { ...extra } });
  if (code !== 0) throw new Error(stderr);
  finish?.(root, extra);
}

/** Before the first commit. */
export function prepareFor(name: WayName, root: string, extra: Environment): void {
  const { prepare } = ways[name];
  if (prepare === undefined) return;
  prepare(root, extra);
  linkGitmoat(root);
}

export function linkGitmoat(root: string): void {
  const bin = join(root, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  rmSync(join(bin, 'gitmoat'), { force: true });
  symlinkSync(bundle, join(bin, 'gitmoat'));
}

const known = new Map<WayName, Ready>();

export function readiness(name: WayName): Ready {
  const ready = known.get(name) ?? ways[name].ready();
  known.set(name, ready);
  return ready;
}

function ofNpm(name: string): Ready {
  return existsSync(packageOf(name)) ? nothing : { missing: `${name} is not in test/node_modules` };
}

function packageOf(name: string): string {
  return join(modules, name);
}

function link(root: string, name: string): void {
  const folder = join(root, 'node_modules');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, name))) symlinkSync(packageOf(name), join(folder, name), 'junction');
}

function framework(name: 'pre-commit' | 'prek'): Way {
  return {
    manager: 'pre-commit',
    ready: () => ofPypi(name),
    prepare: (root) =>
      write(root, { '.pre-commit-config.yaml': 'repos:\n  - repo: meta\n    hooks: [{id: identity}]\n' }),
    finish: (root, extra) => run(root, extra, name, 'install', ...events.flatMap((event) => ['-t', event])),
  };
}

/** pip's own settings come from the user's home, which the tests do without otherwise. */
function ofPypi(name: string): Ready {
  const home = join(makeFolder(), 'framework');
  const found = (path: string | undefined) =>
    (path ?? '').split(delimiter).find((folder) => existsSync(join(folder, name)));
  const there = found(process.env.PATH);
  const ready = (folder: string): Ready => ({
    env: { PATH: `${folder}${delimiter}${env.PATH}`, PRE_COMMIT_HOME: home, PREK_HOME: home },
  });
  if (there !== undefined) return ready(there);
  if (!full) return { missing: `${name} is not on PATH; the full suite fetches it from PyPI` };
  const venv = join(makeFolder(), 'venv');
  const own = { ...process.env, GIT_DIR: undefined };
  for (const [command, ...args] of [
    ['python3', '-m', 'venv', venv],
    [join(venv, 'bin', 'pip'), 'install', '-q', name],
  ] as const) {
    const { status, stderr } = spawnSync(command, args, { env: own, encoding: 'utf8' });
    if (status !== 0) return { missing: `${name} cannot be fetched: ${(stderr ?? '').trim().split('\n').at(-1)}` };
  }
  return ready(join(venv, 'bin'));
}

/** The git that GITMOAT_TEST_GIT names, else the one on PATH, if its config can hold hooks. */
function nativeGit(): Ready {
  const named = process.env.GITMOAT_TEST_GIT;
  if (!hasConfigHooks(named)) {
    return { missing: 'git is older than 2.54: no hooks in its config; GITMOAT_TEST_GIT can name a newer one' };
  }
  return { env: named === undefined ? {} : { PATH: `${dirname(named)}${delimiter}${env.PATH}` } };
}

export function hasConfigHooks(git = 'git'): boolean {
  const { stdout } = spawnSync(git, ['version'], { encoding: 'utf8' });
  const [major = 0, minor = 0] = (/\d+\.\d+/.exec(stdout ?? '')?.[0] ?? '0.0').split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 54);
}

function run(root: string, extra: Environment, command: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env: { ...env, ...extra },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
}
