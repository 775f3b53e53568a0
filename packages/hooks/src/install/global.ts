/**
 * Installing for all repositories of a user: hooks in the user's git config where git reads them there (2.54), else a hook
 * folder in `core.hooksPath` whose files hand on to each repository's own. What was changed is written down beside it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { GitmoatError } from '@gitmoat/core/errors';
import { type GitPlace, runGit } from '@gitmoat/core/git/run';
import { type HookCall, type HookName, hookNames } from '../run/hook.ts';
import { apply, type Change, describe, type Ledger, readRecord, undo } from './changes.ts';
import { configChanges } from './managers/native.ts';
import { globalRecord, globalShimText, handOnText, isShim, type ShimPaths, shimText } from './shim.ts';
import { gitVersionOf, type Site } from './site.ts';

/**
 * Hooks that a folder in `core.hooksPath` hides (githooks(5)). Not push-to-checkout: its being there changes what a push
 * does.
 */
const handedOn = [
  'applypatch-msg pre-applypatch post-applypatch pre-commit pre-merge-commit prepare-commit-msg commit-msg post-commit',
  'pre-rebase post-checkout post-merge pre-push pre-receive update proc-receive post-receive post-update',
  'reference-transaction pre-auto-gc post-rewrite sendemail-validate post-index-change',
].flatMap((line) => line.split(' '));

export interface GlobalOptions {
  readonly cwd: string;
  readonly env: HookCall['env'];
  readonly events: readonly HookName[];
  readonly paths: ShimPaths;
  readonly dryRun: boolean;
}

type Where = Pick<GlobalOptions, 'cwd' | 'env'>;

export async function installGlobal(options: GlobalOptions): Promise<{ changes: string[]; notes: string[] }> {
  const { events, paths, dryRun } = options;
  const ledger = ledgerFor(options);
  const { configHooks } = await gitVersionOf(ledger.place);
  const folder = hookFolder(options);
  const hooksPath = await settingOf(ledger.place, 'core.hooksPath');
  const notes: string[] = [];
  let changes: Change[];
  if (configHooks) {
    const text = shimText(paths);
    changes = events.flatMap((event) => configChanges(event, join(folder, event), text));
  } else {
    if (hooksPath !== null && hooksPath !== folder) throw taken(hooksPath);
    const judged: readonly string[] = events;
    changes = [...new Set([...handedOn, ...judged])].flatMap((event): Change[] => {
      const path = join(folder, event);
      const text = judged.includes(event) ? globalShimText(paths) : handOnText;
      const there = existsSync(path) ? readFileSync(path, 'utf8') : null;
      // Of events that an earlier call named, the shim stays.
      if (there === text || (text === handOnText && there !== null && isShim(there))) return [];
      return [{ kind: 'write', path, text, mode: 0o755 }];
    });
    if (hooksPath === null) changes.push({ kind: 'config', key: 'core.hooksPath', value: folder });
    notes.push(
      'a repository with a core.hooksPath of its own (husky) does not look here: gitmoat hooks install in it',
      'git before 2.54 has no hooks in its config: core.hooksPath leads here, and each repository’s own hooks are run from here',
    );
  }
  const template = await settingOf(ledger.place, 'init.templateDir');
  if (template !== null && existsSync(join(template, 'hooks'))) {
    notes.push(`init.templateDir puts hooks into new clones (${template}): they run as well, as each repository’s own`);
  }
  const lines = changes.map(describe);
  if (!dryRun && changes.length > 0) await apply(ledger, changes, { manager: configHooks ? 'native' : 'git', events });
  return { changes: lines, notes: changes.length === 0 ? [] : notes };
}

/** Brings back what was there, byte for byte, as far as it was written down. */
export async function uninstallGlobal(where: Where, dryRun: boolean): Promise<{ changes: string[]; kept: string[] }> {
  const ledger = ledgerFor(where);
  const record = readRecord(ledger);
  if (record === null) return { changes: [], kept: [] };
  const changes = [`undo ${record.done.length} changes of gitmoat hooks install --global`];
  return { changes, kept: dryRun ? [] : await undo(ledger, record) };
}

/** What is judged in all repositories, seen without one. */
export async function globalStatus(where: Where): Promise<{ folder: string; events: readonly HookName[] }> {
  const folder = hookFolder(where);
  const { place } = ledgerFor(where);
  const { configHooks } = await gitVersionOf(place);
  const byPath = (await settingOf(place, 'core.hooksPath')) === folder;
  const events = byPath ? shimsIn(folder) : configHooks ? await inConfig(place) : [];
  return { folder, events };
}

/** The events that a global installation judges in this clone. */
export async function globalEvents(site: Site): Promise<readonly HookName[]> {
  const { hooksPath, hooksFolder, configHooks, repo } = site;
  if (hooksPath?.scope === 'global' && existsSync(join(hooksFolder, '..', globalRecord))) return shimsIn(hooksFolder);
  return configHooks ? inConfig(repo) : [];
}

function shimsIn(folder: string): HookName[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder);
  return hookNames.filter((name) => names.includes(name) && isShim(readFileSync(join(folder, name), 'utf8')));
}

async function inConfig(place: GitPlace): Promise<HookName[]> {
  const args = ['config', '--global', '-z', '--get-regexp', '^hook\\.gitmoat-.*\\.event$'];
  const { stdout } = await runGit(place, args);
  const found = stdout
    .toString('utf8')
    .split('\0')
    .map((entry) => entry.split('\n')[1]);
  return hookNames.filter((name) => found.includes(name));
}

async function settingOf(place: GitPlace, key: string): Promise<string | null> {
  const { code, stdout } = await runGit(place, ['config', '--global', '--type=path', '-z', '--get', key]);
  return code === 0 ? stdout.toString('utf8').replace(/\0$/, '') : null;
}

function ledgerFor({ cwd, env }: Where): Ledger {
  return {
    place: { cwd, env: {} },
    scope: '--global',
    recordFile: join(ownFolder(env), globalRecord),
    configFile: userConfig(env),
  };
}

/** The file that `git config --global` writes (git-config(1), FILES). */
function userConfig(env: HookCall['env']): string {
  if (env.GIT_CONFIG_GLOBAL) return env.GIT_CONFIG_GLOBAL;
  const usual = join(env.HOME ?? homedir(), '.gitconfig');
  const other = join(configHome(env), 'git', 'config');
  return !existsSync(usual) && existsSync(other) ? other : usual;
}

const hookFolder = ({ env }: Where): string => join(ownFolder(env), 'hooks');
const ownFolder = (env: HookCall['env']): string => join(configHome(env), 'gitmoat');
const configHome = (env: HookCall['env']): string => env.XDG_CONFIG_HOME || join(env.HOME ?? homedir(), '.config');

function taken(hooksPath: string): GitmoatError {
  return new GitmoatError('usage', `core.hooksPath is set for all repositories already: ${hooksPath}`, {
    hint: 'Call gitmoat from the hooks there (gitmoat hooks run NAME "$@"), or install it clone by clone.',
  });
}
