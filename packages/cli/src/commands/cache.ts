/** `gitmoat cache clear|info [PATH]`: what earlier runs have left in the git folder. */
import { resolve } from 'node:path';
import { type CacheEntry, cacheFolderOf, clearCache, listCache } from '@gitmoat/core/scan/cache/cache-folder';
import { openRepository } from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, oneOf, wrong } from '../options.ts';

export async function run(args: Args, io: Io): Promise<number> {
  const [word = 'info', path = '.', ...others] = args.positionals;
  const action = oneOf(word, ['clear', 'info'], 'cache');
  if (others.length > 0) throw wrong('one repository at a time');
  const repo = await openRepository(resolve(io.cwd, path));
  const entries = action === 'clear' ? clearCache(repo) : listCache(repo);
  const folder = cacheFolderOf(repo);
  if (entries.length === 0) {
    await io.stdout.write(`nothing in ${folder}\n`);
    return 0;
  }
  const total = `${action === 'clear' ? 'removed from' : 'in'} ${folder}: ${sizeOf(sum(entries))}`;
  const lines = [
    total,
    ...entries.map(({ name, bytes, changed }) => `  ${name}  ${sizeOf(bytes)}  ${dateOf(changed)}`),
  ];
  await io.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return 0;
}

function sum(entries: readonly CacheEntry[]): number {
  return entries.reduce((bytes, entry) => bytes + entry.bytes, 0);
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function dateOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
}
