/**
 * Every manager for real: the packed tarball installed by npm beside it, gitmoat installed by way of it, a planted token
 * stopped, a clean commit let through, everything as it was after uninstall. Tools come from their registries, so this is
 * part of the full suite only; what cannot be had is skipped and named.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { env, makeFolder, type Ran, write } from '../cli/harness.ts';
import { full } from '../helpers/random.ts';
import { line } from './hooked-repository.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const person = ['GIT_AUTHOR', 'GIT_COMMITTER'].flatMap((who) => [
  [`${who}_NAME`, 'Ada'],
  [`${who}_EMAIL`, 'ada@example.com'],
]);
const always = ['pre-commit', 'pre-merge-commit', 'commit-msg', 'pre-push'];

interface Way {
  readonly files?: Readonly<Record<string, string>>;
  readonly packages?: readonly string[];
  /** From PyPI. */
  readonly python?: string;
  /** Makes the manager's own hooks, before gitmoat comes. */
  readonly setUp?: readonly string[];
  /** After gitmoat has come. */
  readonly again?: readonly string[];
}

const ways: Readonly<Record<string, Way>> = {
  git: {},
  husky: { packages: ['husky@9.1.7'], files: { '.husky/pre-commit': 'true\n' }, setUp: ['npx', 'husky'] },
  lefthook: {
    packages: ['lefthook@2.1.10'],
    // lefthook writes a stub for each event that its file names, and leaves it there.
    files: {
      'lefthook.yml': [...always, 'pre-applypatch']
        .map((event) => `${event}:\n  commands:\n    ok:\n      run: "true"\n`)
        .join(''),
    },
    setUp: ['npx', 'lefthook', 'install'],
  },
  'simple-git-hooks': {
    packages: ['simple-git-hooks@2.13.1'],
    files: { 'package.json': '{\n  "private": true,\n  "simple-git-hooks": {\n    "pre-commit": "true"\n  }\n}\n' },
    setUp: ['npx', 'simple-git-hooks'],
    again: ['npx', 'simple-git-hooks'],
  },
  'pre-commit': {
    python: 'pre-commit',
    files: { '.pre-commit-config.yaml': 'repos:\n  - repo: meta\n    hooks: [{id: identity}]\n' },
    setUp: ['pre-commit', 'install', ...always.flatMap((event) => ['-t', event])],
  },
  prek: {
    python: 'prek',
    files: { '.pre-commit-config.yaml': 'repos:\n  - repo: meta\n    hooks: [{id: identity}]\n' },
    setUp: ['prek', 'install', ...always.flatMap((event) => ['-t', event])],
  },
};

let tools = '';
let tarball = '';

beforeAll(() => {
  if (!full) return;
  tools = makeFolder();
  tarball = execFileSync(process.execPath, [join(root, 'scripts', 'pack.mjs'), tools], {
    encoding: 'utf8',
    env,
  }).trim();
}, 120_000);

/** The machine's own way to the registries, which the other tests do without. */
function environment(project: string): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS, HOME } = process.env;
  const path = `${join(project, 'node_modules', '.bin')}:${join(tools, 'venv', 'bin')}:${process.env.PATH}`;
  return {
    ...env,
    ...Object.fromEntries(person),
    HOME,
    NODE_EXTRA_CA_CERTS,
    PATH: path,
    PRE_COMMIT_HOME: join(tools, 'home'),
  };
}

function run(project: string, [command = '', ...args]: readonly string[]): Ran {
  const options = { cwd: project, env: environment(project), encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(command, args, options);
  return { code: status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** Every file but those of npm, and what git and lefthook write down for themselves. */
function snapshot(folder: string, found: Record<string, string> = {}, prefix = ''): Record<string, string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (
      /^(?:node_modules|objects|logs|refs|index|COMMIT_EDITMSG|gitmoat-cache|package-lock\.json|lefthook\.checksum)$/.test(
        name,
      )
    )
      continue;
    if (statSync(path).isDirectory()) snapshot(path, found, `${prefix}${name}/`);
    else found[prefix + name] = readFileSync(path, 'latin1');
  }
  return found;
}

describe.runIf(full)('installed from the tarball by way of', () => {
  it.each(Object.keys(ways))('%s', { timeout: 300_000 }, (name) => {
    const { files = {}, packages = [], python, setUp, again } = ways[name]!;
    const project = makeFolder({ 'package.json': '{ "private": true }\n', '.gitignore': 'node_modules/\n', ...files });
    const must = (argv: readonly string[]): void => {
      const ran = run(project, argv);
      if (ran.code !== 0) throw new Error(`${argv.join(' ')}: ${ran.stdout}${ran.stderr}`);
    };
    must(['git', 'init', '-q', '-b', 'main']);
    must(['npm', 'install', '--no-audit', '--no-fund', '--no-save', tarball, ...packages]);
    if (name === 'husky')
      write(project, { 'package.json': '{ "private": true, "devDependencies": { "husky": "9" } }\n' });
    if (python !== undefined && !existsSync(join(tools, 'venv', 'bin', python))) {
      mkdirSync(tools, { recursive: true });
      if (!existsSync(join(tools, 'venv'))) must(['python3', '-m', 'venv', join(tools, 'venv')]);
      must([join(tools, 'venv', 'bin', 'pip'), 'install', '-q', python]);
    }
    must(['git', 'add', '-A']);
    if (setUp !== undefined) must(setUp);
    must(['git', 'commit', '-q', '--no-verify', '-m', 'set-up']);
    const before = snapshot(project);

    must(['npx', 'gitmoat', 'hooks', 'install', ...(name === 'git' ? ['--manager', 'git'] : [])]);
    if (again !== undefined) must(again);
    must(['git', 'add', '-A']);
    must(['git', 'commit', '-q', '--allow-empty', '-m', 'Hooks']);
    write(project, { 'planted.txt': line });
    must(['git', 'add', 'planted.txt']);
    const stopped = run(project, ['git', 'commit', '-q', '-m', 'planted']);
    expect(stopped.code, 'a planted token').not.toBe(0);
    expect(stopped.stdout + stopped.stderr).toContain('gitmoat: commit blocked: ');
    expect(run(project, ['git', 'rev-parse', '-q', '--verify', 'HEAD^{commit}']).code).toBe(0);
    must(['git', 'rm', '-q', '--cached', 'planted.txt']);
    must(['rm', 'planted.txt']);
    const message = run(project, ['git', 'commit', '-q', '--allow-empty', '-m', line]);
    expect(message.stdout + message.stderr, 'a token in the message').toContain('gitmoat: commit blocked: ');

    must(['npx', 'gitmoat', 'hooks', 'uninstall']);
    if (again !== undefined) must(again);
    expect(snapshot(project)).toEqual(before);
  });
});
