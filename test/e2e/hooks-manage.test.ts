/** The commands around the hooks: doctor, status, init, baseline, allow; as a user runs them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { env, gitmoat, makeFolder, makeRepository, secrets, write } from '../cli/harness.ts';
import { linkGitmoat } from './hook-ways.ts';
import { type HookedRepository, hooked, line, secret } from './hooked-repository.ts';

const commit = ['commit', '-q', '-m', 'x'];

/** Where `hooks install` puts its files without being told: a newer git's config names them. */
const hookFolders = ['.git/hooks', '.git/gitmoat-hooks'];

function hasHook(folder: string): boolean {
  return hookFolders.some((hooks) => existsSync(join(folder, hooks, 'pre-commit')));
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

describe('hooks doctor', () => {
  it('proves each hook, and leaves nothing behind', () => {
    const repo = hooked();
    const before = repo.git('status', '--porcelain');
    const ran = gitmoat(['hooks', 'doctor'], { cwd: repo.root });
    expect(ran.stdout.match(/stops a made-up token/g)).toHaveLength(4);
    expect(ran.code).toBe(0);
    expect(repo.git('status', '--porcelain')).toBe(before);
  });

  it('names what stands in the way', () => {
    const repo = hooked();
    repo.git('config', 'core.hooksPath', 'elsewhere');
    const ran = gitmoat(['hooks', 'doctor'], { cwd: repo.root, env: { SKIP: 'gitmoat' } });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/pre-commit +LETS IT THROUGH/);
    expect(ran.stdout).toContain('SKIP=gitmoat is set in this environment');
    const text = ran.stdout.replace(/\s+/g, ' ');
    expect(text).toContain('core.hooksPath is elsewhere (local), and this working tree has no such folder');
  });

  it('finds the hole of a husky project in a new worktree, and install mends it', () => {
    const repo = hooked('husky');
    repo.git('config', 'core.hooksPath', '.husky/_');
    const linked = join(makeFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'other', linked);
    const ran = gitmoat(['hooks', 'doctor'], { cwd: linked });
    expect(ran.stdout.replace(/\s+/g, ' ')).toContain('as in every new worktree');
    expect(gitmoat(['hooks', 'install'], { cwd: repo.root }).code).toBe(0);
    expect(gitmoat(['hooks', 'doctor'], { cwd: linked }).code).toBe(0);
  });
});

it('hooks status: 0 where every event is covered', () => {
  const repo = hooked();
  expect(gitmoat(['hooks', 'status'], { cwd: repo.root })).toMatchObject({ code: 0 });
  rmSync(join(repo.root, '.git/hooks/pre-push'));
  const ran = gitmoat(['hooks', 'status'], { cwd: repo.root });
  expect(ran.stdout).toMatch(/pre-push +not covered/);
  expect(ran.code).toBe(1);
});

it('init: shows, asks, writes, and has nothing to do the second time', () => {
  const folder = makeRepository({ 'a.txt': 'a\n', '.gitignore': 'dist/\n*.key' });
  const shown = gitmoat(['init', '--dry-run'], { cwd: folder });
  expect(shown.stdout).toContain('  + *.pem');
  expect(shown.stdout).not.toContain('  + *.key');
  expect(existsSync(join(folder, '.gitmoat.yaml'))).toBe(false);
  expect(gitmoat(['init'], { cwd: folder }).code).toBe(2);
  expect(gitmoat(['init', '--yes'], { cwd: folder }).code).toBe(0);
  expect(read(folder, '.gitmoat.yaml')).toMatch(/^id: "?[0-9a-f]{24}"?\n$/);
  expect(read(folder, '.gitignore')).toBe('dist/\n*.key\n.env\n.env.*\n!.env.example\n*.pem\n');
  expect(hasHook(folder)).toBe(true);
  expect(gitmoat(['init', '--yes'], { cwd: folder }).stdout).toBe('Set up already.\n');
});

describe('init and fresh clones', () => {
  it('a package gets a prepare script that never fails, behind the one that is there', () => {
    const manifest = '{\n    "name": "a",\n    "scripts": {\n        "prepare": "node -e 0"\n    }\n}\n';
    const folder = makeRepository({ 'package.json': manifest, 'README.md': '# a\n' });
    expect(gitmoat(['init', '--dry-run'], { cwd: folder }).stdout).toContain('gitmoat hooks install || exit 0');
    expect(read(folder, 'package.json')).toBe(manifest);
    expect(gitmoat(['init', '--yes'], { cwd: folder }).stdout).toMatch(/npm install\s+--save-dev gitmoat/);
    const script = 'node -e 0 && (gitmoat hooks install || exit 0)';
    expect(read(folder, 'package.json')).toBe(manifest.replace('node -e 0', script));
    expect(read(folder, 'README.md')).toBe('# a\n');
    expect(gitmoat(['init', '--yes'], { cwd: folder }).stdout).toBe('Set up already.\n');
    // Without gitmoat anywhere on PATH the install of the package still succeeds; with it, the hooks come back.
    expect(spawnSync('sh', ['-c', script], { cwd: folder, env }).status).toBe(0);
    for (const hooks of hookFolders) rmSync(join(folder, hooks), { recursive: true, force: true });
    linkGitmoat(folder);
    const path = `${join(folder, 'node_modules/.bin')}:${env.PATH}`;
    expect(spawnSync('sh', ['-c', script], { cwd: folder, env: { ...env, PATH: path } }).status).toBe(0);
    expect(hasHook(folder)).toBe(true);
  });

  it('yarn 2 and newer: postinstall in a private package, else a line of the README', () => {
    const files = { '.yarnrc.yml': '', 'README.md': '# a' };
    const hidden = makeRepository({ ...files, 'package.json': '{ "private": true }\n' });
    gitmoat(['init', '--yes'], { cwd: hidden });
    expect(read(hidden, 'package.json')).toContain('"postinstall": "gitmoat hooks install || exit 0"');
    const open = makeRepository({ ...files, 'package.json': '{}\n' });
    gitmoat(['init', '--yes'], { cwd: open });
    expect(read(open, 'package.json')).toBe('{}\n');
    expect(read(open, 'README.md')).toMatch(/^# a\n\nAfter cloning: `gitmoat hooks install` [^\n]+\n$/);
    expect(gitmoat(['init', '--yes'], { cwd: open }).stdout).toBe('Set up already.\n');
  });

  it('old findings are counted and the baseline is offered, never made by --yes', () => {
    const folder = makeRepository({ 'now.txt': line });
    const { stdout } = gitmoat(['init', '--yes'], { cwd: folder });
    expect(stdout).toMatch(/1 old findings \(1 of them in HEAD\).*\n.*gitmoat baseline create/);
    expect(existsSync(join(folder, '.gitmoat-baseline'))).toBe(false);
  });
});

describe('adopting in an old repository', () => {
  const password = `db_password = "${secrets.password('weak').slice(0, 7)}"\n`;

  function old(): HookedRepository {
    const repo = hooked();
    repo.commitUnseen('history', { 'gone.txt': line.replace(secret, secrets.githubPat('gone')) });
    repo.commitUnseen('now', { 'gone.txt': 'clean\n', 'now.txt': line, 'src/db.py': password });
    return repo;
  }

  it('baseline create accepts what is old, but not what is real and in HEAD', () => {
    const repo = old();
    const ran = gitmoat(['baseline', 'create'], { cwd: repo.root });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/not accepted: now\.txt:1 GitHub/);
    const lines = read(repo.root, '.gitmoat-baseline').trim().split('\n').slice(1);
    expect(lines).toContainEqual(
      expect.stringMatching(/^[0-9a-f]{20} github-pat gone\.txt \d{4}-\d\d-\d\d unreviewed$/),
    );
    expect(lines.join('\n')).not.toContain('now.txt');
    expect([...lines].sort()).toEqual(lines);
    expect(read(repo.root, '.gitmoat.yaml')).toMatch(/^id: /);
    expect(gitmoat(['baseline', 'create'], { cwd: repo.root }).code).toBe(2);
    gitmoat(['baseline', 'update', '--include-provable'], { cwd: repo.root });
    expect(read(repo.root, '.gitmoat-baseline')).toContain(' now.txt ');
    const kept = read(repo.root, '.gitmoat-baseline');
    gitmoat(['baseline', 'prune'], { cwd: repo.root });
    expect(read(repo.root, '.gitmoat-baseline')).toBe(kept);
  });

  it('the hook reads the baseline from the index, and guessable values hold at their path only', () => {
    const repo = old();
    gitmoat(['baseline', 'create', '--include-provable'], { cwd: repo.root });
    repo.write('copy.txt', line).git('add', 'copy.txt');
    const unstaged = repo.try(commit);
    expect(unstaged.stderr).toContain('.gitmoat-baseline in the worktree differs from the index');
    repo.git('add', '-A');
    expect(repo.try(commit).stderr).toBe('');
    const bound = read(repo.root, '.gitmoat-baseline').includes(' only:src/db.py ');
    repo.write('src/other.py', password).git('add', '-A');
    expect(repo.try(commit).code).toBe(bound ? 1 : 0);
    expect(bound).toBe(true);
  });

  it('a file that is renamed stays accepted: the commit passes, and the audit where the value is not guessable', () => {
    const repo = hooked();
    repo.commitUnseen('now', { 'now.txt': `${'text\n'.repeat(20)}${line}`, 'src/db.py': password });
    gitmoat(['baseline', 'create', '--include-provable'], { cwd: repo.root });
    repo.commitUnseen('baseline');
    repo.git('mv', 'now.txt', 'moved.txt');
    repo.write('moved.txt', `more\n${repo.read('moved.txt')}`).git('add', '-A');
    expect(repo.try(commit)).toMatchObject({ code: 0, stderr: '' });
    expect(gitmoat(['audit', '.'], { cwd: repo.root }).code).toBe(0);
    // Bound to its path: the commit only moves it, which is silent; listings ask again until `baseline update`.
    repo.git('mv', 'src/db.py', 'src/database.py');
    expect(repo.try(commit)).toMatchObject({ code: 0, stderr: '' });
    gitmoat(['baseline', 'update'], { cwd: repo.root });
    expect(read(repo.root, '.gitmoat-baseline')).toContain(' only:src/database.py ');
    expect(gitmoat(['audit', '.'], { cwd: repo.root }).code).toBe(0);
  });

  it('scans say what is accepted and unreviewed; --no-baseline lists it', () => {
    const repo = old();
    gitmoat(['baseline', 'create', '--include-provable'], { cwd: repo.root });
    const clean = gitmoat(['audit', '.'], { cwd: repo.root });
    expect(clean.code).toBe(0);
    expect(clean.stdout).toMatch(/Note: \.gitmoat-baseline accepts \d findings?, \d unreviewed/);
    expect(gitmoat(['audit', '.', '--no-baseline'], { cwd: repo.root }).code).toBe(1);
    write(repo.root, { 'elsewhere.txt': read(repo.root, '.gitmoat-baseline') });
    rmSync(join(repo.root, '.gitmoat-baseline'));
    expect(gitmoat(['audit', '.'], { cwd: repo.root }).code).toBe(1);
    expect(gitmoat(['audit', '.', '--baseline', 'elsewhere.txt'], { cwd: repo.root }).code).toBe(0);
  });

  it('prune takes out what is gone', () => {
    const repo = hooked();
    repo.commitUnseen('now', { 'now.txt': line });
    gitmoat(['baseline', 'create', '--include-provable'], { cwd: repo.root });
    repo.git('update-ref', '-d', 'refs/heads/main');
    rmSync(join(repo.root, '.git', 'logs'), { recursive: true });
    rmSync(join(repo.root, 'now.txt'));
    repo.git('rm', '-q', '-r', '-f', '--cached', '.');
    repo.git('prune', '--expire=now');
    expect(gitmoat(['baseline', 'prune'], { cwd: repo.root }).stdout).toContain('Took out 1 of 1');
  });
});

describe('allow', () => {
  it('writes the exception that the block named; with --stage the next commit passes', () => {
    const repo = hooked();
    repo.commitUnseen('config', { '.gitmoat.yaml': '# ours\nmode: enforce # always\n' });
    repo.write('x.txt', line).git('add', '-A');
    const fingerprint = /gitmoat allow ([0-9a-f]{12}) --reason/.exec(repo.try(commit).stderr)?.[1] ?? '';
    const args = ['allow', fingerprint, '--reason', 'made up: "for" a test'];
    expect(gitmoat(args, { cwd: repo.root }).stdout).toContain('Next: git add .gitmoat.yaml');
    expect(read(repo.root, '.gitmoat.yaml')).toMatch(/^# ours\nmode: enforce # always\nallow:\n {2}- fingerprint: /);
    expect(repo.try(commit).stderr).toContain('.gitmoat.yaml in the worktree differs from the index');
    repo.git('add', '.gitmoat.yaml');
    expect(repo.try(commit)).toMatchObject({ code: 0, stderr: '' });
  });

  it('asks for a reason and a fingerprint that stands for something', () => {
    const repo = hooked();
    write(repo.root, { 'x.txt': line });
    expect(gitmoat(['allow', '0123456789ab'], { cwd: repo.root })).toMatchObject({ code: 2 });
    const ran = gitmoat(['allow', '0123456789ab', '--reason', 'x'], { cwd: repo.root });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('no finding here has a fingerprint') });
    expect(existsSync(join(repo.root, '.gitmoat.yaml'))).toBe(false);
  });
});
