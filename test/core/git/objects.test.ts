import { describe, expect, it } from 'vitest';
import { type GitObject, readAllObjects, readObjects } from '../../../packages/core/src/git/objects.ts';
import { openRepository } from '../../../packages/core/src/git/repository.ts';
import { TestRepository } from '../../helpers/repository.ts';

async function collect(
  objects: AsyncIterable<GitObject>,
): Promise<Map<string, { type: string; state: string; text: string }>> {
  const found = new Map<string, { type: string; state: string; text: string }>();
  for await (const { oid, type, state, bytes } of objects)
    found.set(oid, { type, state, text: bytes.toString('latin1') });
  return found;
}

/** Sizes around the 64 KiB of a pipe, so that heads and contents are cut at every kind of place. */
const sizes = [0, 1, 65_400, 65_480, 65_535, 65_536, 65_537, 131_072, 400_000];

describe('reading objects', () => {
  it('whole and in any size, each once, trees passed over', async () => {
    const repo = new TestRepository();
    const files = Object.fromEntries(sizes.map((size) => [`f${size}`, Buffer.alloc(size, `${size}\n`)]));
    repo.commit('files', files);
    repo.git('tag', '-a', 'v1', '-m', 'tagged');
    const all = await collect(readAllObjects(await openRepository(repo.root)));
    for (const size of sizes) {
      const oid = repo.git('rev-parse', `HEAD:f${size}`);
      expect(all.get(oid)).toEqual({ type: 'blob', state: 'read', text: files[`f${size}`]!.toString('latin1') });
    }
    expect([...all.values()].map(({ type }) => type).sort()).toEqual([
      ...sizes.map(() => 'blob'),
      'commit',
      'tag',
      'tree',
    ]);
    expect([...all.values()].filter(({ state }) => state === 'tree').map(({ text }) => text)).toEqual(['']);
  });

  it('named ones in that order, missing ones said', async () => {
    const repo = new TestRepository();
    repo.commit('files', { a: 'a\n', b: 'b\n' });
    const [a, b] = [repo.git('rev-parse', 'HEAD:a'), repo.git('rev-parse', 'HEAD:b')];
    const lost = '1'.repeat(40);
    const named = await collect(readObjects(await openRepository(repo.root), [b, lost, a]));
    expect([...named].map(([oid, { state }]) => [oid, state])).toEqual([
      [b, 'read'],
      [lost, 'missing'],
      [a, 'read'],
    ]);
    expect((await collect(readObjects(await openRepository(repo.root), []))).size).toBe(0);
  });
});
