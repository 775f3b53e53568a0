/**
 * The action as its runner runs it: the entry of action.yml, INPUT_* and GITHUB_* set, a bare clone as origin. With
 * GITMOAT_TEST_NODE that node runs it (the runner has node 24).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completeExample } from '@gitmoat/core/rule-tools';
import { describe, expect, it } from 'vitest';
import { env, type Ran } from '../cli/harness.ts';
import { TestRepository, temporaryFolder, token } from '../helpers/repository.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { parse } = createRequire(join(root, 'packages/core/package.json'))('yaml') as { parse(text: string): unknown };
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
  readonly inputs: Record<string, { description: string }>;
  readonly outputs: Record<string, { description: string }>;
  readonly runs: { readonly using: string; readonly main: string };
};

interface Step extends Ran {
  readonly summary: string;
  readonly outputs: Record<string, string>;
}

interface Setup {
  readonly event?: string;
  readonly payload: (repo: TestRepository) => object;
  readonly inputs?: Record<string, string>;
  readonly depth?: number;
  readonly ref?: string;
}

/** Pushes the repository to a bare one, checks it out as actions/checkout does, and runs the entry. */
function runAction(source: TestRepository, { event = 'pull_request', payload, inputs = {}, depth, ref }: Setup): Step {
  const folder = temporaryFolder();
  const origin = join(folder, 'origin.git');
  source.git('clone', '-q', '--bare', '.', origin);
  const workspace = join(folder, 'workspace');
  source.git('init', '-q', workspace);
  const git = (...args: string[]) => source.run(args, { cwd: workspace });
  git('remote', 'add', 'origin', `file://${origin}`);
  const limit = depth === undefined ? [] : [`--depth=${depth}`];
  const spec = ref ?? '+refs/heads/*:refs/remotes/origin/*';
  git('fetch', '-q', '--no-tags', ...limit, 'origin', spec);
  git('checkout', '-q', '--detach', ref === undefined ? 'origin/topic' : 'FETCH_HEAD');
  const files = {
    event: join(folder, 'event.json'),
    summary: join(folder, 'summary.md'),
    output: join(folder, 'output'),
  };
  writeFileSync(files.event, JSON.stringify({ repository: { default_branch: 'main' }, ...payload(source) }));
  writeFileSync(files.summary, '');
  writeFileSync(files.output, '');
  mkdirSync(join(folder, 'temp'));
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const node = process.env.GITMOAT_TEST_NODE ?? process.execPath;
  const { status, stdout, stderr } = spawnSync(node, [join(root, action.runs.main)], {
    cwd: folder,
    env: {
      ...env,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: files.event,
      GITHUB_WORKSPACE: workspace,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_OUTPUT: files.output,
      RUNNER_TEMP: join(folder, 'temp'),
      ...Object.fromEntries(given),
    },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const outputs = readFileSync(files.output, 'utf8').split('\n').filter(Boolean);
  return {
    code: status,
    stdout,
    stderr,
    summary: readFileSync(files.summary, 'utf8'),
    outputs: Object.fromEntries(outputs.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string])),
  };
}

function topic(files: Record<string, string> = { 'b.txt': 'b\n' }): TestRepository {
  const repo = new TestRepository();
  repo.commit('base', { '.gitignore': '.env\n.env.*\n*.pem\n*.key\n', 'a.txt': 'a\n' });
  repo.git('checkout', '-q', '-b', 'topic');
  repo.commit('topic', files);
  return repo;
}

const pull = (repo: TestRepository): object => ({
  number: 7,
  pull_request: {
    number: 7,
    base: { ref: 'main', sha: repo.git('rev-parse', 'main') },
    head: { ref: 'topic', sha: repo.git('rev-parse', 'topic') },
  },
});

const commandsOf = ({ stdout }: Ran, kind: string): string[] =>
  stdout.split('\n').filter((line) => line.startsWith(`::${kind} `));

describe('the action', () => {
  it('says what it takes and gives, runs on node 24 and has its entry', () => {
    expect(action.runs.using).toBe('node24');
    expect(existsSync(join(root, action.runs.main))).toBe(true);
    expect(Object.keys(action.outputs)).toEqual(['findings', 'sarif']);
    const entry = readFileSync(join(root, action.runs.main), 'utf8');
    for (const [name, { description }] of Object.entries({ ...action.inputs, ...action.outputs })) {
      expect(description.length, name).toBeGreaterThan(10);
      expect(entry).toContain(`'${name}'`.replace("'findings'", 'ci'));
    }
  });

  it('passes a clean pull request', () => {
    const step = runAction(topic(), { payload: pull });
    expect(step).toMatchObject({ code: 0, outputs: { findings: '0' } });
    expect(step.stderr).toContain('GitHub Actions pull_request #7: 1 commit,');
    expect(step.summary).toContain('nothing found');
    expect(JSON.parse(readFileSync(step.outputs.sarif!, 'utf8')).runs[0].results).toEqual([]);
  });

  it('stops one with a secret: exit 1, annotation, summary, outputs; the value stands nowhere', () => {
    const secret = token('action');
    const step = runAction(topic({ 'x.txt': `\ntoken = "${secret}"\n` }), { payload: pull });
    expect(step).toMatchObject({ code: 1, outputs: { findings: '1' } });
    expect(commandsOf(step, 'error')).toHaveLength(1);
    expect(step.stdout).toMatch(/^::error file=x\.txt,line=2,endLine=2,col=\d+,endColumn=\d+,title=[^:]+::/m);
    expect(step.summary).toContain('1 finding');
    expect(step.summary).toContain('pull&#95;request');
    const sarif = readFileSync(step.outputs.sarif!, 'utf8');
    expect(JSON.parse(sarif).runs[0].results).toHaveLength(1);
    expect(step.stdout + step.stderr + step.summary + sarif).not.toContain(secret);
  });

  it('deepens the runner’s usual checkout of depth 1', () => {
    const repo = topic({ 'x.txt': `token = "${token('deep')}"\n` });
    repo.commit('more', { 'c.txt': 'c\n' });
    repo.git('update-ref', 'refs/pull/7/head', 'topic');
    const step = runAction(repo, { payload: pull, depth: 1, ref: 'refs/heads/topic' });
    expect(step).toMatchObject({ code: 1, outputs: { findings: '1' } });
    expect(step.stderr).toContain('2 commits');
  });

  it('says first what the change adds to the policy', () => {
    const repo = topic({
      'x.txt': `token = "${token('allowed')}"\n`,
      '.gitmoat.yaml': 'allow:\n  - rule: github-pat\n    reason: made up\n',
    });
    const step = runAction(repo, { payload: pull });
    expect(step).toMatchObject({ code: 0, outputs: { findings: '0' } });
    expect(commandsOf(step, 'notice')[0]).toContain('this change silences 1 finding: github-pat is allowed');
    expect(step.summary.indexOf('silences')).toBeGreaterThan(0);
    expect(runAction(repo, { payload: pull, inputs: { policy: 'base' } }).code).toBe(1);
  });

  it('keeps annotations and the summary within limits at 5,000 findings, the worst first', () => {
    const lines = Array.from(
      { length: 5000 },
      (_, i) => `t${i} = "${completeExample('ghp_<<alnum:30>><<sum:crc32-base62>>', `many ${i}`)}"\n`,
    );
    const step = runAction(topic({ 'many.txt': lines.join(''), 'key.txt': completeExample('<<make:rsa-key>>', 'k') }), {
      payload: pull,
    });
    expect(step).toMatchObject({ code: 1, outputs: { findings: '5001' } });
    for (const kind of ['error', 'warning', 'notice']) expect(commandsOf(step, kind).length).toBeLessThanOrEqual(10);
    expect(commandsOf(step, 'error')).toHaveLength(10);
    expect(step.stdout).toContain('4,991 more findings than GitHub shows');
    expect(Buffer.byteLength(step.summary)).toBeLessThan(1 << 20);
    expect(step.summary.match(/^\| 🟥 critical/gm)?.length).toBeGreaterThan(100);
  });

  it('escapes what a path could turn into a workflow command', () => {
    const path = 'a%0A::add-mask::x,line=9.txt';
    const step = runAction(topic({ [path]: `token = "${token('path')}"\n` }), { payload: pull });
    expect(step.code).toBe(1);
    expect(commandsOf(step, 'error')[0]).toContain('file=a%250A%3A%3Aadd-mask%3A%3Ax%2Cline=9.txt,line=1');
    expect(step.stdout).not.toMatch(/^::add-mask/m);
  });

  it('exit codes: 2 for a wrong input, 2 for an event about nothing, 3 for history that cannot be had', () => {
    expect(runAction(topic(), { payload: pull, inputs: { 'fail-on': 'sometimes' } })).toMatchObject({ code: 2 });
    expect(runAction(topic(), { payload: pull, inputs: { base: '--output=x' } }).code).toBe(3);
    expect(runAction(topic(), { event: 'issues', payload: () => ({}) }).code).toBe(2);
    const lost = runAction(topic(), {
      payload: () => ({ pull_request: { base: { sha: 'b'.repeat(40) }, head: { sha: 'a'.repeat(40) } } }),
    });
    expect(lost).toMatchObject({ code: 3, outputs: {} });
    expect(lost.stderr).toContain('fetch-depth: 0');
    expect(commandsOf(lost, 'error')).toEqual([
      expect.stringMatching(/^::error title=[^:]+::a{40}: .*%0ACheck out the whole/),
    ]);
  });

  it('a deleted branch is nothing to do', () => {
    const payload = (repo: TestRepository) => ({ ref: 'refs/heads/old', before: repo.head(), after: '0'.repeat(40) });
    const step = runAction(topic(), { event: 'push', payload });
    expect(step).toMatchObject({ code: 0, outputs: { findings: '0' } });
    expect(existsSync(step.outputs.sarif!)).toBe(true);
    expect(dirname(step.outputs.sarif!)).toMatch(/temp$/);
  });
});
