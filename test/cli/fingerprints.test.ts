/** A fingerprint, as any command prints it, names its finding in every command that takes one: secrets and habits. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitmoat, makeFolder, makeRepository, secrets } from './harness.ts';

const open = { '.env': `API_TOKEN=${secrets.githubPat('print')}\n`, 'a.js': 'a\n' };

function habitOf(repo: string): string {
  const { findings } = JSON.parse(gitmoat(['check', '--format', 'json'], { cwd: repo }).stdout) as {
    findings: { rule: string; fingerprint: string }[];
  };
  return findings.find(({ rule }) => rule === 'secret-file-tracked')!.fingerprint.slice(0, 12);
}

test('a habit: explain says what it is, allow silences it, remediate says that it is none of its own', () => {
  const repo = makeRepository(open);
  const print = habitOf(repo);
  const explained = gitmoat(['explain', print], { cwd: repo });
  expect(explained.stdout).toContain('secret-file-tracked');
  expect(explained.stdout).toContain('gitmoat check --fix --untrack');
  expect(gitmoat(['remediate', print], { cwd: repo })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('habit'),
  });
  expect(gitmoat(['allow', print, '--reason', 'made up'], { cwd: repo }).code).toBe(0);
  expect(gitmoat(['check'], { cwd: repo }).code).toBe(0);
});

test('explain never shows the value, before and after init', () => {
  const repo = makeRepository(open);
  const { stdout } = gitmoat(['history', '--format', 'json'], { cwd: repo });
  const { findings } = JSON.parse(stdout) as { findings: { fingerprint: string }[] };
  const print = findings[0]!.fingerprint.slice(0, 12);
  for (const id of ['', 'id: 00112233445566778899aabb\n']) {
    writeFileSync(join(repo, '.gitmoat.yaml'), id);
    const explained = gitmoat(['explain', print], { cwd: repo });
    expect(explained.stdout).toContain('github-pat');
    expect(explained.stdout).toContain('Next: gitmoat remediate');
    expect(explained.stdout).not.toContain(secrets.githubPat('print'));
  }
});

test('digits that name nothing are said to', () => {
  const { stderr } = gitmoat(['explain', '0123456789ab'], { cwd: makeRepository({ 'a.txt': 'x\n' }) });
  expect(stderr).toContain("no finding's fingerprint");
  expect(gitmoat(['remediate', '0123456789ab'], { cwd: makeFolder() }).code).toBe(2);
});
