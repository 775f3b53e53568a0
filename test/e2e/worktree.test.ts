/** Files on disk, with and without git, standard input, and the audit that puts history and files together. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../packages/core/src/git/repository.ts';
import { audit } from '../../packages/core/src/scan/audit.ts';
import type { ScanResult } from '../../packages/core/src/scan/result.ts';
import { scan } from '../../packages/core/src/scan/scan.ts';
import { stdinSource } from '../../packages/core/src/sources/stdin.ts';
import { worktreeSource } from '../../packages/core/src/sources/worktree.ts';
import { TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
import { findingOf, skippedFor, testOptions } from '../helpers/scanning.ts';

const secret = token('worktree');
const line = `token = "${secret}"\n`;

async function files(path: string, git = true): Promise<ScanResult> {
  const repo = git ? await openRepository(path) : null;
  return scan(worktreeSource(path, repo), { ...testOptions, repo });
}

const paths = (result: ScanResult): (string | null)[] =>
  findingOf(result, secret)?.occurrences.map(({ path }) => path) ?? [];

describe('files in a repository', () => {
  it('tracked and untracked, not ignored', async () => {
    const repo = new TestRepository();
    repo.commit('first', { '.gitignore': 'ignored.txt\n', 'tracked.txt': line, 'gone.txt': line });
    repo.write('untracked.txt', line).write('ignored.txt', line).write('deep/er.txt', line);
    execFileSync('rm', [join(repo.root, 'gone.txt')]);
    const result = await files(repo.root);
    expect(paths(result)).toEqual(['deep/er.txt', 'tracked.txt', 'untracked.txt']);
    expect(findingOf(result, secret)!.occurrences.map(({ blob, inHead }) => [blob !== null, inHead])).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ]);
    expect(result.coverage).toMatchObject({ source: 'worktree', blobs: { total: 4, scanned: 4 }, complete: true });
  });

  it('a folder of it, an ignored file that was named, an ignored folder that was named', async () => {
    const repo = new TestRepository();
    repo.commit('first', { '.gitignore': '.env\nbuild/\n', 'a/x.txt': line, 'b/y.txt': line });
    repo.write('.env', line).write('build/out.txt', line);
    const opened = await openRepository(repo.root);
    const scanned = async (path: string) =>
      paths(await scan(worktreeSource(join(repo.root, path), opened), { ...testOptions, repo: opened }));
    expect(await scanned('a')).toEqual(['a/x.txt']);
    expect(await scanned('.env')).toEqual(['.env']);
    expect(await scanned('build')).toEqual(['build/out.txt']);
  });

  it('submodules and nested repositories are named', async () => {
    const inner = new TestRepository();
    inner.commit('first', { 'x.txt': 'x\n' });
    const repo = new TestRepository();
    repo.run(['-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.root, 'sub']);
    new TestRepository({ root: join(repo.root, 'nested') }).commit('first', { 'x.txt': line });
    const result = await files(repo.root);
    expect(skippedFor(result, 'submodule')).toMatchObject({ names: ['sub'], unread: false });
    expect(skippedFor(result, 'nested repository')).toMatchObject({ names: ['nested/'], unread: false });
  });

  it('paths with newlines, quotes and non-UTF-8 bytes', async () => {
    const repo = new TestRepository();
    const odd = Buffer.concat([Buffer.from('odd'), Buffer.from([0xff]), Buffer.from('.txt')]);
    repo.write(odd, line).write('a\nb', line).write('c"d', line);
    repo.git('add', '-A');
    expect(paths(await files(repo.root))).toEqual(['a\\nb', 'c"d', 'odd\\xff.txt']);
  });
});

describe('a folder without git', () => {
  it('every file, hidden and odd ones too; links as their target; pipes named, not read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub/.hidden'), { recursive: true });
    writeFileSync(join(folder, 'sub/.hidden/x'), line);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xfe])]), line);
    execFileSync('ln', ['-s', secret, join(folder, 'link')]);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const result = await files(folder, false);
    expect(paths(result)).toEqual(['link', 'sub/.hidden/x', '\\xfe']);
    expect(skippedFor(result, 'not a regular file')).toMatchObject({ unread: false, names: ['pipe'] });
  });

  // Root reads every file of a disk; this one nobody reads from the start.
  it.skipIf(process.platform !== 'linux')('an unreadable file makes the coverage incomplete', async () => {
    const result = await files('/proc/self/mem', false);
    expect(skippedFor(result, 'unreadable file')).toMatchObject({ unread: true, names: ['mem'] });
    expect(result.coverage.complete).toBe(false);
  });

  it('that does not exist is an error', async () => {
    await expect(files(join(temporaryFolder(), 'missing'), false)).rejects.toMatchObject({ code: 'usage' });
  });
});

it('standard input', async () => {
  async function* input() {
    yield Buffer.from(`first\n${line.slice(0, 12)}`);
    yield Buffer.from(line.slice(12));
  }
  const result = await scan(stdinSource(input()), { ...testOptions, repo: null });
  expect(findingOf(result, secret)).toMatchObject({ where: 'stdin', path: null, line: 2 });
});

describe('audit', () => {
  const run = async (repo: TestRepository) => audit(await openRepository(repo.root), testOptions);

  it('adds what the worktree has and history has not, once', async () => {
    const repo = new TestRepository();
    const fresh = token('fresh');
    repo.commit('first', { 'x.txt': line, 'y.txt': 'y\n' });
    repo.write('x.txt', `moved down\n${line}`).write('y.txt', `${fresh}\n`).write('new.txt', `${fresh}\n`);
    const result = await run(repo);
    expect(result.coverage).toMatchObject({ source: 'audit', complete: true });
    expect(findingOf(result, secret)!.occurrences.map(({ where, path }) => [where, path])).toEqual([['tree', 'x.txt']]);
    expect(findingOf(result, fresh)!.occurrences.map(({ where, path }) => [where, path])).toEqual([
      ['worktree', 'new.txt'],
      ['worktree', 'y.txt'],
    ]);
    expect(findingOf(result, fresh)).toMatchObject({ held: null, commit: null, inHead: false });
  });

  it('names a submodule once', async () => {
    const inner = new TestRepository();
    inner.commit('first', { 'x.txt': 'x\n' });
    const repo = new TestRepository();
    repo.run(['-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.root, 'sub']);
    repo.commit('submodule');
    expect(skippedFor(await run(repo), 'submodule')).toMatchObject({ count: 1, names: ['sub'] });
  });

  it('of an empty repository and of a bare one', async () => {
    expect((await run(new TestRepository())).coverage).toMatchObject({ blobs: { total: 0 }, complete: true });
    const repo = new TestRepository();
    repo.commit('first', { 'x.txt': line });
    const bare = join(temporaryFolder(), 'bare.git');
    repo.git('clone', '-q', '--bare', repo.root, bare);
    expect(findingOf(await audit(await openRepository(bare), testOptions), secret)).toMatchObject({ inHead: true });
  });
});
