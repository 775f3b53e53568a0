import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../../packages/core/src/git/repository.ts';
import { TestRepository, temporaryFolder } from '../../helpers/repository.ts';

describe('openRepository', () => {
  it('ordinary, from the top, a folder, a file and the .git folder', async () => {
    const repo = new TestRepository();
    const head = repo.commit('first', { 'sub/a.txt': 'a\n' });
    const gitDir = join(repo.root, '.git');
    const expected = {
      root: repo.root,
      gitDir,
      commonDir: gitDir,
      head,
      bare: false,
      shallow: false,
      partial: false,
      isWorktree: false,
      objectFormat: 'sha1',
    };
    for (const path of ['.', 'sub', 'sub/a.txt'])
      expect(await openRepository(join(repo.root, path))).toMatchObject(expected);
    expect(await openRepository(gitDir)).toMatchObject({ root: null, bare: false, head });
  });

  it('unborn, sha256', async () => {
    const repo = new TestRepository({ args: ['--object-format=sha256'] });
    expect(await openRepository(repo.root)).toMatchObject({ root: repo.root, head: null, objectFormat: 'sha256' });
  });

  it('bare, with and without commits', async () => {
    const bare = join(temporaryFolder(), 'bare.git');
    const repo = new TestRepository();
    repo.git('init', '-q', '--bare', bare);
    expect(await openRepository(bare)).toMatchObject({ root: null, gitDir: bare, bare: true, head: null });
    const head = repo.commit('first', { 'a.txt': 'a\n' });
    repo.git('push', '-q', bare, 'main');
    new TestRepository({ root: join(temporaryFolder(), 'other') }).git(
      '--git-dir',
      bare,
      'symbolic-ref',
      'HEAD',
      'refs/heads/main',
    );
    expect(await openRepository(bare)).toMatchObject({ root: null, bare: true, head });
  });

  it('a linked worktree, a detached HEAD', async () => {
    const repo = new TestRepository();
    const head = repo.commit('first', { 'a.txt': 'a\n' });
    const linked = join(temporaryFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '--detach', linked);
    const common = join(repo.root, '.git');
    expect(await openRepository(linked)).toMatchObject({
      root: linked,
      gitDir: join(common, 'worktrees/linked'),
      commonDir: common,
      isWorktree: true,
      head,
    });
  });

  it('a top folder with a space and a quote', async () => {
    const repo = new TestRepository({ root: join(temporaryFolder(), `it's a "repo"`) });
    expect(await openRepository(repo.root)).toMatchObject({ root: repo.root });
  });
});
