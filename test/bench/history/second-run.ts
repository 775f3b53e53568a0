/** The cache between runs: whether this build has one, and leaving the repository as it was. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { git } from '../git.ts';
import { cleanEnvironment } from '../measure/environment.ts';

export function helpOf(gitmoat: string): string {
  const { stdout } = spawnSync(process.execPath, [gitmoat, 'history', '--help'], {
    env: cleanEnvironment(),
    encoding: 'utf8',
  });
  return stdout;
}

/** `restore` removes the cache that the benchmark made; one that was there before stays. */
export function cacheKeeper(repo: string): { restore(): void } {
  const folder = resolve(repo, git(repo, 'rev-parse', '--git-common-dir'), 'gitmoat-cache');
  const was = existsSync(folder);
  return {
    restore: () => {
      if (!was) rmSync(folder, { recursive: true, force: true });
    },
  };
}
