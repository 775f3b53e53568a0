/** Blobs that are not held whole, and limits that leave no room: every engine and source says what it would say of a small one. */
import { closeSync, ftruncateSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createBlobScanner,
  deltaReader,
  openRepository,
  type ScanOptions,
  scan,
  scanHistory,
  worktreeSource,
} from '@gitmoat/core';
import { describe, expect, it } from 'vitest';
import { openObjectStore } from '../../packages/core/src/git/pack/object-store.ts';
import { ObjectCache } from '../../packages/core/src/scan/cache/object-cache.ts';
import { windowSizes } from '../../packages/core/src/scan/large/windows.ts';
import type { ScanResult } from '../../packages/core/src/scan/result.ts';
import { measure } from '../bench/measure/measure.ts';
import { bundle } from '../cli/harness.ts';
import { full } from '../helpers/random.ts';
import { TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
import { findingOf, stagedIn, testOptions, testRuleset } from '../helpers/scanning.ts';

const MiB = 1 << 20;
const line = 'a line of a log file that says the same again and again, as they do\n';

/** Where one window's own part ends and the next one begins. */
function seams(size: number): number[] {
  const found: number[] = [];
  for (let at = windowSizes.own + windowSizes.overlap; at < size; at += windowSizes.own) found.push(at);
  return found;
}

/** Offset → secret: across each seam, at either side of it, at the blob's ends. */
function secretsOf(size: number, seed: string): Map<number, string> {
  const places = seams(size).flatMap((at) => [at - 21, at - 100, at + 40]);
  return new Map([1, ...places, size - 42].map((at, i) => [at, token(`${seed} ${i}`)]));
}

/** Overwrites a file of `size` bytes; the lines' pattern is broken by one byte a version, so that git makes deltas. */
function writeLarge(file: string, size: number, secrets: ReadonlyMap<number, string>): void {
  const fd = openSync(file, 'w');
  const block = Buffer.from(line.repeat(Math.ceil(MiB / line.length)));
  for (let at = 0; at < size; at += block.length) writeSync(fd, block, 0, Math.min(block.length, size - at), at);
  ftruncateSync(fd, size);
  for (const [at, secret] of secrets) writeSync(fd, Buffer.from(`\n${secret}\n`), 0, secret.length + 2, at - 1);
  closeSync(fd);
}

/** All but the time and the name of the engine. */
function said({ findings, coverage }: ScanResult): unknown {
  return { findings, coverage: { ...coverage, seconds: 0, engine: '' } };
}

const byDelta = (maxMemory: number): Partial<ScanOptions> => ({
  history: { engine: 'delta', read: deltaReader({ jobs: 0, maxMemory }) },
});

async function historyOf(root: string, options: Partial<ScanOptions>): Promise<ScanResult> {
  return scanHistory(await openRepository(root), { ...testOptions, ...options });
}

function spilled(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`gitmoat-${process.pid}-`));
}

describe('a blob over 64 MiB in two versions', () => {
  it('gives its secrets in the worktree, staged and in history, by both engines, whatever the memory', {
    timeout: 300_000,
  }, async () => {
    const size = 66 * MiB + 12_345;
    const repo = new TestRepository();
    const file = join(repo.root, 'app.log');
    const before = secretsOf(size, 'before');
    writeLarge(file, size, before);
    repo.commit('log');
    const after = new Map([...before].map(([at, secret], i) => [at + 1, i % 2 === 0 ? secret : token(`after ${i}`)]));
    writeLarge(file, size + 1, after);
    repo.git('add', '-A');
    const staged = await stagedIn(repo.root);
    const fresh = [...after.values()].filter((secret) => ![...before.values()].includes(secret));
    expect(staged.findings.map(({ raw }) => raw).sort()).toEqual([...fresh].sort());
    repo.commit('more');

    const source = worktreeSource(repo.root, await openRepository(repo.root));
    const worktree = await scan(source, { ...testOptions, repo: await openRepository(repo.root) });
    for (const [at, secret] of after) {
      const lines = Math.floor((at - 1) / line.length);
      expect(findingOf(worktree, secret), `${at}`).toMatchObject({ path: 'app.log', column: 1 });
      expect(findingOf(worktree, secret)!.line).toBeGreaterThan(lines);
    }
    expect(worktree.findings).toHaveLength(after.size);
    expect(worktree.coverage.bytes.scanned).toBe(size + 1);

    const whole = await historyOf(repo.root, {});
    const every = [...new Set([...before.values(), ...after.values()])].sort();
    expect(whole.findings.map(({ raw }) => raw).sort()).toEqual(every);
    expect(whole.coverage).toMatchObject({ complete: true, blobs: { total: 2, scanned: 2 } });
    expect(said(await historyOf(repo.root, byDelta(512 * MiB)))).toEqual(said(whole));
    repo.git('repack', '-q', '-a', '-d', '-f', '--window=2');
    expect(repo.git('verify-pack', '-v', ...packs(repo))).toMatch(/blob.* 1 [0-9a-f]{40}\n/);
    expect(said(await historyOf(repo.root, byDelta(2048 * MiB)))).toEqual(said(whole));
    expect(said(await historyOf(repo.root, byDelta(16 * MiB)))).toEqual(said(whole));
    expect(spilled()).toEqual([]);
  });
});

function packs(repo: TestRepository): string[] {
  const folder = join(repo.root, '.git/objects/pack');
  return readdirSync(folder).flatMap((name) => (name.endsWith('.idx') ? [join(folder, name)] : []));
}

/** How many objects with findings the cache gives back to a reader of so little memory. */
async function recalled(root: string, maxMemory: number): Promise<number | undefined> {
  const opened = await openRepository(root);
  const store = openObjectStore(join(root, '.git/objects'), { objectFormat: 'sha1', maxMemory });
  try {
    return new ObjectCache(opened, createBlobScanner(testRuleset), 'test').recall(store)?.results.length;
  } finally {
    store.close();
  }
}

describe('the least memory', () => {
  it('finds the same in delta trees that it cannot hold, by way of files; without them says what is unread', {
    timeout: 240_000,
  }, async () => {
    const repo = new TestRepository();
    const lines = Array.from({ length: 60_000 }, (_, i) => `${i} ${Math.imul(i, 2_654_435_761) >>> 0} and more\n`);
    for (let version = 0; version < 6; version++) {
      lines[version * 4_000] = `t = ${token(`version ${version}`)}\n`;
      const text = lines.join('').repeat(3);
      repo.commit(`version ${version}`, {
        'big.txt': text,
        'small.txt': `${version}\n`,
        'half.txt': text.slice(9_999),
      });
    }
    repo.git('repack', '-q', '-a', '-d', '-f', '--depth=50', '--window=30');
    const wide = said(await historyOf(repo.root, byDelta(512 * MiB)));
    const tight = await historyOf(repo.root, byDelta(16 * MiB));
    expect(tight.findings).toHaveLength(6);
    expect(tight.coverage.blobs.skipped).toEqual([]);
    expect(said(tight)).toEqual(wide);
    expect(said(await historyOf(repo.root, byDelta(3 * MiB)))).toEqual(wide);
    expect(spilled()).toEqual([]);
    const cached = deltaReader({ jobs: 0, maxMemory: 16 * MiB, cache: { build: 'test' } });
    for (let run = 0; run < 2; run++) {
      expect(said(await historyOf(repo.root, { history: { engine: 'delta', read: cached } }))).toEqual(wide);
    }
    expect(await recalled(repo.root, 16 * MiB)).toBe(12);
    const { TMPDIR } = process.env;
    process.env.TMPDIR = join(repo.root, 'nowhere');
    try {
      const { coverage } = await historyOf(repo.root, byDelta(3 * MiB));
      expect(coverage.complete).toBe(false);
      expect(coverage.blobs.skipped[0]).toMatchObject({ reason: 'unreadable object', unread: true });
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });
});

describe.runIf(full)('a blob of 1.1 GB', () => {
  it('is read in little memory by both engines, scan and staged', { timeout: 1_800_000 }, async () => {
    const size = 1_100_000_000;
    const repo = new TestRepository();
    const secrets = secretsOf(size, 'huge');
    writeLarge(join(repo.root, 'dump.sql'), size, secrets);
    repo.git('add', '-A');
    const run = async (...args: string[]): Promise<unknown> => {
      const argv = [process.execPath, bundle, ...args, '--format', 'json', '--no-progress'];
      const stdout = join(temporaryFolder(), 'report.json');
      const measured = await measure({ argv, cwd: repo.root, stdout }, { memory: true });
      const report = JSON.parse(readFileSync(stdout, 'utf8'));
      const peak = Math.round((measured.peak ?? 0) / MiB);
      console.log(`1.1 GB, ${args.join(' ')}: ${measured.wall.toFixed(1)} s, peak ${peak} MiB`);
      expect(peak).toBeLessThan(400);
      expect(measured.exitCode).toBe(1);
      expect(report.findings).toHaveLength(secrets.size);
      expect(report.coverage).toMatchObject({ complete: true, bytes: { scanned: size } });
      return { ...report, coverage: { ...report.coverage, seconds: 0, engine: '' } };
    };
    await run('staged');
    await run('scan');
    repo.commit('dump');
    const whole = await run('history', '--no-cache', '--engine', 'full');
    expect(await run('history', '--no-cache')).toEqual(whole);
    expect(await run('history', '--no-cache', '--max-memory', '16M')).toEqual(whole);
  });
});
