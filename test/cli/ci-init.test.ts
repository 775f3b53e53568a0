/** `init --ci`: files that pass our own check, nothing of the project overwritten; adopting in an old repository. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ciNames } from '../../packages/cli/src/ci-files.ts';
import { commitFiles, git, gitmoat, makeFolder, makeRepository, secrets, write } from './harness.ts';

const ignore = '.env\n.env.*\n!.env.example\n*.pem\n*.key\n';

test('the files of every system pass our own check, a second run finds nothing to do', () => {
  const repo = makeRepository({ '.gitignore': ignore });
  for (const name of ciNames) {
    expect(gitmoat(['init', '--yes', '--ci', name], { cwd: repo })).toMatchObject({ code: 0, stderr: '' });
  }
  commitFiles(repo, {}, 'set up');
  const files = git(repo, 'ls-files').split('\n');
  const own = files.filter((file) => readFileSync(join(repo, file), 'utf8').includes('npx --yes gitmoat@'));
  expect(own).toHaveLength(ciNames.length);
  const checked = gitmoat(['check', '--profile', 'strict', '--format', 'json'], { cwd: repo });
  const { findings } = JSON.parse(checked.stdout) as { findings: { rule: string; path: string }[] };
  expect(findings.filter(({ path }) => own.includes(path))).toEqual([]);
  expect(checked.code).toBe(0);
  expect(gitmoat(['init', '--yes', '--ci', 'gitlab'], { cwd: repo }).stdout).toBe('Set up already.\n');
});

test('github: actions by commit, read-only token, whole history, no credentials kept', () => {
  const repo = makeRepository({ '.gitignore': ignore });
  gitmoat(['init', '--yes', '--ci', 'github'], { cwd: repo });
  const text = readFileSync(join(repo, '.github/workflows/gitmoat.yml'), 'utf8');
  const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, name]) => name);
  expect(uses).toHaveLength(2);
  for (const name of uses) expect(name).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
  expect(text).toContain('permissions:\n  contents: read\n');
  expect(text).toContain('fetch-depth: 0\n');
  expect(text).toContain('persist-credentials: false\n');
});

test('a file of the project is never overwritten: what to add is shown', () => {
  const repo = makeRepository({ '.gitignore': ignore, '.gitlab-ci.yml': 'build:\n  script: [make]\n' });
  const { code, stdout } = gitmoat(['init', '--yes'], { cwd: repo });
  expect(code).toBe(0);
  expect(stdout).toContain('Add this to .gitlab-ci.yml, which is yours:\n  include:\n    - local: .gitlab/');
  expect(readFileSync(join(repo, '.gitlab-ci.yml'), 'utf8')).toBe('build:\n  script: [make]\n');
});

test('none is asked for, none is in use: no CI file', () => {
  const repo = makeRepository({ '.gitignore': ignore, '.github/CODEOWNERS': '* @ada\n' });
  expect(gitmoat(['init', '--dry-run', '--ci', 'none'], { cwd: repo }).stdout).not.toContain('workflows');
  expect(gitmoat(['init', '--dry-run'], { cwd: repo }).stdout).toContain('.github/workflows/gitmoat.yml');
  const plain = makeRepository({ '.gitignore': ignore });
  expect(gitmoat(['init', '--dry-run'], { cwd: plain }).stdout).not.toContain('gitmoat@');
});

test('400 old findings: the pull request is green on day one, the nightly scan after the baseline', () => {
  const old = Array.from({ length: 400 }, (_, i) => `t${i} = "${secrets.githubPat(`old ${i}`)}"\n`);
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`config/${i}.ini`, old.slice(10 * i, 10 * i + 10).join('')]),
  );
  const repo = makeRepository({ '.gitignore': ignore, ...files });
  git(repo, 'checkout', '-q', '-b', 'adopt');
  expect(gitmoat(['init', '--yes', '--ci', 'github'], { cwd: repo }).code).toBe(0);
  commitFiles(repo, { 'config/0.ini': `# edited\n${files['config/0.ini']}` }, 'Adopt gitmoat');
  const folder = makeFolder();
  const event = join(folder, 'event.json');
  const step = (name: string, payload: object) => {
    writeFileSync(event, JSON.stringify(payload));
    const env = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: event };
    const { code, stdout } = gitmoat(['ci', '--format', 'json'], { cwd: repo, env });
    return { code, findings: (JSON.parse(stdout) as { findings: unknown[] }).findings.length };
  };
  const pull = () => ({
    number: 1,
    pull_request: {
      base: { ref: 'main', sha: git(repo, 'rev-parse', 'main') },
      head: { sha: git(repo, 'rev-parse', 'HEAD') },
    },
  });
  expect(step('pull_request', pull())).toEqual({ code: 0, findings: 0 });
  expect(step('schedule', {})).toEqual({ code: 1, findings: 400 });
  expect(gitmoat(['baseline', 'create', '--include-provable'], { cwd: repo }).code).toBe(0);
  commitFiles(repo, {}, 'Accept what is old');
  expect(step('pull_request', pull())).toEqual({ code: 0, findings: 0 });
  expect(step('schedule', {})).toEqual({ code: 0, findings: 0 });
  write(repo, { 'new.ini': `t = "${secrets.githubPat('new')}"\n` });
  git(repo, 'add', '-A');
  // The hook that init installed blocks it: only who goes round it meets CI.
  expect(() => git(repo, 'commit', '-q', '-m', 'New')).toThrow('commit blocked');
  git(repo, 'commit', '-q', '--no-verify', '-m', 'New');
  expect(step('pull_request', pull())).toEqual({ code: 1, findings: 1 });
});
