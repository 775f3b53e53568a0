import { expect, it } from 'vitest';
import { fileAt } from '../../../packages/core/src/git/file-at.ts';
import { openRepository } from '../../../packages/core/src/git/repository.ts';
import { TestRepository } from '../../helpers/repository.ts';

it('fileAt reads HEAD or the index, never the working tree', async () => {
  const repo = new TestRepository();
  expect(await fileAt(await openRepository(repo.root), 'head', 'x')).toBeNull();
  repo.commit('first', { x: 'committed\n', 'x*': 'star\n' });
  repo.write('x', 'staged\n').git('add', 'x');
  repo.write('x', 'worktree\n');
  const opened = await openRepository(repo.root);
  expect((await fileAt(opened, 'head', 'x'))?.toString()).toBe('committed\n');
  expect((await fileAt(opened, 'index', 'x'))?.toString()).toBe('staged\n');
  expect((await fileAt(opened, 'index', 'x*'))?.toString()).toBe('star\n');
  expect(await fileAt(opened, 'head', 'none')).toBeNull();
});
