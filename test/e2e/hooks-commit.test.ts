/** Everything that makes a commit, on real git with installed hooks: what is stopped, what passes, and that nothing is lost. */
import { chmodSync, existsSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitmoat, makeFolder, makeRepository } from '../cli/harness.ts';
import { HookedRepository, hooked, huskyPackage, line, secret, skips, type Way } from './hooked-repository.ts';

interface Case {
  readonly name: string;
  /** Brings the repository to the moment before; returns the arguments of git. */
  prepare(repo: HookedRepository): readonly string[];
  readonly blocked: boolean;
  /** One of those that are tried in a husky project too; `pnpm test:full` tries them all. */
  readonly everywhere?: true;
  /** The command itself changes the index before it asks (`am`). */
  readonly changesIndex?: true;
  /** Where git is called, from the root. */
  readonly cwd?: string;
}

const commit = ['commit', '-q', '-m', 'x'];

/** main and side both changed a.txt, side is merged (or picked) into main, and stops with a conflict. */
function conflict(repo: HookedRepository, how: readonly string[]): void {
  repo.git('checkout', '-q', '-b', 'side');
  repo.commitUnseen('theirs', { 'a.txt': 'theirs\n' });
  repo.git('checkout', '-q', 'main');
  repo.commitUnseen('ours', { 'a.txt': 'ours\n' });
  expect(repo.try([...how, 'side']).code).not.toBe(0);
}

/** A side branch with the secret, main elsewhere: no conflict. */
function diverge(repo: HookedRepository, content: string): void {
  repo.git('checkout', '-q', '-b', 'side');
  repo.commitUnseen('theirs', { 'side.txt': content });
  repo.git('checkout', '-q', 'main');
  repo.commitUnseen('ours', { 'b.txt': 'b\n' });
}

const cases: readonly Case[] = [
  {
    name: 'commit of a new file',
    everywhere: true,
    blocked: true,
    prepare(repo) {
      repo.write('new.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'commit without a secret',
    everywhere: true,
    blocked: false,
    prepare(repo) {
      repo.write('new.txt', 'fine\n').git('add', '-A');
      return commit;
    },
  },
  {
    name: 'the very first commit',
    blocked: true,
    prepare(repo) {
      repo.git('checkout', '-q', '--orphan', 'fresh');
      repo.write('new.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'commit --amend',
    blocked: true,
    prepare(repo) {
      repo.write('a.txt', line).git('add', '-A');
      return ['commit', '-q', '--amend', '--no-edit'];
    },
  },
  {
    name: 'commit --amend of the message only',
    blocked: false,
    prepare: () => ['commit', '-q', '--amend', '-m', 'other'],
  },
  {
    name: 'commit -a',
    everywhere: true,
    blocked: true,
    prepare(repo) {
      repo.write('a.txt', line);
      return ['commit', '-q', '-a', '-m', 'x'];
    },
  },
  {
    name: 'commit PATH with the secret',
    blocked: true,
    prepare(repo) {
      repo.write('a.txt', line);
      return [...commit, 'a.txt'];
    },
  },
  {
    name: 'commit PATH beside a staged secret',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('b', { 'b.txt': 'b\n' });
      repo.write('a.txt', line).write('b.txt', 'bb\n').git('add', 'a.txt');
      return [...commit, 'b.txt'];
    },
  },
  {
    name: 'a partial stage: secret in the index, not in the worktree',
    everywhere: true,
    blocked: true,
    prepare(repo) {
      repo.write('a.txt', line).git('add', 'a.txt');
      repo.write('a.txt', 'clean\n');
      return commit;
    },
  },
  {
    name: 'a partial stage: secret in the worktree only',
    blocked: false,
    prepare(repo) {
      repo.write('a.txt', 'clean\n').git('add', 'a.txt');
      repo.write('a.txt', line);
      return commit;
    },
  },
  {
    name: 'intent-to-add',
    blocked: false,
    prepare(repo) {
      repo.write('later.txt', line).git('add', '-N', 'later.txt');
      repo.write('b.txt', 'b\n').git('add', 'b.txt');
      return commit;
    },
  },
  {
    name: 'intent-to-add, then commit -a',
    blocked: true,
    prepare(repo) {
      repo.write('later.txt', line).git('add', '-N', 'later.txt');
      return ['commit', '-q', '-a', '-m', 'x'];
    },
  },
  {
    name: 'from a subfolder',
    everywhere: true,
    blocked: true,
    cwd: 'deep/er',
    prepare(repo) {
      repo.write('deep/er/b.txt', 'b\n').write('a.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a rename without an edit of a file that has a secret in HEAD',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('old', { 'old.txt': line });
      repo.git('mv', 'old.txt', 'new.txt');
      return commit;
    },
  },
  {
    name: 'a rename that brings a secret',
    blocked: true,
    prepare(repo) {
      const filler = Array.from({ length: 40 }, (_, i) => `line ${i}\n`).join('');
      repo.commitUnseen('old', { 'old.txt': filler });
      repo.git('mv', 'old.txt', 'new.txt');
      repo.write('new.txt', filler + line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a mode change of a file that has a secret in HEAD',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('old', { 'run.sh': line });
      chmodSync(join(repo.root, 'run.sh'), 0o755);
      repo.git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a symlink whose target holds a secret',
    blocked: true,
    prepare(repo) {
      symlinkSync(`/srv/${secret}`, join(repo.root, 'link'));
      repo.git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a symlink to an untracked file with a secret',
    blocked: false,
    prepare(repo) {
      symlinkSync('outside.txt', join(repo.root, 'link'));
      repo.git('add', 'link');
      repo.write('outside.txt', line);
      return commit;
    },
  },
  {
    name: 'a submodule pointer',
    blocked: false,
    prepare(repo) {
      const other = makeRepository({ 's.txt': line });
      repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', other, 'sub');
      return commit;
    },
  },
  {
    name: 'deleting the secret',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('old', { 'old.txt': line });
      repo.git('rm', '-q', 'old.txt');
      return commit;
    },
  },
  {
    name: 'a file name with spaces, quotes and a line feed',
    blocked: true,
    prepare(repo) {
      repo.write('a "b"\n c.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'in a sparse checkout',
    blocked: true,
    prepare(repo) {
      repo.commitUnseen('dirs', { 'in/x.txt': 'x\n', 'out/y.txt': 'y\n' });
      repo.git('sparse-checkout', 'set', '--sparse-index', 'in', '.husky');
      repo.write('in/new.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'with a split index',
    blocked: true,
    prepare(repo) {
      repo.git('update-index', '--split-index');
      repo.write('new.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a merge without conflict (pre-merge-commit) that brings a published secret',
    everywhere: true,
    blocked: false,
    prepare(repo) {
      diverge(repo, line);
      return ['merge', '-q', '--no-edit', 'side'];
    },
  },
  {
    name: 'a merge without conflict, of a secret changed by hand before the commit',
    blocked: true,
    prepare(repo) {
      diverge(repo, 'fine\n');
      repo.git('merge', '-q', '--no-commit', 'side');
      repo.write('side.txt', line).git('add', '-A');
      return ['commit', '-q', '--no-edit'];
    },
  },
  {
    name: 'the resolution of a merge, commit',
    blocked: true,
    prepare(repo) {
      conflict(repo, ['merge']);
      repo.write('a.txt', line).git('add', '-A');
      return ['commit', '-q', '--no-edit'];
    },
  },
  {
    name: 'the resolution of a merge, merge --continue',
    blocked: true,
    prepare(repo) {
      conflict(repo, ['merge']);
      repo.write('a.txt', line).git('add', '-A');
      return ['merge', '--continue'];
    },
  },
  {
    name: 'a clean resolution of a merge',
    blocked: false,
    prepare(repo) {
      conflict(repo, ['merge']);
      repo.write('a.txt', 'both\n').git('add', '-A');
      return ['commit', '-q', '--no-edit'];
    },
  },
  {
    name: 'cherry-pick --continue',
    blocked: true,
    prepare(repo) {
      conflict(repo, ['cherry-pick']);
      repo.write('a.txt', line).git('add', '-A');
      return ['cherry-pick', '--continue'];
    },
  },
  {
    name: 'cherry-pick without conflict: git runs no hook, the push is the net',
    blocked: false,
    prepare(repo) {
      diverge(repo, line);
      return ['cherry-pick', 'side'];
    },
  },
  {
    name: 'rebase: git runs no hook on its picks, the push is the net',
    blocked: false,
    prepare(repo) {
      diverge(repo, line);
      repo.git('checkout', '-q', 'side');
      return ['rebase', '-q', 'main'];
    },
  },
  {
    name: 'revert of the removal',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('old', { 'old.txt': line });
      repo.git('rm', '-q', 'old.txt');
      repo.commitUnseen('gone');
      return ['revert', '--no-edit', 'HEAD'];
    },
  },
  {
    name: 'am (pre-applypatch)',
    changesIndex: true,
    everywhere: true,
    blocked: true,
    prepare(repo) {
      repo.commitUnseen('patch', { 'p.txt': line });
      repo.git('format-patch', '-q', '-1', '-o', '.git/patches');
      repo.git('reset', '-q', '--hard', 'HEAD~1');
      return ['am', '-q', '.git/patches/0001-patch.patch'];
    },
  },
  { name: 'a secret in the message', blocked: true, prepare: () => [...commit.slice(0, 3), line, '--allow-empty'] },
  {
    name: 'a comment that allows the line',
    blocked: false,
    prepare(repo) {
      repo.write('new.py', `x = "${secret}"  # gitmoat:allow made up\n`).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'an exception in the staged settings',
    blocked: false,
    prepare(repo) {
      repo.write('.gitmoat.yaml', 'allow:\n  - paths: [docs/**]\n    reason: made up\n');
      repo.write('docs/x.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'mode: observe',
    blocked: false,
    prepare(repo) {
      repo.write('.gitmoat.yaml', 'mode: observe\n').write('x.txt', line).git('add', '-A');
      return commit;
    },
  },
];

const ways: Way[] = huskyPackage() === null ? ['plain'] : ['plain', 'husky'];

describe.each(ways)('%s hooks', (way) => {
  const tried = cases.filter(
    ({ everywhere }) => way === 'plain' || everywhere || process.env.GITMOAT_TEST_FULL === '1',
  );

  it.each(tried)('$name', ({ prepare, blocked, cwd, changesIndex }) => {
    const repo = hooked(way);
    const args = prepare(repo);
    const before = repo.try(['rev-parse', '-q', '--verify', 'HEAD']).stdout;
    const staged = repo.git('ls-files', '-s');
    const ran = repo.try(args, { cwd: join(repo.root, cwd ?? '.') });
    expect(ran.stdout + ran.stderr).not.toContain(secret);
    if (!blocked) {
      expect(ran.stderr).not.toContain('blocked');
      expect(ran.code).toBe(0);
      return;
    }
    expect(ran.stderr).toMatch(/gitmoat: \w+ blocked: GitHub .* in .*:\d+\. Remove it .*gitmoat allow [0-9a-f]{12}/);
    expect(ran.code).not.toBe(0);
    expect(repo.try(['rev-parse', '-q', '--verify', 'HEAD']).stdout).toBe(before);
    if (!changesIndex) expect(repo.git('ls-files', '-s')).toBe(staged);
  });
});

describe('beside', () => {
  it('prints nothing on success', () => {
    const repo = hooked();
    repo.write('new.txt', 'fine\n').git('add', '-A');
    expect(repo.try(commit)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('the first line says what, where and the way out; then a line that an editor can jump to', () => {
    const repo = hooked();
    repo.write('src/new.txt', `\n\n  ${line}`).git('add', '-A');
    const lines = repo.try(commit).stderr.split('\n');
    expect(lines[0]).toMatch(/^gitmoat: commit blocked: GitHub .* in src\/new\.txt:3\. Remove it and commit again; if/);
    expect(lines[2]).toMatch(/^src\/new\.txt:3:12: GitHub .* {2}ghp_….. {2}github-pat {2}[0-9a-f]{12}$/);
    expect(lines.filter((text) => /^ {2}[123]\. /.test(text))).toHaveLength(3);
  });

  it('a linked worktree', () => {
    const repo = hooked();
    const linked = join(makeFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'other', linked);
    repo.git('-C', linked, 'rm', '-q', 'a.txt');
    expect(repo.try(commit, { cwd: linked }).code).toBe(0);
    makeFile(repo, linked);
    expect(repo.try(commit, { cwd: linked }).stderr).toContain('blocked');
  });

  it.skipIf(huskyPackage() === null)("a linked worktree of a husky project, which husky's own path leaves open", () => {
    const repo = hooked('husky');
    const linked = join(makeFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'other', linked);
    makeFile(repo, linked);
    expect(repo.try(commit, { cwd: linked }).stderr).toContain('blocked');
    repo.git('config', 'core.hooksPath', '.husky/_');
    expect(repo.try(commit, { cwd: linked }).code).toBe(0);
  });

  it('inside a submodule, which has hooks of its own', () => {
    const repo = hooked();
    repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', makeRepository({ 's.txt': 's\n' }), 'sub');
    const sub = new HookedRepository(join(repo.root, 'sub'));
    expect(gitmoat(['hooks', 'install', '--events', 'pre-commit'], { cwd: sub.root }).code).toBe(0);
    makeFile(sub, sub.root);
    expect(sub.try(commit).stderr).toContain('blocked');
  });

  it.each([{ GITMOAT_SKIP: '1' }, { SKIP: 'lint,gitmoat' }])('skipping by %o is written down', (skip) => {
    const repo = hooked();
    const head = repo.git('rev-parse', 'HEAD');
    repo.write('new.txt', line).git('add', '-A');
    expect(repo.try(commit, { env: { ...skip } as Record<string, string> }).code).toBe(0);
    const entries = skips(repo).trim().split('\n');
    expect(entries[0]).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ pre-commit ${head}$`));
    expect(entries.map((entry) => entry.split(' ')[1])).toEqual(['pre-commit', 'commit-msg']);
  });

  it('settings that differ between index and worktree are named', () => {
    const repo = hooked();
    repo.write('new.txt', line).git('add', '-A');
    repo.write('.gitmoat.yaml', 'mode: observe\n');
    expect(repo.try(commit).stderr).toContain('.gitmoat.yaml in the worktree differs from the index');
  });

  it('without gitmoat or node the commit stops and says how to go on; in CI it passes', () => {
    const repo = hooked();
    const hook = join(repo.root, '.git/hooks/pre-commit');
    repo.write('.git/hooks/pre-commit', repo.read('.git/hooks/pre-commit').replace(/'[^']*gitmoat\.cjs'/, "'/gone'"));
    expect(existsSync(hook)).toBe(true);
    repo.write('new.txt', 'fine\n').git('add', '-A');
    const stopped = repo.try(commit);
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toMatch(/^gitmoat: pre-commit stopped: .*npm install.*GITMOAT_SKIP=1/);
    expect(repo.try(commit, { env: { CI: 'true' } }).code).toBe(0);
  });

  it('a hook that was there runs first, with arguments and input, and can still say no', () => {
    const repo = hooked();
    repo.write('.git/hooks/commit-msg.before-gitmoat', '#!/bin/sh\necho "before $#" >&2\ngrep -q ok "$1"\n');
    chmodSync(join(repo.root, '.git/hooks/commit-msg.before-gitmoat'), 0o755);
    const refused = repo.try([...commit, '--allow-empty']);
    expect(refused).toMatchObject({ code: 1, stderr: 'before 1\n' });
    expect(repo.try(['commit', '-q', '-m', 'ok', '--allow-empty']).code).toBe(0);
  });

  it('a path of the repository with spaces and quotes', () => {
    const old = hooked();
    const moved = join(makeFolder(), "it's a 'repo'");
    renameSync(old.root, moved);
    const repo = new HookedRepository(moved);
    makeFile(repo, moved);
    expect(repo.try(commit).stderr).toContain('blocked');
  });

  it('what commit -v shows below the scissors is not the message', () => {
    const repo = hooked();
    repo.commitUnseen('old', { 'old.txt': line });
    repo.git('rm', '-q', 'old.txt');
    const ran = repo.try(['commit', '-v', '-e', '-m', 'remove it']);
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(0);
  });
});

function makeFile(repo: HookedRepository, folder: string): void {
  symlinkSync(`/srv/${secret}`, join(folder, 'new-link'));
  repo.git('-C', folder, 'add', '-A');
}
