/** What a second run has to read: nothing of what is known, in whichever pack it lies by then. */
import { join } from 'node:path';
import { openRepository, type Repository } from '@gitmoat/core';
import { describe, expect, it } from 'vitest';
import { type ObjectStore, openObjectStore } from '../../../../packages/core/src/git/pack/object-store.ts';
import { CommitCache } from '../../../../packages/core/src/scan/cache/commit-cache.ts';
import { ObjectCache } from '../../../../packages/core/src/scan/cache/object-cache.ts';
import { deltaReader } from '../../../../packages/core/src/scan/delta/read-by-delta.ts';
import { listTasks } from '../../../../packages/core/src/scan/delta/tasks.ts';
import { createBlobScanner } from '../../../../packages/core/src/scan/scan-blob.ts';
import { TestRepository, token } from '../../../helpers/repository.ts';
import { historyOf, testRuleset } from '../../../helpers/scanning.ts';

const build = 'test';
const scanner = createBlobScanner(testRuleset);
const read = deltaReader({ jobs: 0, maxMemory: 32 << 20, cache: { build } });
const scanned = (root: string) => historyOf(root, { history: { engine: 'delta', read } });

function grown(commits: number): TestRepository {
  const test = new TestRepository();
  for (let i = 0; i < commits; i++)
    test.commit(`change ${i}`, { 'a.txt': `line ${i}\n${token('a')}\n`, [`f${i}`]: `${i}\n` });
  return test;
}

async function withStore<T>(root: string, ask: (store: ObjectStore, repo: Repository) => T): Promise<T> {
  const repo = await openRepository(root);
  const store = openObjectStore(join(repo.commonDir, 'objects'), { objectFormat: repo.objectFormat });
  try {
    return ask(store, repo);
  } finally {
    store.close();
  }
}

/** Objects that the next run reads; null where the cache is not believed. */
function toRead(root: string): Promise<number | null> {
  return withStore(root, (store, repo) => {
    const recalled = new ObjectCache(repo, scanner, build).recall(store);
    return recalled === null ? null : listTasks(store, recalled).objects + listTasks(store, recalled).rootOf.length;
  });
}

async function commitsKnown(root: string): Promise<number> {
  return new CommitCache(await openRepository(root), scanner, build).load()?.times.length ?? 0;
}

describe('a second run', () => {
  it('reads nothing where nothing has changed, packed or loose, and after a gc', async () => {
    const test = grown(5);
    expect(await toRead(test.root)).toBeNull();
    await scanned(test.root);
    expect(await toRead(test.root)).toBe(0);
    expect(await commitsKnown(test.root)).toBe(5);
    test.git('gc', '-q', '--prune=now');
    expect(await toRead(test.root)).toBe(0);
    await scanned(test.root);
    test.git('repack', '-q', '-a', '-d', '-F', '--depth=3');
    expect(await toRead(test.root)).toBe(0);
  });

  it('reads what is new: a blob, a tree and a commit, loose and packed', async () => {
    const test = grown(5);
    test.git('gc', '-q', '--prune=now');
    await scanned(test.root);
    test.commit('one more', { 'b.txt': `${token('b')}\n` });
    expect(await toRead(test.root)).toBe(3);
    test.git('gc', '-q', '--prune=now');
    expect(await toRead(test.root)).toBe(3);
    const { findings } = await scanned(test.root);
    expect(findings.map(({ raw }) => raw).sort()).toEqual([token('a'), token('b')].sort());
    expect(await toRead(test.root)).toBe(0);
    expect(await commitsKnown(test.root)).toBe(6);
  });

  it('walks a large new pack as usual', async () => {
    const test = grown(2);
    await scanned(test.root);
    for (let i = 0; i < 25; i++) test.commit(`later ${i}`, { 'a.txt': `${token(`l${i}`)}\n` });
    test.git('repack', '-q', '-d');
    const { findings } = await scanned(test.root);
    expect(findings).toHaveLength(26);
    expect(await toRead(test.root)).toBe(0);
  });

  it('reads everything again under other rules or by other code', async () => {
    const test = grown(2);
    await scanned(test.root);
    const recalled = (hash: string, code: string) =>
      withStore(test.root, (store, repo) =>
        new ObjectCache(repo, { ...scanner, ruleset: { ...scanner.ruleset, hash } }, code).recall(store),
      );
    expect(await recalled(testRuleset.hash, build)).not.toBeNull();
    expect(await recalled(testRuleset.hash, 'other')).toBeNull();
    expect(await recalled('other', build)).toBeNull();
  });
});
