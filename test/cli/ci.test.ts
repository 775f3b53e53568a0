/** `gitmoat ci` as a step runs it: the range in one line, what counts, what a change silences, exit codes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitFiles, git, gitmoat, makeFolder, makeRepository, secrets } from './harness.ts';

const ignore = '.env\n.env.*\n*.pem\n*.key\n';
const token = secrets.githubPat('ci');
const line = `token = "${token}"\n`;

/** main with one commit, and a branch `feature` that is checked out. */
function branched(files: Record<string, string> = {}): string {
  const repo = makeRepository({ '.gitignore': ignore, 'a.txt': 'a\n', ...files });
  git(repo, 'checkout', '-q', '-b', 'feature');
  return repo;
}

function ci(cwd: string, ...args: string[]): { code: number | null; stderr: string; report: Report } {
  const { code, stdout, stderr } = gitmoat(['ci', '--format', 'json', ...args], { cwd });
  return { code, stderr, report: JSON.parse(stdout || 'null') };
}

interface Report {
  readonly change: { readonly range: string; readonly notices: { text: string; silences: number }[]; silenced: number };
  readonly findings: { rule: string; inHead: boolean; line: number; commit: { subject: string } | null }[];
  readonly notes: string[];
}

test('a change that brings a secret fails, and says since when and whether it is still there', () => {
  const repo = branched();
  commitFiles(repo, { 'x.txt': line }, 'adds it');
  commitFiles(repo, { 'x.txt': `above\n${line}` }, 'edits it');
  const { code, stderr, report } = ci(repo, '--base', 'main');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^gitmoat ci: command line main\.\.HEAD: 2 commits, [0-9a-f]{10}\.\.[0-9a-f]{10}\n$/);
  expect(report.findings).toMatchObject([
    { rule: 'github-pat', inHead: true, line: 2, commit: { subject: 'adds it' } },
  ]);
});

test('a clean change passes', () => {
  const repo = branched({ 'old.txt': line });
  commitFiles(repo, { 'b.txt': 'b\n', 'old.txt': `${line}more\n` }, 'harmless');
  expect(ci(repo, '--base', 'main')).toMatchObject({ code: 0, report: { findings: [], change: { notices: [] } } });
});

test('without a known system it says what to do', () => {
  const { code, stderr } = gitmoat(['ci'], { cwd: branched() });
  expect(code).toBe(2);
  expect(stderr).toContain('--base origin/main');
});

test('in a step of GitHub Actions: annotations, summary, outputs', () => {
  const repo = branched();
  commitFiles(repo, { 'x.txt': line }, 'adds it');
  const folder = makeFolder();
  const files = { event: join(folder, 'event.json'), summary: join(folder, 'summary'), output: join(folder, 'output') };
  const pull = {
    number: 7,
    pull_request: {
      base: { ref: 'main', sha: git(repo, 'rev-parse', 'main') },
      head: { sha: git(repo, 'rev-parse', 'HEAD') },
    },
  };
  writeFileSync(files.event, JSON.stringify(pull));
  const { code, stdout, stderr } = gitmoat(['ci', '--format', 'sarif', '--output', join(folder, 'x.sarif')], {
    cwd: repo,
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: files.event,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_OUTPUT: files.output,
    },
  });
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('pull_request #7: 1 commit,') });
  expect(stdout).toContain('::error file=x.txt,line=1,');
  expect(stdout).not.toContain(token);
  expect(readFileSync(files.summary, 'utf8')).toContain('gitmoat: 1 finding');
  expect(readFileSync(files.output, 'utf8')).toBe(`findings=1\nsarif=${join(folder, 'x.sarif')}\n`);
});
