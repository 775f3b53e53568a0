/** Path rules in history: every blob that ever had such a path is read with it, whatever HEAD calls it. */
import { expect, it } from 'vitest';
import { TestRepository } from '../helpers/repository.ts';
import { compileAllRules } from '../helpers/rules.ts';
import { historyOf } from '../helpers/scanning.ts';

const { ruleset } = compileAllRules();

it('a blob that was .pgpass once', async () => {
  const repo = new TestRepository();
  const password = ['vW7', 'qLp', 'Zx2', 'mRt'].join('');
  const content = `db.example.com:5432:app:admin:${password}\n`;
  const commit = repo.commit('adds it', { 'home/.pgpass': content });
  repo.git('mv', 'home/.pgpass', 'notes.txt');
  repo.commit('hides it');
  const result = await historyOf(repo.root, { ruleset });
  const finding = result.findings.find(({ raw }) => raw === password);
  expect(finding).toMatchObject({ rule: 'pgpass', path: 'notes.txt', inHead: true, commit: { oid: commit } });
  expect(finding!.occurrences.map(({ path }) => path)).toEqual(['home/.pgpass', 'notes.txt']);
  const never = new TestRepository();
  never.commit('adds it', { 'notes.txt': content });
  expect((await historyOf(never.root, { ruleset })).findings.filter(({ rule }) => rule === 'pgpass')).toEqual([]);
});
