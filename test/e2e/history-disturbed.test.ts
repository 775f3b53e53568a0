/**
 * What happens to a repository while its history is read: a gc takes every pack away, packs and refs arrive, the reader is
 * interrupted. The reader is stopped (SIGSTOP) at some moment, so that the change surely falls into its run.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bundle,
  commitFiles,
  env,
  git,
  makeFolder,
  makeRepository,
  scratch,
  secrets,
  startGitmoat,
} from '../cli/harness.ts';
import { full, seededRandom, testSeed } from '../helpers/random.ts';

const moments = full ? 40 : 4;

/** Enough for threads and for a second or so. */
const commits = 1_500;
const fileBytes = 40_000;

let repo: string;
let undisturbed: unknown;
/** Milliseconds of a run. */
let usual = 0;

/** Several packs, some of them with deltas onto each other's objects, and loose objects; nothing that a gc would drop. */
function fill(folder: string): void {
  const random = seededRandom(testSeed);
  const lines = Array.from(
    { length: fileBytes / 40 },
    (_, i) => `line ${i} ${random.below(2 ** 32)} ${random.below(2 ** 32)}`,
  );
  let mark = 0;
  for (const part of [commits / 2, commits / 3, commits / 6]) {
    let input = '';
    for (let i = 0; i < part; i++) {
      lines[random.below(lines.length)] = i % 50 === 0 ? `token = ${secrets.githubPat(`d${mark}`)}` : `changed ${mark}`;
      const text = `${lines.join('\n')}\n`;
      const from = i === 0 && mark > 0 ? 'from refs/heads/main^0\n' : '';
      input += `commit refs/heads/main\ncommitter Ada <ada@example.com> ${1_700_000_000 + mark++} +0000\ndata 1\nx\n${from}`;
      input += `M 100644 inline f.txt\ndata ${text.length}\n${text}\n`;
    }
    fastImport(folder, input);
  }
  git(folder, 'reset', '-q', '--hard', 'main');
  for (let i = 0; i < 5; i++) commitFiles(folder, { [`loose${i}.txt`]: `${secrets.githubPat(`l${i}`)}\n` }, 'Loose');
}

function fastImport(folder: string, input: string): void {
  const args = ['-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet'];
  const { status, stderr } = spawnSync('git', args, { cwd: folder, env, input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function copyOf(folder: string): string {
  const copy = join(makeFolder(), 'copy');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

interface Outcome {
  readonly code: number | null;
  readonly report: { readonly findings: unknown; readonly coverage: Record<string, unknown> };
}

/** The whole run; `disturb` happens while it stands still, `after` milliseconds from its start. */
async function read(folder: string, after?: number, disturb?: () => void): Promise<Outcome> {
  const child = startGitmoat(['history', '--no-cache', '--jobs', '2', '--format', 'json'], { cwd: folder });
  let stdout = '';
  child.stdout!.on('data', (chunk) => {
    stdout += chunk;
  });
  const closed = once(child, 'close');
  if (disturb !== undefined) {
    await wait(after);
    child.kill('SIGSTOP');
    disturb();
    child.kill('SIGCONT');
  }
  const [code] = (await closed) as [number | null];
  const report = JSON.parse(stdout) as Outcome['report'];
  return { code, report: { ...report, coverage: { ...report.coverage, seconds: 0 } } };
}

/** Moments spread over a run, the first ones early: that is when files are opened. */
const moment = (i: number): number => (usual * (i + 0.5) ** 2) / moments ** 2;

const packsOf = (folder: string): string[] =>
  readdirSync(join(folder, '.git/objects/pack')).filter((name) => name.endsWith('.pack'));

beforeAll(async () => {
  repo = makeRepository();
  fill(repo);
  expect(packsOf(repo)).toHaveLength(3);
  await read(repo);
  const begun = performance.now();
  const outcome = await read(repo);
  usual = performance.now() - begun;
  undisturbed = outcome;
  expect(outcome.report.findings).toHaveLength(commits / 50 + 5);
  expect(outcome).toMatchObject({ code: 1, report: { coverage: { complete: true } } });
}, 120_000);

describe(`while a history is read (${moments} moments, seed ${testSeed})`, () => {
  it('a gc that replaces every pack and every loose object changes no byte of the report', {
    timeout: 900_000,
  }, async () => {
    for (let i = 0; i < moments; i++) {
      const copy = copyOf(repo);
      const before = packsOf(copy);
      const outcome = await read(copy, moment(i), () => {
        git(copy, 'repack', '-q', '-a', '-d', '-f', '--window=3');
        git(copy, 'gc', '-q', '--prune=now');
      });
      expect(before.filter((name) => packsOf(copy).includes(name))).toEqual([]);
      expect(outcome, `after ${Math.round(moment(i))} ms`).toEqual(undisturbed);
    }
  });

  it('what is fetched and pushed meanwhile takes nothing away', { timeout: 900_000 }, async () => {
    const other = copyOf(repo);
    git(other, 'checkout', '-q', '-b', 'theirs');
    for (let i = 0; i < 30; i++) commitFiles(other, { [`theirs${i}.txt`]: `nothing ${i}\n` }, 'Theirs');
    const { report } = undisturbed as Outcome;
    for (let i = 0; i < moments; i++) {
      const copy = copyOf(repo);
      const outcome = await read(copy, moment(i), () => {
        git(copy, '-c', 'fetch.unpackLimit=1', 'fetch', '-q', other, '+refs/heads/*:refs/remotes/other/*');
        git(other, 'push', '-q', copy, '+theirs:refs/heads/pushed');
      });
      expect(outcome.code).toBe(1);
      expect(outcome.report.coverage.complete).toBe(true);
      expect(secretsIn(outcome.report), `after ${Math.round(moment(i))} ms`).toEqual(secretsIn(report));
    }
  });

  it('an interrupt ends it at once and leaves nothing', { timeout: 300_000 }, async () => {
    let clean = '';
    let interrupted = 0;
    for (let i = 0; i < moments; i++) {
      clean = copyOf(repo);
      const child = spawnOwnGroup(clean);
      const closed = once(child, 'close');
      await wait(moment(i) * 0.8);
      const begun = performance.now();
      child.kill('SIGINT');
      const [code, signal] = (await closed) as [number | null, string | null];
      // Before its first line of code node itself dies of the signal; 1: it was faster.
      const said = `${code} ${signal} after ${Math.round(moment(i))} ms`;
      expect(code === 130 || signal === 'SIGINT' || code === 1, said).toBe(true);
      if (code !== 1) interrupted++;
      expect(performance.now() - begun).toBeLessThan(2_000);
      await expect.poll(() => isGroupAlive(child.pid!), { timeout: 2_000 }).toBe(false);
      expect(readdirSync(scratch)).toEqual([]);
      expect(readdirSync(join(clean, '.git')).filter((name) => /lock|tmp/.test(name))).toEqual([]);
    }
    expect(interrupted).toBeGreaterThanOrEqual(moments / 2);
    // Whatever an interrupted run has left of a cache, it changes nothing.
    const child = startGitmoat(['history', '--format', 'json'], { cwd: clean });
    let stdout = '';
    child.stdout!.on('data', (chunk) => {
      stdout += chunk;
    });
    await once(child, 'close');
    const found = JSON.parse(stdout) as Outcome['report'];
    expect(found.findings).toEqual((undisturbed as Outcome).report.findings);
  });
});

const secretsIn = ({ findings }: Outcome['report']): string[] =>
  (findings as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint).sort();

/** Its git processes belong to the same group. */
function spawnOwnGroup(cwd: string): ReturnType<typeof spawn> {
  return spawn(process.execPath, [bundle, 'history', '--jobs', '2'], { cwd, env, detached: true, stdio: 'ignore' });
}

function isGroupAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
