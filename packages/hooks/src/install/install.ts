/** Installing, removing and telling what is there: picks a manager, shows its plan, does it, undoes it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '@gitmoat/core/git/repository';
import type { HookName } from '../run/hook.ts';
import { apply, type Change, describe, forget, ledgerOf, readRecord, undo } from './changes.ts';
import { globalEvents } from './global.ts';
import { gitManager } from './managers/git.ts';
import { huskyManager } from './managers/husky.ts';
import { lefthookManager } from './managers/lefthook.ts';
import type { Manager, ManagerName } from './managers/manager.ts';
import { nativeManager } from './managers/native.ts';
import { preCommitManager } from './managers/pre-commit.ts';
import { simpleGitHooksManager } from './managers/simple-git-hooks.ts';
import type { ShimPaths } from './shim.ts';
import { type Site, surveySite } from './site.ts';

/** In the order in which `auto` asks them; the last fits everywhere. */
const managers: readonly Manager[] = [
  nativeManager,
  huskyManager,
  lefthookManager,
  preCommitManager,
  simpleGitHooksManager,
  gitManager,
];

export interface InstallOptions {
  readonly manager: ManagerName | 'auto';
  readonly events: readonly HookName[];
  readonly paths: ShimPaths;
  readonly dryRun: boolean;
}

export interface Outcome {
  readonly manager: ManagerName;
  /** What was changed (or would be), one line a change. */
  readonly changes: readonly string[];
  readonly notes: readonly string[];
}

export async function installHooks(repo: Repository, options: InstallOptions): Promise<Outcome> {
  const site = await surveySite(repo);
  const manager = managers.find(({ name, fits }) =>
    options.manager === 'auto' ? fits(site) : name === options.manager,
  )!;
  const plan = manager.install(site, options.events, options.paths);
  const lines = plan.changes.map(describe);
  if (!options.dryRun && plan.changes.length > 0) {
    await apply(ledgerOf(repo), plan.changes, { manager: manager.name, events: options.events });
  }
  const shared = !['git', 'native'].includes(manager.name) && plan.changes.length > 0;
  const here = existsSync(join(site.root, 'node_modules', '.bin', 'gitmoat'));
  const dependency =
    'gitmoat is not in node_modules here: add it to the project (npm install --save-dev gitmoat) or have it on PATH, or every commit stops';
  return { manager: manager.name, changes: lines, notes: [...plan.notes, ...(shared && !here ? [dependency] : [])] };
}

/** Brings back what was there, byte for byte; then takes out what no installation here wrote down. */
export async function uninstallHooks(
  repo: Repository,
  dryRun: boolean,
): Promise<{ changes: string[]; kept: string[] }> {
  const changes: string[] = [];
  const record = readRecord(ledgerOf(repo));
  let kept: string[] = [];
  if (record !== null) {
    changes.push(`undo ${record.done.length} changes of gitmoat hooks install (${record.manager})`);
    if (!dryRun) kept = await undo(ledgerOf(repo), record);
  }
  const site = await surveySite(repo);
  const left: Change[] = dryRun && record !== null ? [] : managers.flatMap((manager) => manager.remove(site).changes);
  changes.push(...left.map(describe));
  if (!dryRun && left.length > 0) {
    await apply(ledgerOf(repo), left, { manager: 'none', events: [] });
    // What was just removed is not to be undone by the next uninstall.
    forget(ledgerOf(repo));
  }
  return { changes, kept };
}

export interface Coverage {
  readonly event: HookName;
  /** `global`: installed for all of the user's repositories. */
  readonly by: readonly (ManagerName | 'global')[];
}

export async function hooksStatus(
  repo: Repository,
  events: readonly HookName[],
): Promise<{ site: Site; coverage: Coverage[] }> {
  const site = await surveySite(repo);
  const covered = [
    ...managers.map((manager) => ({ name: manager.name, events: manager.covered(site) })),
    { name: 'global' as const, events: await globalEvents(site) },
  ];
  const coverage = events.map((event) => ({
    event,
    by: covered.filter((one) => one.events.includes(event)).map(({ name }) => name),
  }));
  return { site, coverage };
}
