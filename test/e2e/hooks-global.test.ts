/**
 * `gitmoat hooks install --global`: every repository of a user is judged, its own hooks still run, and uninstall brings back
 * every byte. With the git on PATH, and with one whose config holds hooks.
 */
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitmoat, makeFolder, type Ran, write } from '../cli/harness.ts';
import { type Environment, hasConfigHooks, readiness } from './hook-ways.ts';
import { bareRemote, HookedRepository, line } from './hooked-repository.ts';

const commit = ['commit', '-q', '-m', 'x'];

class User {
  readonly home: string;
  readonly env: Record<string, string>;

  constructor(extra: Environment, files: Readonly<Record<string, string>> = {}) {
    this.home = makeFolder(files);
    this.env = { ...extra, HOME: this.home, XDG_CONFIG_HOME: '', GIT_CONFIG_GLOBAL: join(this.home, '.gitconfig') };
  }

  gitmoat(...args: readonly string[]): Ran {
    return this.gitmoatIn(makeFolder(), ...args);
  }

  gitmoatIn(cwd: string, ...args: readonly string[]): Ran {
    return gitmoat(args, { cwd, env: this.env });
  }

  /** With hooks of its own that note in `.git/ran` that they ran, with their input. */
  repository(): HookedRepository {
    const repo = new HookedRepository(makeFolder(), this.env);
    repo.git('init', '-q', '-b', 'main');
    for (const name of ['pre-commit', 'prepare-commit-msg', 'post-commit', 'pre-push']) {
      repo.write(
        `.git/hooks/${name}`,
        `#!/bin/sh\necho "${name} $#" >> "$(git rev-parse --git-common-dir)/ran"\n${name === 'pre-push' ? 'cat >> "$(git rev-parse --git-common-dir)/ran"\n' : ''}`,
      );
      chmodSync(join(repo.root, '.git/hooks', name), 0o755);
    }
    return repo;
  }

  everything(): Record<string, string> {
    const names = readdirSync(this.home, { recursive: true, encoding: 'utf8' }).sort();
    return Object.fromEntries(
      names.map((name) => {
        const path = join(this.home, name);
        return [name, lstatSync(path).isFile() ? readFileSync(path, 'latin1') : ''];
      }),
    );
  }
}

const kinds: readonly (readonly [string, ReturnType<typeof readiness>])[] = [
  ['the git on PATH', { env: {} }],
  ...(hasConfigHooks() ? [] : [['git with hooks in its config', readiness('native')] as const]),
];

describe.each(kinds)('%s', (_, ready) => {
  if ('missing' in ready) {
    it(`not run: ${ready.missing}`, ({ skip }) => skip(ready.missing));
    return;
  }
  const user = (files?: Readonly<Record<string, string>>): User => new User(ready.env, files);

  it('judges every repository, runs its own hooks, and goes without a trace', () => {
    const ada = user({ '.gitconfig': '[core]\n    editor = vi\n[alias]\n\tst = status' });
    const before = ada.everything();
    expect(ada.gitmoat('hooks', 'install', '--global', '--dry-run').stdout).toContain('Would install');
    expect(ada.everything()).toEqual(before);
    expect(ada.gitmoat('hooks', 'status', '--global').code).toBe(1);
    expect(ada.gitmoat('hooks', 'install', '--global')).toMatchObject({ code: 0, stderr: '' });
    const installed = ada.everything();
    expect(ada.gitmoat('hooks', 'install', '--global').stdout).toBe('Installed for all repositories already.\n');
    expect(ada.everything()).toEqual(installed);
    expect(ada.gitmoat('hooks', 'status', '--global').code).toBe(0);

    const repo = ada.repository();
    expect(ada.gitmoatIn(repo.root, 'hooks', 'status').stdout).toMatch(/^pre-push +global$/m);
    repo.write('a.txt', 'a\n').git('add', '-A');
    expect(repo.try(commit)).toMatchObject({ code: 0, stderr: '' });
    expect(repo.read('.git/ran')).toBe('pre-commit 0\nprepare-commit-msg 2\npost-commit 0\n');
    repo.write('b.txt', line).git('add', '-A');
    expect(repo.try(commit).stderr).toContain('gitmoat: commit blocked: ');
    expect(repo.try(['commit', '-q', '--no-verify', '-m', 'x']).code).toBe(0);
    repo.write('.git/ran', '');
    repo.git('remote', 'add', 'origin', bareRemote());
    expect(repo.try(['push', '-q', 'origin', 'HEAD~1:refs/heads/main']).code).toBe(0);
    expect(repo.read('.git/ran')).toMatch(/^pre-push 2\nHEAD~1 [0-9a-f]{40} refs\/heads\/main 0{40}\n$/);
    expect(repo.try(['push', '-q', 'origin', 'main']).stderr).toContain('gitmoat: push blocked: ');

    const linked = join(makeFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'other', linked, 'HEAD~1');
    write(linked, { 'c.txt': line });
    repo.git('-C', linked, 'add', 'c.txt');
    expect(repo.try(commit, { cwd: linked }).stderr).toContain('gitmoat: commit blocked: ');

    expect(ada.gitmoatIn(repo.root, 'hooks', 'doctor')).toMatchObject({ code: 0 });
    expect(ada.gitmoat('hooks', 'uninstall', '--global')).toMatchObject({ code: 0, stderr: '' });
    expect(ada.everything()).toEqual(before);
    expect(ada.gitmoat('hooks', 'uninstall', '--global').stdout).toContain('Nothing is installed');
  });

  it('leaves nothing in a home that had nothing', () => {
    const ada = user();
    expect(ada.gitmoat('hooks', 'install', '--global').code).toBe(0);
    expect(existsSync(join(ada.home, '.gitconfig'))).toBe(true);
    expect(ada.gitmoat('hooks', 'uninstall', '--global').code).toBe(0);
    expect(ada.everything()).toEqual({});
  });

  it('a repository with gitmoat of its own is judged once', () => {
    const ada = user();
    const repo = new HookedRepository(makeFolder(), ada.env);
    repo.git('init', '-q', '-b', 'main');
    expect(ada.gitmoatIn(repo.root, 'hooks', 'install').code).toBe(0);
    expect(ada.gitmoat('hooks', 'install', '--global').code).toBe(0);
    repo.write('b.txt', line).git('add', '-A');
    const ran = repo.try(commit);
    expect(ran.stderr.match(/gitmoat: commit blocked: /g)).toHaveLength(1);
    repo.git('rm', '-q', '--cached', 'b.txt');
    repo.write('a.txt', 'a\n').git('add', 'a.txt');
    // What is skipped is written down once by each hook that ran.
    repo.try(commit, { env: { GITMOAT_SKIP: '1' } });
    const entries = repo.read('.git/gitmoat-cache/skips.log').trim().split('\n');
    expect(entries.map((entry) => entry.split(' ')[1])).toEqual(['pre-commit', 'commit-msg']);
    expect(ada.gitmoatIn(repo.root, 'hooks', 'uninstall').code).toBe(0);
    repo.git('add', 'b.txt');
    expect(repo.try(commit).stderr).toContain('gitmoat: commit blocked: ');
  });

  it('a hook folder of all repositories that is there is not touched', () => {
    const ada = user({ '.gitconfig': '[core]\n\thooksPath = ~/mine\n', 'mine/pre-commit': '#!/bin/sh\nexit 0\n' });
    const before = ada.everything();
    const ran = ada.gitmoat('hooks', 'install', '--global');
    if (ran.code !== 0) {
      expect(ran).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/core\.hooksPath is set .*\n.*gitmoat hooks run/),
      });
    } else {
      const repo = ada.repository();
      repo.write('b.txt', line).git('add', '-A');
      expect(repo.try(commit).stderr).toContain('gitmoat: commit blocked: ');
      expect(ada.gitmoat('hooks', 'uninstall', '--global').code).toBe(0);
    }
    expect(ada.everything()).toEqual(before);
  });

  it('words that do not go together', () => {
    expect(user().gitmoat('hooks', 'doctor', '--global').code).toBe(2);
    expect(user().gitmoat('hooks', 'install', '--global', '--manager', 'git').code).toBe(2);
  });
});
