/** `--engine`, `--jobs`, `--max-memory`, `--no-cache` → how core reads a history. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { deltaReader, isUrl, type ScanOptions } from './core.ts';
import type { Io } from './io.ts';
import { type Args, choice, wrong } from './options.ts';

const units: Readonly<Record<string, number>> = { '': 1, K: 1 << 10, M: 1 << 20, G: 1 << 30 };
const smallest = 16 << 20;

/** `cached`: false for a proof, which believes nothing that an earlier run has written. */
export function historyEngine(args: Args, io: Io, cached = true): Pick<ScanOptions, 'history'> {
  const engine = choice(args, 'engine', ['delta', 'full']) ?? 'delta';
  const jobs = count(args.value('jobs')) ?? availableParallelism();
  const maxMemory = bytes(args.value('max-memory')) ?? 512 << 20;
  if (engine === 'full') return {};
  const read = deltaReader({
    jobs,
    maxMemory,
    workerFile: io.workerFile,
    signal: io.signal,
    cache: cached ? cacheChoice(args, io) : undefined,
  });
  return { history: { engine, read } };
}

/** None for a URL: its clone goes away. None from source either: there is no bundle to name. */
function cacheChoice(args: Args, io: Io): { build: string } | undefined {
  if (args.has('no-cache') || io.workerFile === undefined || isUrl(args.positionals[0] ?? '.')) return undefined;
  // Any other code may decide otherwise, a version number does not tell while people work on it.
  const build = createHash('sha256');
  for (const file of [io.workerFile, join(dirname(io.workerFile), 'gitmoat.cjs')]) build.update(readFileSync(file));
  return { build: build.digest('hex') };
}

function count(text: string | null): number | null {
  if (text === null) return null;
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw wrong(`--jobs ${text}: must be a whole number from 1 to 999`);
  return Number(text);
}

function bytes(text: string | null): number | null {
  if (text === null) return null;
  const [, number, unit] = /^([1-9][0-9]{0,9})([KMG]?)i?B?$/i.exec(text) ?? [];
  const size = Number(number) * (units[unit?.toUpperCase() ?? ''] ?? Number.NaN);
  if (!(size >= smallest)) throw wrong(`--max-memory ${text}: must be a size of 16M or more, such as 512M or 2G`);
  return size;
}
