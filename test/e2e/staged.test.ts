/** What the next commit would add, as the pre-commit hook asks it: index against HEAD, in a merge against every parent. */
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../packages/core/src/git/repository.ts';
import { scan } from '../../packages/core/src/scan/scan.ts';
import { stagedSource } from '../../packages/core/src/sources/staged.ts';
import { TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
import { findingOf, skippedFor, stagedIn, testOptions } from '../helpers/scanning.ts';

const secret = token('staged');
const line = `token = "${secret}"\n`;

function repository(files: Record<string, string> = {}): TestRepository {
  const repo = new TestRepository();
  repo.commit('first', { 'a.txt': 'a\n', ...files });
  return repo;
}

async function found(path: string): Promise<boolean> {
  return findingOf(await stagedIn(path), secret) !== undefined;
}

/** Runs `git …` with a pre-commit hook that notes its GIT_INDEX_FILE, and scans as that hook would. */
async function foundInHook(repo: TestRepository, args: readonly string[]): Promise<boolean> {
  const note = join(temporaryFolder(), 'note');
  const hook = join(repo.root, '.git/hooks/pre-commit');
  mkdirSync(join(repo.root, '.git/hooks'), { recursive: true });
  repo.write(
    '.git/hooks/pre-commit',
    `#!/bin/sh\ncp "$GIT_INDEX_FILE" "${note}.index"\nprintf %s "$GIT_INDEX_FILE" > ${note}\nexit 1\n`,
  );
  chmodSync(hook, 0o755);
  expect(() => repo.run(args)).toThrow();
  expect(readFileSync(note, 'utf8')).toMatch(/index\.lock|next-index/);
  process.env.GIT_INDEX_FILE = `${note}.index`;
  try {
    return await found(repo.root);
  } finally {
    delete process.env.GIT_INDEX_FILE;
  }
}

describe('staged content', () => {
  it('a new file: path, line, where', async () => {
    const repo = repository().write('sub/new.txt', `\n${line}`);
    repo.git('add', '-A');
    const result = await stagedIn(repo.root);
    expect(findingOf(result, secret)).toMatchObject({
      where: 'index',
      path: 'sub/new.txt',
      line: 2,
      held: null,
      commit: null,
      inHead: false,
    });
    expect(result.coverage).toMatchObject({ source: 'staged', blobs: { total: 1, scanned: 1 }, complete: true });
  });

  it('a partial stage: the index counts, not the worktree', async () => {
    const repo = repository().write('a.txt', line);
    repo.git('add', 'a.txt');
    repo.write('a.txt', 'clean again\n');
    expect(await found(repo.root)).toBe(true);
    repo.git('add', 'a.txt');
    repo.write('a.txt', line);
    expect(await found(repo.root)).toBe(false);
  });

  it('before the first commit', async () => {
    const repo = new TestRepository().write('a.txt', line);
    repo.git('add', 'a.txt');
    expect(await found(repo.root)).toBe(true);
  });

  it('nothing staged is complete and silent', async () => {
    const repo = repository();
    expect((await stagedIn(repo.root)).coverage).toMatchObject({
      blobs: { total: 0, scanned: 0, skipped: [] },
      complete: true,
    });
  });

  it('from a subfolder', async () => {
    const repo = repository({ 'deep/er/b.txt': 'b\n' }).write('c.txt', line);
    repo.git('add', '-A');
    expect(findingOf(await stagedIn(join(repo.root, 'deep/er')), secret)).toMatchObject({ path: 'c.txt' });
  });

  it('from a linked worktree: its own index', async () => {
    const repo = repository();
    const linked = join(temporaryFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'other', linked);
    const inside = new TestRepository({ root: linked }).write('x.txt', line);
    inside.git('add', '-A');
    expect(await found(linked)).toBe(true);
    expect(await found(repo.root)).toBe(false);
  });

  it('commit -a: the temporary index of the hook', async () => {
    const repo = repository().write('a.txt', line);
    expect(await foundInHook(repo, ['commit', '-a', '-m', 'x'])).toBe(true);
  });

  it('commit PATH: only that path', async () => {
    const repo = repository({ 'b.txt': 'b\n' }).write('a.txt', line).write('b.txt', 'bb\n');
    repo.git('add', 'a.txt');
    expect(await foundInHook(repo, ['commit', '-m', 'x', 'b.txt'])).toBe(false);
    expect(await foundInHook(repo, ['commit', '-m', 'x', 'a.txt'])).toBe(true);
  });

  it('intent-to-add brings nothing yet', async () => {
    const repo = repository().write('later.txt', line);
    repo.git('add', '-N', 'later.txt');
    expect(await found(repo.root)).toBe(false);
  });

  it('in a sparse checkout, outside the cone', async () => {
    const repo = repository({ 'in/x.txt': 'x\n', 'out/y.txt': 'y\n' });
    repo.git('sparse-checkout', 'set', '--sparse-index', 'in');
    const oid = repo.run(['hash-object', '-w', '--stdin'], { input: line }).trim();
    repo.git('update-index', '--add', '--cacheinfo', `100644,${oid},out/z.txt`);
    expect(findingOf(await stagedIn(repo.root), secret)).toMatchObject({ path: 'out/z.txt' });
  });

  it('sha256', async () => {
    const repo = new TestRepository({ args: ['--object-format=sha256'] });
    repo.commit('first', { 'a.txt': 'a\n' });
    repo.write('b.txt', line).git('add', '-A');
    expect(await found(repo.root)).toBe(true);
  });

  it('a submodule is named', async () => {
    const repo = repository();
    repo.run(['-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', repository().root, 'sub']);
    expect(skippedFor(await stagedIn(repo.root), 'submodule')).toMatchObject({ unread: false, names: ['sub'] });
  });
});

describe('what HEAD holds already is silent', () => {
  it('editing the line beside it, the line itself around it', async () => {
    const repo = repository({ 'x.txt': `one\n${line}two\n` }).write('x.txt', `ONE\n  ${line}TWO\n`);
    repo.git('add', '-A');
    expect(await found(repo.root)).toBe(false);
  });

  it('deleting the secret, deleting its file', async () => {
    const repo = repository({ 'x.txt': `one\n${line}`, 'y.txt': line }).write('x.txt', 'one\n');
    repo.git('rm', '-q', 'y.txt');
    repo.git('add', '-A');
    expect(await found(repo.root)).toBe(false);
  });

  it('moving its file, with an edit', async () => {
    const filler = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join('');
    const repo = repository({ 'x.txt': filler + line });
    repo.git('mv', 'x.txt', 'moved.txt');
    repo.write('moved.txt', `${filler}more\n${line}`).git('add', '-A');
    expect(await found(repo.root)).toBe(false);
  });

  it('but copying it to another file is not, and where HEAD has it is said', async () => {
    const repo = repository({ 'x.txt': line, [`k/${secret}`]: line }).write('copy.txt', line);
    repo.git('add', '-A');
    const result = await stagedIn(repo.root);
    expect(findingOf(result, secret)).toMatchObject({ path: 'copy.txt' });
    expect(result.notes).toEqual([`HEAD already holds a staged secret: k/ghp_…${secret.slice(-2)}, x.txt`]);
  });

  it('and taking its allow comment away is not', async () => {
    const repo = repository({ 'x.py': `x = "${secret}" # gitmoat:allow test\n` }).write('x.py', `x = "${secret}"\n`);
    repo.git('add', '-A');
    expect(findingOf(await stagedIn(repo.root), secret)).toMatchObject({ suppressed: null });
  });
});

describe('during a merge', () => {
  function merging(ours: Record<string, string>, theirs: Record<string, string>): TestRepository {
    const repo = repository({ 'c.txt': 'base\n' });
    repo.git('checkout', '-q', '-b', 'side');
    repo.commit('theirs', { 'c.txt': 'theirs\n', ...theirs });
    repo.git('checkout', '-q', 'main');
    repo.commit('ours', { 'c.txt': 'ours\n', ...ours });
    expect(() => repo.git('merge', 'side')).toThrow();
    return repo;
  }

  it('a secret that only the other parent brings is silent', async () => {
    const repo = merging({}, { 'theirs.txt': line });
    repo.write('c.txt', 'resolved\n').git('add', '-A');
    expect(await found(repo.root)).toBe(false);
  });

  it('a secret in the resolution is found', async () => {
    const repo = merging({}, {});
    repo.write('c.txt', line).git('add', '-A');
    expect(findingOf(await stagedIn(repo.root), secret)).toMatchObject({ path: 'c.txt' });
  });

  it("a resolution that keeps the other parent's secret is silent", async () => {
    const repo = merging({}, { 'c.txt': `theirs\n${line}` });
    repo.write('c.txt', `both\n${line}`).git('add', '-A');
    expect(await found(repo.root)).toBe(false);
  });

  it('unresolved paths are named', async () => {
    const repo = merging({}, {});
    expect(skippedFor(await stagedIn(repo.root), 'unmerged path')).toMatchObject({ unread: false, names: ['c.txt'] });
  });
});

it('ignores the environment of a hook where it was not asked to honour it', async () => {
  const repo = repository().write('a.txt', line);
  repo.git('add', '-A');
  process.env.GIT_INDEX_FILE = '/nonexistent/index';
  process.env.GIT_DIR = '/nonexistent';
  try {
    const opened = await openRepository(repo.root);
    const result = await scan(stagedSource(opened), { ...testOptions, repo: opened });
    expect(findingOf(result, secret)).toBeDefined();
  } finally {
    delete process.env.GIT_INDEX_FILE;
    delete process.env.GIT_DIR;
  }
});
