import { describe, expect, test } from 'vitest';
import { commitFiles, git, gitmoat, makeFolder, makeRepository, secrets, write } from './harness.ts';

const token = secrets.githubPat('config');
const allow = (lines: string): string => `allow:\n  - reason: made up for the tests\n${lines}`;

describe('silencing a false positive, in this order', () => {
  test('a comment on the line', () => {
    const repo = makeRepository({ 'a.txt': `${token} # gitmoat:allow github-pat made up\n` });
    const ran = gitmoat(['scan'], { cwd: repo });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('Suppressed 1 (1 inline)');
  });

  test.each([
    ['rule and paths', '    rule: github-pat\n    paths: [docs/**]\n', 0],
    ['provider', '    rule: github\n', 0],
    ['another path', '    paths: [src/**]\n', 1],
    ['another rule', '    rule: stripe-live-secret-key\n', 1],
    ['expired', '    rule: github-pat\n    expires: 2020-01-01\n', 1],
  ])('an entry in .gitmoat.yaml: %s', (_, lines, code) => {
    const repo = makeRepository({ 'docs/a.txt': `${token}\n`, '.gitmoat.yaml': allow(lines) });
    for (const command of ['scan', 'audit', 'history']) expect(gitmoat([command], { cwd: repo }).code).toBe(code);
  });

  test('a fingerprint follows the secret wherever it moves', () => {
    const repo = makeRepository({ 'a.txt': `${token}\n` });
    const { fingerprint } = JSON.parse(gitmoat(['scan', '--format', 'json'], { cwd: repo }).stdout).findings[0];
    commitFiles(
      repo,
      { '.gitmoat.yaml': allow(`    fingerprint: "${fingerprint.slice(0, 12)}"\n`), 'b/c.txt': `\n${token}\n` },
      'Move',
    );
    expect(gitmoat(['audit'], { cwd: repo }).code).toBe(0);
    commitFiles(repo, { 'a.txt': `${secrets.githubPat('config-2')}\n` }, 'Replace');
    expect(gitmoat(['audit'], { cwd: repo }).code).toBe(1);
  });
});

test('an allowlist-only config turns no rule off', () => {
  const repo = makeRepository({ 'a.txt': `${token}\n`, '.gitmoat.yaml': allow('    rule: stripe-live-secret-key\n') });
  expect(gitmoat(['scan'], { cwd: repo }).code).toBe(1);
});

test('a rule that is off reports nothing, the others go on', () => {
  const files = { 'a.txt': `${token}\n`, '.gitmoat.yaml': 'rules:\n  disable: [github]\n' };
  expect(gitmoat(['scan'], { cwd: makeRepository(files) }).code).toBe(0);
  expect(gitmoat(['scan'], { cwd: makeRepository({ ...files, 'b.txt': `${secrets.stripe('config')}\n` }) }).code).toBe(
    1,
  );
});

test('severity is changed by rule', () => {
  const repo = makeRepository({
    'a.txt': `${token}\n`,
    '.gitmoat.yaml': 'failOn: high\nrules:\n  severity: {github-pat: low}\n',
  });
  const ran = gitmoat(['scan', '--format', 'json'], { cwd: repo });
  expect(JSON.parse(ran.stdout).findings[0].severity).toBe('low');
  expect(ran.code).toBe(0);
});

test('excluded paths stay countable', () => {
  const repo = makeRepository({ 'vendor/a.txt': `${token}\n`, '.gitmoat.yaml': 'exclude: [vendor/]\n' });
  const ran = gitmoat(['audit', '--show-suppressed'], { cwd: repo });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain('excluded path');
});

test('require makes left-out content unread', () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`;
  expect(gitmoat(['audit'], { cwd: makeRepository({ 'a.bin': pointer }) }).code).toBe(0);
  expect(
    gitmoat(['audit'], { cwd: makeRepository({ 'a.bin': pointer, '.gitmoat.yaml': 'require: [lfs]\n' }) }).code,
  ).toBe(3);
});

describe('where the config is read', () => {
  const config = allow('    rule: github-pat\n');

  test('staged: the index, not the worktree', () => {
    const repo = makeRepository({ 'a.txt': 'x\n' });
    write(repo, { 'b.txt': `${token}\n`, '.gitmoat.yaml': config });
    git(repo, 'add', 'b.txt');
    expect(gitmoat(['staged'], { cwd: repo }).code).toBe(1);
    git(repo, 'add', '.gitmoat.yaml');
    expect(gitmoat(['staged'], { cwd: repo }).code).toBe(0);
  });

  test('a bare repository: HEAD’s tree', () => {
    const repo = makeRepository({ 'a.txt': `${token}\n`, '.gitmoat.yaml': config });
    const bare = makeFolder();
    git(bare, 'clone', '-q', '--bare', repo, '.');
    expect(gitmoat(['audit'], { cwd: bare }).code).toBe(0);
  });

  test('never the current folder: a subfolder’s file is not read, the root’s is', () => {
    const repo = makeRepository({ 'sub/a.txt': `${token}\n`, 'sub/.gitmoat.yaml': config });
    expect(gitmoat(['audit'], { cwd: `${repo}/sub` }).code).toBe(1);
    commitFiles(repo, { '.gitmoat.yaml': config }, 'Config');
    expect(gitmoat(['audit'], { cwd: `${repo}/sub` }).code).toBe(0);
  });

  test('--config names another file', () => {
    const repo = makeRepository({ 'a.txt': `${token}\n`, 'other.yaml': config });
    expect(gitmoat(['scan', '--config', 'other.yaml'], { cwd: repo }).code).toBe(0);
  });
});
