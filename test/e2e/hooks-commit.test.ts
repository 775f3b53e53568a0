/** What a commit says and how hooks are passed, beside the table of `hooks-table.test.ts`. */
import { chmodSync, existsSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitmoat, makeFolder, makeRepository } from '../cli/harness.ts';
import { HookedRepository, hooked, line, secret, skips } from './hooked-repository.ts';

const commit = ['commit', '-q', '-m', 'x'];

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

  it("a linked worktree of a husky project, which husky's own path leaves open", () => {
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
