/** What the commits of a range bring: merges, versions removed again, messages. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
import { findingOf, rangeIn, skippedFor } from '../helpers/scanning.ts';

const secret = token('range');
const line = `token = "${secret}"\n`;

function repository(files: Record<string, string> = {}): { repo: TestRepository; base: string } {
  const repo = new TestRepository();
  repo.commit('zero', { 'z.txt': 'z\n' });
  return { repo, base: repo.commit('base', { 'a.txt': 'a\n', ...files }) };
}

describe('a range', () => {
  it('brings a secret: path, line, commit', async () => {
    const { repo, base } = repository();
    const commit = repo.commit('adds it', { 'x.txt': `\n${line}` });
    repo.commit('edits it', { 'x.txt': `more\n${line}` });
    const result = await rangeIn(repo.root, base, 'HEAD');
    const finding = findingOf(result, secret)!;
    expect(finding).toMatchObject({ where: 'tree', path: 'x.txt', line: 2, commit: { oid: commit } });
    expect(finding.occurrences).toHaveLength(1);
    expect(result.coverage).toMatchObject({ source: 'range', commits: 2, complete: true });
  });

  it('that adds and removes a secret again has published it', async () => {
    const { repo, base } = repository();
    const commit = repo.commit('adds it', { 'x.txt': line });
    repo.commit('removes it', { 'x.txt': '-\n' });
    expect(findingOf(await rangeIn(repo.root, base, 'HEAD'), secret)).toMatchObject({
      inHead: false,
      commit: { oid: commit },
    });
  });

  it('shows a secret where HEAD has it now, with the commit that brought it', async () => {
    const filler = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join('');
    const { repo, base } = repository();
    const commit = repo.commit('adds it', { 'x.txt': filler + line });
    repo.commit('edits it', { 'x.txt': `above\n${filler}${line}` });
    const edited = findingOf(await rangeIn(repo.root, base, 'HEAD'), secret)!;
    expect(edited).toMatchObject({ inHead: true, path: 'x.txt', line: 32, commit: { oid: commit } });
    repo.git('mv', 'x.txt', 'y.txt');
    repo.commit('moves it', { 'y.txt': `again\nabove\n${filler}${line}` });
    const moved = findingOf(await rangeIn(repo.root, base, 'HEAD'), secret)!;
    expect(moved).toMatchObject({ inHead: true, path: 'y.txt', line: 33, commit: { oid: commit } });
    repo.commit('removes it', { 'y.txt': filler });
    expect(findingOf(await rangeIn(repo.root, base, 'HEAD'), secret)).toMatchObject({ inHead: false });
  });

  it('with a secret only in a merge resolution', async () => {
    const { repo, base } = repository();
    repo.git('checkout', '-q', '-b', 'side');
    repo.commit('side', { 'c.txt': 'side\n' });
    repo.git('checkout', '-q', 'main');
    repo.commit('main', { 'c.txt': 'main\n' });
    expect(() => repo.git('merge', 'side')).toThrow();
    const merge = repo.commit('merge', { 'c.txt': line });
    expect(findingOf(await rangeIn(repo.root, base, 'HEAD'), secret)).toMatchObject({
      path: 'c.txt',
      commit: { oid: merge },
    });
  });

  it('with a secret in a commit message', async () => {
    const { repo, base } = repository();
    const commit = repo.commit(`uses ${secret}`);
    expect(findingOf(await rangeIn(repo.root, base, 'HEAD'), secret)).toMatchObject({
      where: 'commit-message',
      line: 1,
      commit: { oid: commit },
    });
  });

  it('is silent about what the base holds: edits, moves, reverts', async () => {
    const filler = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join('');
    const { repo, base } = repository({ 'x.txt': filler + line });
    repo.commit('edits', { 'x.txt': `${filler}more\n${line}` });
    repo.git('mv', 'x.txt', 'moved.txt');
    repo.commit('moves', { 'moved.txt': `${filler}again\n${line}` });
    repo.commit('removes', { 'moved.txt': filler });
    repo.commit('puts it back', { 'moved.txt': filler + line });
    expect(findingOf(await rangeIn(repo.root, base, 'HEAD'), secret)).toBeUndefined();
  });

  it('is not silent about a copy', async () => {
    const { repo, base } = repository({ 'x.txt': line });
    repo.commit('copies', { 'copy.txt': line });
    expect(findingOf(await rangeIn(repo.root, base, 'HEAD'), secret)).toMatchObject({ path: 'copy.txt' });
  });

  it('is silent about what a merge brings in from the base branch', async () => {
    const { repo } = repository();
    repo.git('checkout', '-q', '-b', 'feature');
    repo.commit('feature', { 'f.txt': 'f\n' });
    repo.git('checkout', '-q', 'main');
    repo.commit('known secret', { 'x.txt': line });
    repo.git('checkout', '-q', 'feature');
    repo.git('merge', '-q', '--no-edit', 'main');
    expect(findingOf(await rangeIn(repo.root, 'main', 'feature'), secret)).toBeUndefined();
  });

  it('without commits is complete and empty', async () => {
    const { repo, base } = repository();
    expect((await rangeIn(repo.root, base, 'HEAD')).coverage).toMatchObject({
      blobs: { total: 0 },
      commits: 0,
      complete: true,
    });
  });

  it('between unknown commits is an error that says what to do', async () => {
    const { repo } = repository();
    await expect(rangeIn(repo.root, 'nowhere', 'HEAD')).rejects.toMatchObject({ code: 'usage', hint: /Fetch/ });
    await expect(rangeIn(repo.root, '--output=/tmp/x', 'HEAD')).rejects.toMatchObject({ code: 'usage' });
  });

  it('that meets a shallow boundary is incomplete', async () => {
    const { repo } = repository();
    repo.git('checkout', '-q', '-b', 'feature');
    repo.commit('one', { 'f.txt': 'f\n' });
    repo.commit('two', { 'f.txt': 'ff\n' });
    repo.git('checkout', '-q', 'main');
    repo.commit('main', { 'm.txt': 'm\n' });
    const shallow = join(temporaryFolder(), 'shallow');
    repo.git('clone', '-q', '--depth=1', '--no-single-branch', `file://${repo.root}`, shallow);
    const result = await rangeIn(shallow, 'origin/main', 'origin/feature');
    expect(skippedFor(result, 'shallow boundary')).toMatchObject({ unread: true, count: 1 });
    expect(result.coverage).toMatchObject({ shallow: true, complete: false });
    await expect(rangeIn(shallow, 'HEAD~1', 'HEAD')).rejects.toMatchObject({ code: 'git', hint: /unshallow/ });
  });
});
