/** The cache as users meet it: there after a run, gone when told, never without being wanted. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitmoat, makeRepository, secrets } from './harness.ts';

const folderOf = (repo: string): string => join(repo, '.git', 'gitmoat-cache');
const withSecret = (seed: string): string => makeRepository({ 'a.txt': `token ${secrets.githubPat(seed)}\n` });

function report(args: readonly string[], cwd: string): unknown {
  const { coverage, ...rest } = JSON.parse(gitmoat([...args, '--format', 'json'], { cwd }).stdout);
  return { ...rest, coverage: { ...coverage, seconds: 0 } };
}

test('a second run says the same', () => {
  const repo = withSecret('again');
  const fresh = report(['audit', '--no-cache'], repo);
  expect(existsSync(folderOf(repo)), '--no-cache leaves nothing').toBe(false);
  expect(report(['audit'], repo)).toEqual(fresh);
  expect(existsSync(folderOf(repo))).toBe(true);
  expect(report(['audit'], repo)).toEqual(fresh);
});

test('cache info and cache clear', () => {
  const repo = withSecret('info');
  expect(gitmoat(['cache', 'info'], { cwd: repo }).stdout).toMatch(/^nothing in /);
  gitmoat(['history'], { cwd: repo });
  const info = gitmoat(['cache', 'info', repo], { cwd: '/' });
  expect(info.code).toBe(0);
  expect(info.stdout).toMatch(/\n {2}commits-[0-9a-f]{16}\.bin .*\n {2}objects-/);
  expect(gitmoat(['cache', 'clear'], { cwd: repo }).stdout).toMatch(/^removed from /);
  expect(existsSync(folderOf(repo))).toBe(false);
  expect(gitmoat(['cache', 'wipe'], { cwd: repo }).code).toBe(2);
});

test('engine full neither reads nor writes it', () => {
  const repo = withSecret('full');
  gitmoat(['history', '--engine', 'full'], { cwd: repo });
  expect(existsSync(folderOf(repo))).toBe(false);
});
