import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitFiles, git, gitmoat, makeRepository, secrets, write } from './harness.ts';

const quiet = { '.gitignore': '.env\n.env.*\n!.env.example\n*.pem\n*.key\n', 'a.js': 'a\n' };

test('a clean repository is 0, findings below high are listed and do not fail', () => {
  const repo = makeRepository(quiet);
  expect(gitmoat(['check'], { cwd: repo })).toMatchObject({ code: 0, stderr: '' });
  const open = makeRepository({ 'a.js': 'a\n' });
  const ran = gitmoat(['check', '.'], { cwd: open });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain('secret-files-not-ignored');
  expect(gitmoat(['check', '--fail-on', 'medium'], { cwd: open }).code).toBe(1);
});

test('names what git takes of a pattern that is ignored in part', () => {
  const repo = makeRepository({ '.gitignore': '.env\n*.pem\n*.key\n', 'a.js': 'a\n' });
  const { stdout } = gitmoat(['check'], { cwd: repo });
  expect(stdout).toContain('git would take them: .env.local, .env.production\n');
  expect(gitmoat(['check'], { cwd: makeRepository({ 'a.js': 'a\n' }) }).stdout).toContain('take them: .env, *.pem');
});

test('--fix writes, shows the diff, and changes nothing the second time', () => {
  const repo = makeRepository({
    '.gitignore': 'dist/\n',
    'a.js': 'a\n',
    '.env': `API_TOKEN=${secrets.password('check')}\n`,
  });
  const first = gitmoat(['check', '--fix'], { cwd: repo });
  expect(first.stderr).toContain('+.env\n');
  expect(first.stderr).toContain('--untrack');
  expect(first.code).toBe(1);
  const text = readFileSync(join(repo, '.gitignore'), 'utf8');
  expect(gitmoat(['check', '--fix'], { cwd: repo }).stderr).not.toContain('+++');
  expect(readFileSync(join(repo, '.gitignore'), 'utf8')).toBe(text);
  expect(gitmoat(['check', '--fix', '--untrack'], { cwd: repo }).code).toBe(0);
  expect(git(repo, 'ls-files').split('\n')).not.toContain('.env');
  expect(existsSync(join(repo, '.env'))).toBe(true);
});

test('json, sarif and profiles', () => {
  const repo = makeRepository({ ...quiet, 'x/.DS_Store': 'x', '.github/workflows/a.yml': 'on: push\njobs: [\n' });
  const { findings } = JSON.parse(gitmoat(['check', '--format', 'json'], { cwd: repo }).stdout);
  expect(findings).toMatchObject([
    { kind: 'hygiene', rule: 'malformed-file', line: 3, path: '.github/workflows/a.yml' },
  ]);
  const strict = JSON.parse(gitmoat(['check', '--profile', 'strict', '--format', 'sarif'], { cwd: repo }).stdout);
  const ids = strict.runs[0].results.map((result: { ruleId: string }) => result.ruleId);
  expect(ids).toContain('build-output-committed');
  expect(gitmoat(['check', '--profile', 'loose'], { cwd: repo })).toMatchObject({ code: 2 });
});

test('the config names hygiene rules, in every command', () => {
  const repo = makeRepository({
    'a.js': 'a\n',
    '.gitmoat.yaml': 'rules:\n  disable: [secret-files-not-ignored, kubernetes]\n',
  });
  expect(gitmoat(['check'], { cwd: repo }).stdout).not.toContain('secret-files-not-ignored');
  expect(gitmoat(['scan', '.'], { cwd: repo }).code).toBe(0);
  write(repo, { '.gitmoat.yaml': 'rules:\n  disable: [secret-file-not-ignored]\n' });
  expect(gitmoat(['check'], { cwd: repo })).toMatchObject({ code: 2 });
  commitFiles(repo, { '.gitmoat.yaml': 'mode: observe\n', 'b.js': '<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n' }, 'Next');
  expect(gitmoat(['check'], { cwd: repo })).toMatchObject({ code: 0 });
});

test('rules list and show know them', () => {
  const repo = makeRepository();
  expect(gitmoat(['rules', 'list', 'gitignore', 'dead'], { cwd: repo }).stdout).toContain('gitignore-dead-pattern');
  expect(gitmoat(['rules', 'show', 'merge-conflict'], { cwd: repo }).stdout).toContain('what to do');
});

test('wrong use', () => {
  const repo = makeRepository(quiet);
  expect(gitmoat(['check', '--untrack'], { cwd: repo })).toMatchObject({ code: 2 });
  expect(gitmoat(['check', 'a', 'b'], { cwd: repo })).toMatchObject({ code: 2 });
});

test('npm is asked what it would publish', () => {
  const files = { 'package.json': '{"name": "a", "version": "1.0.0"}\n', '.npmignore': 'x\n' };
  const repo = makeRepository({ ...quiet, ...files });
  write(repo, { '.env': 'A=1\n' });
  const open = gitmoat(['check'], { cwd: repo });
  expect(open.stdout).toContain('npmignore-lets-secrets-out');
  write(repo, { '.npmignore': '.env\n' });
  expect(gitmoat(['check'], { cwd: repo }).stdout).not.toContain('npmignore-lets-secrets-out');
});

test('--history says when a secret file came and by whom', () => {
  const repo = makeRepository({ 'a.js': 'a\n', 'app/.env': `API_TOKEN=${secrets.password('history')}\n` });
  git(repo, 'rm', '-q', 'app/.env');
  git(repo, 'commit', '-q', '-m', 'Gone');
  expect(gitmoat(['check'], { cwd: repo }).stdout).not.toContain('in-history');
  const { stdout } = gitmoat(['check', '--history'], { cwd: repo });
  expect(stdout).toContain('secret-file-in-history');
  expect(gitmoat(['check', '--history', '--format', 'json'], { cwd: repo }).stdout).toMatch(
    /still in main|still in master/,
  );
});

test('an exception may name the group', () => {
  const repo = makeRepository({ 'a.js': 'a\n' });
  write(repo, { '.gitmoat.yaml': 'allow:\n  - rule: gitignore\n    reason: a library without secrets\n' });
  expect(gitmoat(['check'], { cwd: repo }).stdout).not.toContain('secret-files-not-ignored');
});
