/** Skipping a hook on purpose: allowed, and written down where the owner of the clone can see it. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '@gitmoat/core/git/repository';
import type { HookCall } from './hook.ts';

/** `GITMOAT_SKIP=1`, or the list that the pre-commit framework and others use: `SKIP=lint,gitmoat`. */
export function isSkipped({ env }: HookCall): boolean {
  return env.GITMOAT_SKIP === '1' || (env.SKIP ?? '').split(',').some((word) => word.trim() === 'gitmoat');
}

/** One line, as the shim writes it: time, hook, commit that HEAD was at. Never stops the commit. */
export function noteSkip(repo: Repository, hook: string): void {
  try {
    const folder = join(repo.commonDir, 'gitmoat-cache');
    mkdirSync(folder, { recursive: true });
    const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    appendFileSync(join(folder, 'skips.log'), `${time} ${hook} ${repo.head ?? '-'}\n`);
  } catch {
    // A read-only git folder: the skip itself was asked for.
  }
}
