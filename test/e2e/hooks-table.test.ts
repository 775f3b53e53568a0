/**
 * The table: every scenario by way of every manager, on real git. `pnpm test:full` runs it whole; otherwise all of it with
 * plain hooks and a seeded part with each of the others. A manager that is not to be had is skipped, with its reason.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Ran } from '../cli/harness.ts';
import { full, seededRandom, testSeed } from '../helpers/random.ts';
import { type CommitCase, commitCases } from './hook-cases/commits.ts';
import { type PushCase, pushCases } from './hook-cases/pushes.ts';
import { readiness, type WayName, wayNames } from './hook-ways.ts';
import { bareRemote, type HookedRepository, hooked, secret } from './hooked-repository.ts';

/** With each manager, where not all are run. */
const sample = { commits: 5, pushes: 3 };

const random = seededRandom(testSeed);

function some<T>(way: WayName, all: readonly T[], count: number): readonly T[] {
  if (full || way === 'plain') return all;
  const left = [...all];
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)[0]!);
}

describe.each(wayNames)('%s hooks', (way) => {
  const ready = readiness(way);
  if ('missing' in ready) {
    it(`not run: ${ready.missing}`, ({ skip }) => skip(ready.missing));
    return;
  }

  const title = ({ name, open }: CommitCase | PushCase): string =>
    open?.[way] === undefined ? name : `${name} (open by way of ${way}: ${open[way]})`;

  describe('commit', () => {
    for (const one of some(way, commitCases, sample.commits)) it(title(one), () => tryCommit(way, one));
  });

  describe('push', () => {
    for (const one of some(way, pushCases, sample.pushes)) it(title(one), () => tryPush(way, one));
  });
});

function tryCommit(way: WayName, { prepare, blocked, cwd, changesIndex, open, env }: CommitCase): void {
  const repo = hooked(way);
  const args = prepare(repo);
  const before = repo.try(['rev-parse', '-q', '--verify', 'HEAD']).stdout;
  const staged = repo.git('ls-files', '-s');
  const ran = repo.try(args, { cwd: join(repo.root, cwd ?? '.'), ...(env && { env: env(repo) }) });
  const said = wordsOf(ran);
  expect(said).not.toContain(secret);
  if (!blocked || open?.[way] !== undefined) {
    expect(said, said).not.toMatch(/gitmoat: .*(?:blocked|stopped|did not look)/);
    expect(ran.code, said).toBe(0);
    return;
  }
  expect(said, said).toMatch(/gitmoat: \w+ blocked: GitHub .* in .*:\d+\. Remove it .*gitmoat allow [0-9a-f]{12}/);
  expect(ran.code).not.toBe(0);
  expect(repo.try(['rev-parse', '-q', '--verify', 'HEAD']).stdout).toBe(before);
  if (!changesIndex) expect(repo.git('ls-files', '-s')).toBe(staged);
}

/** Both streams, without a manager's indentation. */
function wordsOf({ stdout, stderr }: Ran): string {
  return (stdout + stderr).replace(/^ +(?=gitmoat: )/gm, '');
}

/** A repository whose main is on `origin` already. */
function published(way: WayName): HookedRepository {
  const repo = hooked(way);
  repo.git('remote', 'add', 'origin', bareRemote());
  repo.git('push', '-q', '--no-verify', '-u', 'origin', 'main');
  return repo;
}

function tryPush(way: WayName, { prepare, says, open }: PushCase): void {
  const repo = published(way);
  const ran = repo.try(prepare(repo));
  const said = wordsOf(ran);
  expect(said).not.toContain(secret);
  if (says === null || open?.[way] !== undefined) {
    expect(said, said).not.toMatch(/gitmoat: .*(?:blocked|stopped|did not look)/);
    expect(ran.code, said).toBe(0);
    return;
  }
  expect(said, said).toMatch(/^gitmoat: push blocked: GitHub /m);
  expect(said, said).toMatch(says);
  expect(ran.code).toBe(1);
}
