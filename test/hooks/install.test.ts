/** Installing by every manager: what is written, that it is idempotent, and that uninstall brings back every byte. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../packages/core/src/git/repository.ts';
import {
  hooksStatus,
  type InstallOptions,
  installHooks,
  type ManagerName,
  uninstallHooks,
  usualEvents,
} from '../../packages/hooks/src/index.ts';
import { TestRepository } from '../helpers/repository.ts';

/** A newer git's own hooks are what `auto` finds first (test/e2e/hooks-native.test.ts); the others are named there. */
const [major = 0, minor = 0] = execFileSync('git', ['version'], { encoding: 'utf8' })
  .split(' ')[2]!
  .split('.')
  .map(Number);
const hasConfigHooks = major > 2 || (major === 2 && minor >= 54);
const found = (manager: ManagerName): ManagerName | 'auto' => (hasConfigHooks ? manager : 'auto');

const paths = { gitmoat: '/opt/a b/gitmoat.cjs', nodeFolder: "/opt/no'de" };

async function install(repo: TestRepository, options: Partial<InstallOptions> = {}) {
  const opened = await openRepository(repo.root);
  return installHooks(opened, { manager: found('git'), events: usualEvents, paths, dryRun: false, ...options });
}

async function uninstall(repo: TestRepository, dryRun = false) {
  return uninstallHooks(await openRepository(repo.root), dryRun);
}

async function covered(repo: TestRepository, by: ManagerName): Promise<string[]> {
  const { coverage } = await hooksStatus(await openRepository(repo.root), usualEvents);
  return coverage.filter((one) => one.by.includes(by)).map(({ event }) => event);
}

/** Every file with its mode and content, git's own bookkeeping left out. */
function snapshot(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => !/^\.git\/(?:objects|logs|index|refs)/.test(name));
  return Object.fromEntries(
    files.map((name) => {
      const stat = lstatSync(join(root, name));
      return [name, stat.isFile() ? `${stat.mode.toString(8)} ${readFileSync(join(root, name), 'base64')}` : 'folder'];
    }),
  );
}

const lefthook = `# ours
pre-commit:
  parallel: true
  commands:
    lint:
      run: eslint {staged_files}   # keep

commit-msg:
  jobs:
  - name: check
    run: check {1}

pre-push: # scripts only
  scripts:
    "x.sh": {runner: sh}
`;

const setUps: readonly { manager: ManagerName; files: Record<string, string>; config?: readonly string[] }[] = [
  { manager: 'git', files: {} },
  {
    manager: 'git',
    files: { '.git/hooks/pre-push': '#!/bin/sh\ngit lfs pre-push "$@"\n', '.git/hooks/pre-commit': 'exit 0' },
  },
  { manager: 'git', files: { 'my/hooks/pre-commit': '#!/bin/sh\ntrue\n' }, config: ['core.hooksPath', 'my/hooks'] },
  {
    manager: 'husky',
    files: {
      'package.json': '{"devDependencies": {"husky": "9"}}',
      '.husky/_/h': 'stub',
      '.husky/pre-commit': 'npm test',
      '.husky/pre-push': '#!/bin/sh\n. "$(dirname -- "$0")/_/husky.sh"\n\ngit lfs pre-push "$@"\n',
    },
    config: ['core.hooksPath', '.husky/_'],
  },
  { manager: 'lefthook', files: { 'lefthook.yml': lefthook } },
  { manager: 'lefthook', files: { '.config/lefthook.yml': '' } },
  {
    manager: 'pre-commit',
    files: { '.pre-commit-config.yaml': '# c\nrepos:\n- repo: meta\n  hooks:\n  - id: identity\n' },
  },
  {
    manager: 'simple-git-hooks',
    files: {
      'package.json': '{\n\t"name": "x",\n\t"simple-git-hooks": {\n\t\t"pre-commit": "npx lint-staged"\n\t}\n}\n',
    },
  },
];

describe.each(setUps)('$manager', ({ manager, files, config }) => {
  function project(): TestRepository {
    const repo = new TestRepository();
    mkdirSync(join(repo.root, '.git/hooks'), { recursive: true });
    for (const name of readdirSync(join(repo.root, '.git/hooks'))) rmSync(join(repo.root, '.git/hooks', name));
    for (const [path, text] of Object.entries(files)) repo.write(path, text);
    if (existsSync(join(repo.root, '.git/hooks/pre-push'))) chmodSync(join(repo.root, '.git/hooks/pre-push'), 0o755);
    if (config) repo.git('config', ...config);
    return repo;
  }

  it('is found, covers every event it can, twice is once, and goes without a trace', async () => {
    const repo = project();
    const before = snapshot(repo.root);
    const dry = await install(repo, { manager: found(manager), dryRun: true });
    expect(snapshot(repo.root)).toEqual(before);
    const done = await install(repo, { manager: found(manager) });
    expect(done).toMatchObject({ manager, changes: dry.changes });
    expect(done.changes.length).toBeGreaterThan(0);
    const able = manager === 'pre-commit' ? usualEvents.filter((event) => event !== 'pre-applypatch') : usualEvents;
    expect(await covered(repo, manager)).toEqual(able);
    const after = snapshot(repo.root);
    expect((await install(repo, { manager: found(manager) })).changes).toEqual([]);
    expect(snapshot(repo.root)).toEqual(after);
    expect((await uninstall(repo, true)).changes).not.toEqual([]);
    expect(snapshot(repo.root)).toEqual(after);
    expect((await uninstall(repo)).kept).toEqual([]);
    expect(snapshot(repo.root)).toEqual(before);
  });

  it('goes from a clone where nothing was written down', async () => {
    const repo = project();
    await install(repo, { manager: found(manager) });
    rmSync(join(repo.root, '.git/gitmoat-cache'), { recursive: true });
    await uninstall(repo);
    expect(await covered(repo, manager)).toEqual([]);
    for (const [path, text] of Object.entries(files)) {
      if (manager === 'simple-git-hooks')
        expect(JSON.parse(readFileSync(join(repo.root, path), 'utf8'))).toEqual(JSON.parse(text));
      else expect(readFileSync(join(repo.root, path), 'utf8')).toBe(text);
    }
  });
});

describe('care', () => {
  it('a hook edited since is left, and said', async () => {
    const repo = new TestRepository();
    await install(repo, { events: ['pre-commit'] });
    repo.write('.git/hooks/pre-commit', '#!/bin/sh\n# mine now\n');
    const { kept } = await uninstall(repo);
    expect(kept).toEqual([expect.stringContaining('was edited since')]);
    expect(readFileSync(join(repo.root, '.git/hooks/pre-commit'), 'utf8')).toContain('mine now');
  });

  it('another tool that took the place of the shim is not overwritten', async () => {
    const repo = new TestRepository().write('.git/hooks/pre-commit', 'first');
    await install(repo, { events: ['pre-commit'] });
    repo.write('.git/hooks/pre-commit', 'second');
    await expect(install(repo, { events: ['pre-commit'] })).rejects.toThrow('replaced by another tool');
    expect(readFileSync(join(repo.root, '.git/hooks/pre-commit.before-gitmoat'), 'utf8')).toBe('first');
  });

  it('a linked worktree installs for the whole clone', async () => {
    const repo = new TestRepository();
    repo.commit('first', { 'a.txt': 'a\n' });
    const linked = join(repo.root, '..', 'linked');
    repo.git('worktree', 'add', '-q', linked);
    await install(new TestRepository({ root: linked }), { events: ['pre-commit'] });
    expect(existsSync(join(repo.root, '.git/hooks/pre-commit'))).toBe(true);
  });

  it.skipIf(hasConfigHooks)('native where git cannot: a clear answer', async () => {
    await expect(install(new TestRepository(), { manager: 'native' })).rejects.toThrow(/has no hooks in its config/);
  });

  it('YAML that it does not understand: nothing is changed, the line to add is said', async () => {
    const text = 'pre-commit: {commands: {lint: {run: x}}}\n';
    const repo = new TestRepository().write('lefthook.yml', text);
    await expect(install(repo, { manager: found('lefthook') })).rejects.toThrow('does not edit');
    expect(readFileSync(join(repo.root, 'lefthook.yml'), 'utf8')).toBe(text);
  });
});
