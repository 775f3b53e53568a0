/** Partial clones of a local server: what is missing is named, and nothing is fetched behind the user's back (strace). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../packages/core/src/git/repository.ts';
import { audit } from '../../packages/core/src/scan/audit.ts';
import { TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
import { findingOf, historyOf, rangeIn, skippedFor, stagedIn, testOptions } from '../helpers/scanning.ts';
import { canWatch, watchGit } from '../helpers/watched-git.ts';

const inHead = token('in head');
const inPast = token('in the past');

/** A server with a secret in HEAD and one in the past, and its clone. */
function partialClone(
  filter: string,
  args: readonly string[] = [],
): { server: TestRepository; clone: string; objects: () => string } {
  const server = new TestRepository();
  server.commit('first', { 'past.txt': `${inPast}\n`, 'deep/er/a.txt': 'a\n' });
  server.commit('second', { 'past.txt': 'gone\n', 'head.txt': `${inHead}\n`, 'deep/er/a.txt': 'b\n' });
  server.commit('third', { 'b.txt': 'third\n' });
  server.git('config', 'uploadpack.allowFilter', 'true');
  const clone = join(temporaryFolder(), 'clone');
  server.git('clone', '-q', `--filter=${filter}`, ...args, `file://${server.root}`, clone);
  return { server, clone, objects: () => server.run(['count-objects', '-v'], { cwd: clone }) };
}

describe.skipIf(!canWatch)('a blobless clone', () => {
  it('history: missing blobs named, coverage incomplete, no socket, no fetch, no new object', async () => {
    const { server, clone, objects } = partialClone('blob:none');
    const missing = ['HEAD~2:past.txt', 'HEAD~2:deep/er/a.txt'].map((name) => server.git('rev-parse', name)).sort();
    const before = objects();
    const { value, children, sockets, processes } = await watchGit(() => historyOf(clone));
    expect({ children, sockets }).toEqual({ children: [], sockets: [] });
    expect(processes).toBeGreaterThan(3);
    expect(objects()).toBe(before);
    expect([...skippedFor(value, 'missing object')!.names].sort()).toEqual(missing);
    expect(value.coverage).toMatchObject({ complete: false, commits: 3, blobs: { total: 6, scanned: 4 } });
    expect(findingOf(value, inHead)).toMatchObject({
      path: 'head.txt',
      inHead: true,
      held: 'branch',
      commit: { subject: 'second' },
    });
    expect(findingOf(value, inPast)).toBeUndefined();
  });

  it('audit, staged and range fetch nothing either', async () => {
    const { clone, objects } = partialClone('blob:none');
    const staged = token('staged');
    writeFileSync(join(clone, 'new.txt'), `${staged}\n`);
    new TestRepository({ root: clone }).git('add', 'new.txt');
    const before = objects();
    const { value, children, sockets } = await watchGit(async () => [
      await audit(await openRepository(clone), testOptions),
      await stagedIn(clone),
      await rangeIn(clone, 'HEAD~2', 'HEAD'),
    ]);
    expect({ children, sockets }).toEqual({ children: [], sockets: [] });
    expect(objects()).toBe(before);
    expect(findingOf(value[1]!, staged)).toMatchObject({ path: 'new.txt' });
    expect(findingOf(value[2]!, inHead)).toMatchObject({ path: 'head.txt' });
    expect(value[1]!.coverage.complete).toBe(true);
  });

  it('a range whose blobs are missing is incomplete', async () => {
    const { clone, objects } = partialClone('blob:none', ['--no-checkout']);
    const before = objects();
    const { value, children } = await watchGit(() => rangeIn(clone, 'HEAD~2', 'HEAD'));
    expect(children).toEqual([]);
    expect(objects()).toBe(before);
    expect(skippedFor(value, 'missing object')).toMatchObject({ unread: true, count: 4 });
    expect(value.coverage.complete).toBe(false);
  });
});

describe.skipIf(!canWatch)('a treeless clone', () => {
  it('history: trees named, attribution unknown, what is there is read, nothing fetched', async () => {
    const { server, clone, objects } = partialClone('tree:0');
    const before = objects();
    const { value, children, sockets } = await watchGit(() => historyOf(clone));
    expect({ children, sockets }).toEqual({ children: [], sockets: [] });
    expect(objects()).toBe(before);
    const { names, unread, count } = skippedFor(value, 'missing tree')!;
    expect([...names].sort()).toEqual(
      ['HEAD~1^{tree}', 'HEAD~2^{tree}'].map((name) => server.git('rev-parse', name)).sort(),
    );
    expect({ unread, count }).toEqual({ unread: true, count: 2 });
    expect(value.coverage.complete).toBe(false);
    expect(findingOf(value, inHead)).toMatchObject({ commit: null, path: 'head.txt', inHead: true, held: null });
  });

  it('without a checkout: nothing to attribute at all, and nothing fetched', async () => {
    const { clone, objects } = partialClone('tree:0', ['--no-checkout']);
    const before = objects();
    const { value, children } = await watchGit(() => historyOf(clone));
    expect(children).toEqual([]);
    expect(objects()).toBe(before);
    expect(skippedFor(value, 'missing tree')).toMatchObject({ unread: true, count: 3 });
    expect(value.coverage).toMatchObject({ complete: false, commits: 3 });
  });
});
