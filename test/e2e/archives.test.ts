/** Archives in every source: index, range, worktree, history (also one without a path), audit; new is what is new. */
import { openRepository, scan, worktreeSource } from '@gitmoat/core';
import { expect, test } from 'vitest';
import { targz, zip } from '../helpers/archives.ts';
import { TestRepository, token } from '../helpers/repository.ts';
import { findingOf, historyOf, rangeIn, skippedFor, stagedIn, testOptions } from '../helpers/scanning.ts';

const [old, fresh] = [token('archive-old'), token('archive-fresh')];
const archive = (...tokens: string[]): Buffer =>
  zip([
    { name: 'in.tgz', content: targz(tokens.map((value, i) => ({ name: `c${i}.env`, content: `\nT=${value}\n` }))) },
  ]);

test('staged, range, worktree, history: one place, a!b', async () => {
  const repo = new TestRepository();
  repo.commit('first', { 'a.txt': 'a\n' });
  repo.commit('old', { 'lib/a.zip': archive(old) });
  const base = repo.head();
  repo.write('lib/a.zip', archive(old, fresh)).git('add', '-A');
  const staged = await stagedIn(repo.root);
  expect(findingOf(staged, fresh)).toMatchObject({ path: 'lib/a.zip!in.tgz!c1.env', line: 2 });
  expect(findingOf(staged, old)).toBeUndefined();
  const head = repo.commit('fresh');
  const range = await rangeIn(repo.root, base, head);
  expect(findingOf(range, fresh)).toMatchObject({ path: 'lib/a.zip!in.tgz!c1.env', commit: { oid: head } });
  expect(findingOf(range, old)).toBeUndefined();
  const opened = await openRepository(repo.root);
  const files = await scan(worktreeSource(repo.root, opened), { ...testOptions, repo: opened });
  expect(findingOf(files, fresh)).toMatchObject({ path: 'lib/a.zip!in.tgz!c1.env', inHead: true });
  const history = await historyOf(repo.root);
  expect(findingOf(history, old)).toMatchObject({
    path: 'lib/a.zip!in.tgz!c0.env',
    inHead: true,
    commit: { oid: base },
    occurrences: [{}, {}],
  });
});

test('a name that lies or shouts is shown, never opened; what is left out is named', async () => {
  const repo = new TestRepository();
  const names = ['../../etc/passwd', '/abs', 'a\nb', '\x1b[31mred'];
  const bytes = zip([
    ...names.map((name, i) => ({ name, content: `T=${token(`name${i}`)}` })),
    { name: 'locked', content: 'x', encrypted: true },
  ]);
  repo.commit('names', { 'n.zip': bytes });
  const result = await historyOf(repo.root);
  expect(result.findings.map(({ path }) => path).sort()).toEqual(
    ['n.zip!../../etc/passwd', 'n.zip!/abs', 'n.zip!\\x1b[31mred', 'n.zip!a\\nb'].sort(),
  );
  expect(skippedFor(result, 'encrypted archive entry')).toMatchObject({ unread: false, names: ['n.zip!locked'] });
  expect(result.coverage.complete).toBe(true);
});
