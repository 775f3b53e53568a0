/**
 * The whole story, as its user lives it: a first look, the way out, one `init`, and then the next secret is stopped three times.
 * The README shows this first screen; GITMOAT_UPDATE_README=1 writes it there.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundle, env, git, gitmoat, home, makeFolder, type Ran, secrets } from '../../cli/harness.ts';
import { makeStory, type Story } from '../../helpers/story.ts';

const readme = new URL('../../../README.md', import.meta.url);
const transcript = /```text transcript\n([\s\S]*?)```/;

let folder = '';
let story: Story;
let first: Ran;

/** git as the user runs it: hooks fire. */
function run(args: readonly string[], cwd = story.root): Ran {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const shown = (text: string): string => text.replace(/, [\d.]+ s$/m, ', 0.2 s');

beforeAll(() => {
  folder = makeFolder();
  story = makeStory(folder);
  first = gitmoat([], { cwd: story.root });
});

describe('the first look', () => {
  test('names the three and nothing else, on one screen, and never a value', () => {
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('PostgreSQL URL with its password');
    expect(first.stdout).toContain('Stripe live secret key');
    expect(first.stdout).toContain('AWS secret access key');
    expect(first.stdout).toContain('A secret file is committed · .env');
    expect(first.stdout).toContain('on origin');
    const lines = first.stdout.trimEnd().split('\n');
    expect(lines.filter((line) => /^ +\d .* [0-9a-f]{12}$/.test(line))).toHaveLength(3);
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    for (const value of story.values) expect(first.stdout).not.toContain(value);
  });

  test('rotate, ignore, untrack, hook: in this order, each a command that there is', () => {
    const steps = first.stdout.split('Next: in this order\n')[1]!.trimEnd().split('\n');
    expect(steps.map((line) => line.trim().split(/ +/)[1])).toEqual(['rotate', 'ignore', 'untrack', 'hook']);
    for (const line of steps) {
      const command = /gitmoat (\S+)/.exec(line)![1]!;
      expect(gitmoat([command, '--help'], { cwd: story.root }).code).toBe(0);
    }
  });

  test('is what the README shows', () => {
    const text = readFileSync(readme, 'utf8');
    // The README looks from the clone at a project beside it.
    const { stdout } = gitmoat(['audit', '../my-project'], { cwd: makeBeside() });
    const screen = shown(stdout);
    if (process.env.GITMOAT_UPDATE_README === '1') {
      writeFileSync(
        readme,
        text.replace(transcript, () => `\`\`\`text transcript\n${screen}\`\`\``),
      );
    } else expect(transcript.exec(text)?.[1]).toBe(screen);
  });
});

function makeBeside(): string {
  const beside = join(folder, 'gitmoat');
  git(folder, 'init', '-q', beside);
  return beside;
}

describe('the way out', () => {
  test('each secret has its page, its name and the remote that has it', () => {
    const prints = [...first.stdout.matchAll(/^ +\d .* ([0-9a-f]{12})$/gm)].map(([, print]) => print!);
    const texts = prints.map((print) => gitmoat(['remediate', print], { cwd: story.root }).stdout);
    const all = texts.join('\n');
    for (const [name, page] of [
      ['DATABASE_URL', 'https://www.postgresql.org/'],
      ['STRIPE_SECRET_KEY', 'https://dashboard.stripe.com/apikeys'],
      ['AWS_SECRET_ACCESS_KEY', 'https://console.aws.amazon.com/iam/'],
    ] as const) {
      const text = texts.find((one) => one.includes(`as ${name}`));
      expect(text).toContain(page);
      expect(text).toContain('PUSHED: origin');
    }
    expect(all).toContain('aws iam update-access-key');
    for (const value of story.values) expect(all).not.toContain(value);
  });

  test('ignore and untrack: the file stays on disk', () => {
    expect(gitmoat(['check', '--fix', '--untrack'], { cwd: story.root }).code).toBe(0);
    expect(git(story.root, 'ls-files', '.env')).toBe('');
    expect(readFileSync(join(story.root, '.env'), 'utf8')).toContain('STRIPE_SECRET_KEY');
    expect(readFileSync(join(story.root, '.gitignore'), 'utf8')).toMatch(/^\.env$/m);
  });

  test('init once; a second time there is nothing to do', () => {
    expect(gitmoat(['init', '--yes'], { cwd: story.root }).code).toBe(0);
    const again = gitmoat(['init', '--yes'], { cwd: story.root });
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('Set up already')]);
    expect(run(['add', '-A']).code).toBe(0);
    const { code, stderr } = run(['commit', '-q', '-m', 'Keep secrets out']);
    expect([code, stderr]).toEqual([0, expect.anything()]);
    // An old fingerprint, from before init gave the repository its key, still names its secret.
    const print = /([0-9a-f]{12})$/m.exec(first.stdout)![1]!;
    expect(gitmoat(['remediate', print, '--check-gone'], { cwd: story.root }).code).toBe(1);
    expect(gitmoat(['explain', print], { cwd: story.root }).stdout).toContain('PostgreSQL URL');
    // Rotated; what stands in the file is what counts from now on.
    const allowed = gitmoat(['allow', print, '--reason', 'rotated', '--stage'], { cwd: story.root });
    expect([allowed.code, allowed.stderr]).toEqual([0, '']);
    expect(gitmoat(['audit'], { cwd: story.root }).stdout).not.toContain('PostgreSQL');
    expect(run(['commit', '-q', '-m', 'Rotated']).code).toBe(0);
  });
});

describe('the next time', () => {
  const value = secrets.stripe('next');

  test('the commit is blocked', () => {
    appendFileSync(join(story.root, '.env'), `STRIPE_SECRET_KEY=${value}\n`);
    const before = git(story.root, 'rev-parse', 'HEAD');
    run(['add', '-f', '.env']);
    const { code, stderr, stdout } = run(['commit', '-m', 'Rotate']);
    expect(code).not.toBe(0);
    expect(`${stdout}${stderr}`).toContain('.env');
    expect(`${stdout}${stderr}`).not.toContain(value);
    expect(git(story.root, 'rev-parse', 'HEAD')).toBe(before);
  });

  test('passed by, the push is blocked', () => {
    expect(run(['commit', '-q', '--no-verify', '-m', 'Rotate']).code).toBe(0);
    const { code, stderr, stdout } = run(['push', 'origin', 'HEAD:refs/heads/rotate']);
    expect(code).not.toBe(0);
    expect(`${stdout}${stderr}`).not.toContain(value);
    expect(run(['ls-remote', '--heads', 'origin', 'rotate']).stdout).toBe('');
  });

  test('passed by again, the pull request is red', () => {
    git(story.root, 'push', '-q', '--no-verify', 'origin', 'HEAD:refs/heads/rotate');
    const runner = join(folder, 'runner');
    git(folder, 'clone', '-q', '--branch', 'rotate', `file://${story.remote}`, runner);
    const [base, head] = [git(runner, 'rev-parse', 'origin/main'), git(runner, 'rev-parse', 'HEAD')];
    const event = join(home, 'event.json');
    const side = (ref: string, sha: string) => ({ ref, sha, repo: { full_name: 'ada/shop' } });
    writeFileSync(
      event,
      JSON.stringify({
        action: 'opened',
        number: 1,
        pull_request: { base: side('main', base), head: side('rotate', head) },
      }),
    );
    const github = {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: event,
      GITHUB_REPOSITORY: 'ada/shop',
      GITHUB_BASE_REF: 'main',
      GITHUB_HEAD_REF: 'rotate',
      GITHUB_REF: 'refs/pull/1/merge',
      GITHUB_SHA: head,
    };
    const { code, stdout, stderr } = gitmoat(['ci'], { cwd: runner, env: github });
    expect([code, stderr]).toEqual([1, expect.anything()]);
    expect(stdout).toContain('Stripe live secret key');
    expect(stdout).toContain('.env');
    // What main has held all along is not this pull request's.
    expect(stdout).not.toContain('PostgreSQL');
    expect(stdout).not.toContain(value);
  });

  test('nothing of gitmoat is left in the working tree', () => {
    expect(bundle).toContain('gitmoat.cjs');
    expect(git(story.root, 'status', '--porcelain')).toBe('');
  });
});
