import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitFiles, git, gitmoat, makeFolder, makeRepository, secrets, write } from './harness.ts';

const token = secrets.githubPat('exit');
const leaky = makeRepository({ 'config.txt': `token = ${token}\n` });

describe('0 clean, 1 findings', () => {
  const clean = makeRepository({ 'a.txt': 'nothing\n' });
  test.each(['audit', 'scan', 'staged', 'history'])('%s', (name) => {
    expect(gitmoat([name], { cwd: clean }).code).toBe(0);
  });
  test('audit is the default', () => {
    expect(gitmoat([], { cwd: leaky }).stdout).toContain('Rotate now');
    expect(gitmoat(['.'], { cwd: leaky }).code).toBe(1);
  });
  test.each(['audit', 'scan', 'history'])('%s of a repository with a secret', (name) => {
    expect(gitmoat([name], { cwd: leaky }).code).toBe(1);
  });
  test('staged', () => {
    const repo = makeRepository({ 'a.txt': 'x\n' });
    write(repo, { 'b.txt': `${token}\n` });
    expect(gitmoat(['staged'], { cwd: repo }).code).toBe(0);
    git(repo, 'add', 'b.txt');
    expect(gitmoat(['staged'], { cwd: repo }).code).toBe(1);
  });
  test('range', () => {
    const repo = makeRepository({ 'a.txt': 'x\n' });
    commitFiles(repo, { 'b.txt': `${token}\n` }, 'Second');
    commitFiles(repo, { 'b.txt': 'gone\n' }, 'Third');
    expect(gitmoat(['range', 'HEAD~2..HEAD'], { cwd: repo }).code).toBe(1);
    expect(gitmoat(['range', 'HEAD~1..HEAD'], { cwd: repo }).code).toBe(0);
  });
  test('scan --stdin and a folder without git', () => {
    const folder = makeFolder({ 'x/y.txt': `${token}\n` });
    expect(gitmoat(['scan'], { cwd: folder }).code).toBe(1);
    expect(gitmoat(['scan', '--stdin'], { cwd: folder, input: `${token}\r\n` }).code).toBe(1);
    expect(gitmoat(['scan', '--stdin'], { cwd: folder, input: 'hello\r\n' }).code).toBe(0);
  });
});

describe('what counts can be changed', () => {
  test('--fail-on and --min-confidence', () => {
    const rule = JSON.parse(gitmoat(['scan', '--format', 'json'], { cwd: leaky }).stdout).findings[0];
    expect(rule.confidence).toBe('provable');
    expect(gitmoat(['scan', '--min-confidence', 'provable'], { cwd: leaky }).code).toBe(1);
    const below = rule.severity === 'critical' ? 0 : 1;
    expect(gitmoat(['scan', '--fail-on', 'critical'], { cwd: leaky }).code).toBe(1 - below);
    expect(gitmoat(['scan', '--fail-on', 'info'], { cwd: leaky }).code).toBe(1);
  });
  test('mode: observe prints the same, exits 0 and says so', () => {
    const repo = makeRepository({ 'a.txt': `${token}\n`, '.gitmoat.yaml': 'mode: observe\n' });
    const ran = gitmoat(['scan'], { cwd: repo });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('mode: observe');
    expect(ran.stdout).toMatch(/Rotate now +1/);
  });
});

describe('3 where content is unread, unless a finding makes it 1', () => {
  function withoutObject(files: Record<string, string>): string {
    const repo = makeRepository(files);
    const oid = git(repo, 'rev-parse', 'HEAD:lost.txt');
    rmSync(join(repo, '.git', 'objects', oid.slice(0, 2), oid.slice(2)), { force: true });
    rmSync(join(repo, 'lost.txt'));
    return repo;
  }
  test('a missing object', () => {
    const ran = gitmoat(['history'], { cwd: withoutObject({ 'lost.txt': 'lost\n', 'a.txt': 'x\n' }) });
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain('INCOMPLETE');
    expect(ran.stdout).toContain('NOT READ');
  });
  test('with a finding', () => {
    const ran = gitmoat(['history'], { cwd: withoutObject({ 'lost.txt': 'lost\n', 'a.txt': `${token}\n` }) });
    expect(ran.code).toBe(1);
  });
});

describe('nothing to read is 0 and says so', () => {
  test.each(['audit', 'scan', 'staged', 'history'])('%s in a repository without a commit', (name) => {
    const ran = gitmoat([name], { cwd: makeRepository() });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Nothing to read.');
  });
});

test('a run leaves nothing but what it was told to write', () => {
  const repo = makeRepository({ 'a.txt': `${token}\n` });
  const before = readdirSync(repo);
  gitmoat(['audit', '--format', 'json', '--output', 'out.json'], { cwd: repo });
  expect(readdirSync(repo).filter((name) => !before.includes(name))).toEqual(['out.json']);
});
