/** The whole history of real repositories: every secret is found wherever git keeps it, and labelled as what it is. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitEnvironment, TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
import { findingOf, historyOf, skippedFor } from '../helpers/scanning.ts';

const secret = token('history');
const line = `token = "${secret}"\n`;

/** A repository with two commits and nothing to find. */
function plainRepository(args: readonly string[] = []): TestRepository {
  const repo = new TestRepository({ args });
  repo.commit('first', { 'a.txt': 'a\n' });
  repo.commit('second', { 'b.txt': 'b\n' });
  return repo;
}

describe('where a secret hides', () => {
  it('in HEAD: path, position, introducing commit, refs', async () => {
    const repo = plainRepository();
    const commit = repo.commit('adds it', { 'src/config.py': `# é\n${line}` });
    repo.commit('edits around it', { 'src/config.py': `# é\n# more\n${line}` });
    const result = await historyOf(repo.root);
    expect(findingOf(result, secret)).toMatchObject({
      rule: 'github-pat',
      confidence: 'provable',
      secret: `ghp_…${secret.slice(-2)}`,
      where: 'tree',
      held: 'branch',
      path: 'src/config.py',
      line: 3,
      column: 10,
      inHead: true,
      refs: ['refs/heads/main'],
      refCount: 1,
      commit: {
        oid: commit,
        author: 'Ada Author',
        email: 'ada@example.com',
        date: '2023-11-15T00:16:20+02:00',
        subject: 'adds it',
      },
      suppressed: null,
    });
    expect(findingOf(result, secret)!.occurrences).toHaveLength(2);
    expect(result.coverage).toMatchObject({ source: 'history', commits: 4, complete: true, shallow: false });
  });

  it('only in the past: the newest place, not in HEAD', async () => {
    const repo = plainRepository();
    const commit = repo.commit('adds it', { 'old.txt': line });
    repo.git('mv', 'old.txt', 'moved.txt');
    repo.commit('moves it');
    repo.commit('removes it', { 'moved.txt': 'gone\n' });
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      path: 'moved.txt',
      inHead: false,
      held: 'branch',
      commit: { oid: commit },
    });
  });

  it('only in a merge resolution', async () => {
    const repo = plainRepository();
    repo.git('checkout', '-q', '-b', 'side');
    repo.commit('side', { 'c.txt': 'side\n' });
    repo.git('checkout', '-q', 'main');
    repo.commit('main', { 'c.txt': 'main\n' });
    expect(() => repo.git('merge', 'side')).toThrow();
    const merge = repo.commit('merge', { 'c.txt': line });
    repo.commit('removes it', { 'c.txt': 'clean\n' });
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      path: 'c.txt',
      commit: { oid: merge },
      held: 'branch',
      inHead: false,
    });
  });

  it('only in another branch, a remote branch, a tag', async () => {
    for (const [ref, held] of [
      ['refs/heads/x', 'branch'],
      ['refs/remotes/origin/x', 'remote'],
      ['refs/pull/7/head', 'remote'],
      ['refs/tags/x', 'tag'],
    ] as const) {
      const repo = plainRepository();
      repo.git('checkout', '-q', '--detach');
      repo.commit('elsewhere', { 'x.txt': line });
      repo.git('update-ref', ref, 'HEAD');
      repo.git('checkout', '-q', 'main');
      repo.git('reflog', 'expire', '--expire=now', '--all');
      expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
        path: 'x.txt',
        held,
        refs: [ref],
        inHead: false,
      });
    }
  });

  it('only in a commit message', async () => {
    const repo = plainRepository();
    const commit = repo.commit(`subject\n\nuses ${secret} for now`);
    const finding = findingOf(await historyOf(repo.root), secret);
    expect(finding).toMatchObject({
      where: 'commit-message',
      path: null,
      line: 3,
      column: 6,
      blob: null,
      held: 'branch',
      commit: { oid: commit },
    });
  });

  it('only in a tag message', async () => {
    const repo = plainRepository();
    repo.git('tag', '-a', 'v1', '-m', `release\n\n${secret}`);
    const tag = repo.git('rev-parse', 'v1');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      where: 'tag-message',
      held: 'tag',
      line: 3,
      refs: ['refs/tags/v1'],
      commit: { oid: tag, author: 'Carl Committer', subject: 'release' },
    });
  });

  it('only in a note', async () => {
    const repo = plainRepository();
    repo.git('notes', 'add', '-m', line, 'HEAD');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      where: 'note',
      path: null,
      held: 'note',
      refs: ['refs/notes/commits'],
    });
  });

  it('only in a stash of staged changes', async () => {
    const repo = plainRepository().write('a.txt', line);
    repo.git('add', 'a.txt');
    repo.git('stash', '-q');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      path: 'a.txt',
      held: 'stash',
      inHead: false,
    });
  });

  it('only in a stash of unstaged changes', async () => {
    const repo = plainRepository().write('a.txt', line);
    repo.git('stash', '-q');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      path: 'a.txt',
      held: 'stash',
      inHead: false,
    });
  });

  it('only in an older stash', async () => {
    const repo = plainRepository().write('a.txt', line);
    repo.git('stash', '-q');
    repo.write('a.txt', 'harmless\n').git('stash', '-q');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({ path: 'a.txt', held: 'stash' });
  });

  it('only in the untracked files of a stash', async () => {
    const repo = plainRepository().write('new.txt', line);
    repo.git('stash', '-q', '-u');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({ path: 'new.txt', held: 'stash' });
  });

  it('only in the reflog', async () => {
    const repo = plainRepository();
    const commit = repo.commit('mistake', { 'oops.txt': line });
    repo.git('reset', '-q', '--hard', 'HEAD~1');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      path: 'oops.txt',
      held: 'reflog',
      refs: [],
      commit: { oid: commit },
    });
  });

  it('only in an unreachable commit', async () => {
    const repo = plainRepository();
    const commit = repo.commit('mistake', { 'oops.txt': line });
    repo.git('reset', '-q', '--hard', 'HEAD~1');
    repo.git('reflog', 'expire', '--expire=now', '--all');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      path: 'oops.txt',
      held: 'unreachable',
      commit: { oid: commit, subject: 'mistake' },
    });
  });

  it('only in an unreachable blob', async () => {
    const repo = plainRepository();
    repo.run(['hash-object', '-w', '--stdin'], { input: line });
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      where: 'tree',
      path: null,
      held: 'unreachable',
      commit: null,
      line: 1,
    });
  });

  it('only in the index', async () => {
    const repo = plainRepository().write('staged.txt', line);
    repo.git('add', 'staged.txt');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      where: 'index',
      path: 'staged.txt',
      held: null,
    });
  });

  it('in a file marked -diff', async () => {
    const repo = plainRepository();
    repo.commit('adds it', { '.gitattributes': '*.lock -diff\n*.bin binary\n', 'x.lock': line });
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({ path: 'x.lock', inHead: true });
  });

  it('in UTF-16, either order, with and without a byte-order mark', async () => {
    const little = Buffer.from(`\n${line}`, 'utf16le');
    const big = Buffer.from(little).swap16();
    const files = {
      le: little,
      be: big,
      lebom: Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      bebom: Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    };
    const repo = plainRepository();
    repo.commit('adds it', files);
    const { occurrences } = findingOf(await historyOf(repo.root), secret)!;
    expect(occurrences.map(({ path, line: at, column }) => [path, at, column])).toEqual([
      ['be', 2, 10],
      ['bebom', 2, 10],
      ['le', 2, 10],
      ['lebom', 2, 10],
    ]);
  });

  it('in the target of a symbolic link', async () => {
    const repo = plainRepository();
    execFileSync('ln', ['-s', `/srv/${secret}`, join(repo.root, 'link')]);
    repo.commit('link');
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({ path: 'link', where: 'tree' });
  });

  it('all of them at once, one blob in several commits and paths', async () => {
    const repo = plainRepository();
    const first = repo.commit('adds it', { 'one.txt': line });
    repo.commit('copies it', { 'two.txt': line });
    repo.commit('removes both', { 'one.txt': '-\n', 'two.txt': '-\n' });
    repo.commit('brings one back', { 'two.txt': line });
    const finding = findingOf(await historyOf(repo.root), secret)!;
    expect(finding).toMatchObject({ path: 'two.txt', inHead: true, commit: { oid: first } });
    expect(finding.occurrences.map(({ path, inHead, commit }) => [path, inHead, commit!.subject])).toEqual([
      ['one.txt', false, 'adds it'],
      ['two.txt', true, 'copies it'],
    ]);
  });
});

describe('kinds of repository', () => {
  it('sha256', async () => {
    const repo = plainRepository(['--object-format=sha256']);
    const commit = repo.commit('adds it', { 'x.txt': line });
    repo.git('tag', '-a', 'v1', '-m', 'tagged');
    expect(commit).toHaveLength(64);
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({
      path: 'x.txt',
      inHead: true,
      commit: { oid: commit },
      refs: ['refs/heads/main', 'refs/tags/v1'],
    });
  });

  it('bare', async () => {
    const repo = plainRepository();
    const commit = repo.commit('adds it', { 'x.txt': line });
    const bare = join(temporaryFolder(), 'bare.git');
    repo.git('clone', '-q', '--bare', repo.root, bare);
    expect(findingOf(await historyOf(bare), secret)).toMatchObject({
      path: 'x.txt',
      inHead: true,
      commit: { oid: commit },
    });
  });

  it('a linked worktree: the same history, its own HEAD', async () => {
    const repo = plainRepository();
    repo.commit('adds it', { 'x.txt': line });
    const linked = join(temporaryFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'other', linked, 'HEAD~1');
    expect(findingOf(await historyOf(linked), secret)).toMatchObject({ path: 'x.txt', inHead: false, held: 'branch' });
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({ inHead: true });
  });

  it('shallow: said, and what is there is read', async () => {
    const repo = plainRepository();
    repo.commit('adds it', { 'x.txt': line });
    repo.commit('later', { 'y.txt': 'y\n' });
    const shallow = join(temporaryFolder(), 'shallow');
    repo.git('clone', '-q', '--depth=1', `file://${repo.root}`, shallow);
    const result = await historyOf(shallow);
    expect(result.coverage).toMatchObject({ shallow: true, commits: 1 });
    expect(findingOf(result, secret)).toMatchObject({ path: 'x.txt', inHead: true });
  });

  it('empty: nothing to read is complete', async () => {
    const repo = new TestRepository();
    expect((await historyOf(repo.root)).coverage).toMatchObject({
      blobs: { total: 0, scanned: 0, skipped: [] },
      complete: true,
    });
  });

  it('none: not-a-repository', async () => {
    await expect(historyOf(temporaryFolder())).rejects.toMatchObject({ code: 'not-a-repository' });
    await expect(historyOf(join(temporaryFolder(), 'missing'))).rejects.toMatchObject({ code: 'usage' });
  });

  it('with a submodule: named in coverage, out of scope', async () => {
    const inner = plainRepository();
    const repo = plainRepository();
    repo.run(['-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.root, 'vendor/inner']);
    repo.commit('submodule');
    const result = await historyOf(repo.root);
    expect(skippedFor(result, 'submodule')).toEqual({
      reason: 'submodule',
      unread: false,
      count: 1,
      names: ['vendor/inner'],
    });
    expect(result.coverage.complete).toBe(true);
  });

  it('with LFS pointers: counted, out of scope', async () => {
    const repo = plainRepository();
    repo.commit('lfs', {
      'video.mp4': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 300000000\n`,
    });
    const result = await historyOf(repo.root);
    expect(skippedFor(result, 'LFS content')).toMatchObject({ unread: false, count: 1 });
    expect(result.coverage.complete).toBe(true);
  });

  it('with grafted and replaced commits: history as it was written', async () => {
    const repo = plainRepository();
    const bad = repo.commit('adds it', { 'x.txt': line });
    repo.commit('clean', { 'x.txt': 'clean\n' });
    repo.git('replace', bad, repo.git('rev-parse', `${bad}~1`));
    expect(findingOf(await historyOf(repo.root), secret)).toMatchObject({ commit: { oid: bad } });
  });
});

describe('paths', () => {
  it('with a newline, quotes, a tab, a backslash and non-UTF-8 bytes', async () => {
    const repo = plainRepository();
    const odd = Buffer.concat([Buffer.from('odd'), Buffer.from([0xff, 0xe9]), Buffer.from('.txt')]);
    repo
      .write('new\nline', line)
      .write('quo"te\'s', line)
      .write('tab\tback\\slash', line)
      .write(odd, line)
      .write('ünï', line);
    repo.commit('odd paths');
    const { occurrences } = findingOf(await historyOf(repo.root), secret)!;
    expect(occurrences.map(({ path }) => path)).toEqual([
      'new\\nline',
      'odd\\xff\\xe9.txt',
      'quo"te\'s',
      'tab\\tback\\slash',
      'ünï',
    ]);
    expect(occurrences[1]!.pathBytes).toBe(odd.toString('base64'));
    expect(occurrences.filter(({ pathBytes }) => pathBytes !== undefined)).toHaveLength(1);
    expect(occurrences.every(({ inHead }) => inHead)).toBe(true);
  });

  it('that hold the secret are redacted, as are refs and subjects; control characters are escaped', async () => {
    const repo = plainRepository();
    const other = token('other');
    repo.commit(`adds ${secret} \x1b[31mred`, { [`keys/${secret}.txt`]: line });
    repo.git('branch', `wip/${secret}`);
    repo.git('branch', `wip/${other}`);
    const result = await historyOf(repo.root, { showSecrets: false });
    const text = JSON.stringify(result.findings);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(other);
    expect(text).not.toContain('\\u001b');
    expect(result.findings[0]).toMatchObject({
      path: `keys/ghp_…${secret.slice(-2)}.txt`,
      commit: { subject: `adds ghp_…${secret.slice(-2)} \\x1b[31mred` },
    });
  });
});

describe('damage', () => {
  const objectFile = (repo: TestRepository, oid: string): string =>
    join(repo.root, '.git', 'objects', oid.slice(0, 2), oid.slice(2));

  it('a missing blob is named and the coverage incomplete', async () => {
    const repo = plainRepository();
    repo.commit('adds it', { 'x.txt': line });
    const lost = repo.git('rev-parse', 'HEAD:b.txt');
    rmSync(objectFile(repo, lost));
    const result = await historyOf(repo.root);
    expect(skippedFor(result, 'missing object')).toMatchObject({ unread: true, count: 1, names: [lost] });
    expect(result.coverage.complete).toBe(false);
    expect(findingOf(result, secret)).toBeDefined();
  });

  it('corrupt loose objects are named and everything else is read', async () => {
    const repo = plainRepository();
    repo.commit('adds it', { 'x.txt': line, 'y.txt': 'y\n', 'z.txt': 'z\n' });
    const bad = ['HEAD:y.txt', 'HEAD:b.txt'].map((name) => repo.git('rev-parse', name));
    for (const oid of bad) {
      chmodSync(objectFile(repo, oid), 0o644);
      writeFileSync(objectFile(repo, oid), 'not zlib');
    }
    const result = await historyOf(repo.root);
    expect([...skippedFor(result, 'unreadable object')!.names].sort()).toEqual(bad.sort());
    expect(result.coverage.complete).toBe(false);
    expect(findingOf(result, secret)).toMatchObject({ path: 'x.txt' });
  });

  it('a corrupt pack: what can be read is read, the rest named', async () => {
    const repo = plainRepository();
    repo.commit('adds it', {
      'x.txt': line,
      'noise.txt': Array.from({ length: 2000 }, (_, i) => token(`n${i}`).slice(4, 34)).join('\n'),
    });
    repo.git('repack', '-adq');
    const noise = repo.git('rev-parse', 'HEAD:noise.txt');
    const folder = join(repo.root, '.git/objects/pack');
    const pack = join(folder, readdirSync(folder).find((name) => name.endsWith('.pack'))!);
    const [, , offset] = execFileSync('git', ['verify-pack', '-v', pack], { env: gitEnvironment() })
      .toString()
      .split('\n')
      .find((row) => row.startsWith(noise))!
      .split(/ +/)
      .slice(2);
    chmodSync(pack, 0o644);
    const bytes = execFileSync('cat', [pack], { maxBuffer: 1 << 26 });
    bytes.fill(0, Number(offset) + 2000, Number(offset) + 2100);
    writeFileSync(pack, bytes);
    const result = await historyOf(repo.root);
    expect(skippedFor(result, 'unreadable object')).toMatchObject({ names: [noise] });
    expect(findingOf(result, secret)).toMatchObject({ path: 'x.txt' });
  });
});

describe('suppression', () => {
  it("a comment in HEAD's version of a path covers its older versions, not other paths", async () => {
    const repo = plainRepository();
    repo.commit('adds it', { 'a.py': `x = "${secret}"\n` });
    repo.commit('allows it', { 'a.py': `x = "${secret}" # gitmoat:allow a fixture\n` });
    const allowed = findingOf(await historyOf(repo.root), secret)!;
    expect(allowed.suppressed).toEqual({ by: 'inline', reason: 'a fixture', where: 'a.py:1' });
    expect(allowed.occurrences.map(({ suppressed }) => suppressed?.by)).toEqual(['inline', 'inline']);
    repo.commit('elsewhere', { 'b.py': `x = "${secret}"\n` });
    expect(findingOf(await historyOf(repo.root), secret)!.suppressed).toBeNull();
  });

  it('a wrong checksum is kept and suppressed', async () => {
    const repo = plainRepository();
    const wrong = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`;
    repo.commit('made up', { 'a.py': `x = "${wrong}"\n` });
    expect(findingOf(await historyOf(repo.root), wrong)!.suppressed).toMatchObject({ by: 'checksum' });
  });
});
