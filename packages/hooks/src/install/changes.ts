/**
 * What an installation changes, as data: shown before it is done, written down as it is done, undone from what was
 * written down. A file that someone edited since is not overwritten; the caller is told.
 */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitmoatError } from '@gitmoat/core/errors';
import type { Repository } from '@gitmoat/core/git/repository';
import { type GitPlace, runGit } from '@gitmoat/core/git/run';

export type Change =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly mode?: number }
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly path: string }
  /** A key of the ledger's git config; null removes it. */
  | { readonly kind: 'config'; readonly key: string; readonly value: string | null };

type Done =
  /** `before`: base64, null where there was no file; `after`: a hash, null where the file was removed. */
  | { kind: 'write'; path: string; before: string | null; after: string | null; folders: string[] }
  | { kind: 'move'; from: string; to: string }
  /** `file`: what git's own edit would leave different, where the file was not there or had no last line end. */
  | { kind: 'config'; key: string; before: string | null; after: string | null; file?: 'none' | 'open-end' };

/** Where an installation is written down and whose git config it changes: a clone's, or the user's. */
export interface Ledger {
  readonly place: GitPlace;
  readonly scope: '--local' | '--global';
  readonly recordFile: string;
  readonly configFile: string;
}

export function ledgerOf(repo: Repository): Ledger {
  return {
    place: repo,
    scope: '--local',
    recordFile: join(repo.commonDir, 'gitmoat-cache', 'hooks.json'),
    configFile: join(repo.commonDir, 'config'),
  };
}

export interface Installed {
  readonly manager: string;
  readonly events: readonly string[];
  readonly done: readonly Done[];
}

export function describe(change: Change): string {
  if (change.kind === 'move') return `keep ${change.from} as ${change.to}`;
  if (change.kind === 'remove') return `remove ${change.path}`;
  if (change.kind === 'config')
    return change.value === null ? `unset ${change.key}` : `git config ${change.key} ${change.value}`;
  return `${existsSync(change.path) ? 'change' : 'write'} ${change.path}`;
}

export async function apply(ledger: Ledger, changes: readonly Change[], about: Omit<Installed, 'done'>): Promise<void> {
  const earlier = readRecord(ledger)?.done ?? [];
  const done: Done[] = [...earlier];
  for (const change of changes) {
    const step = await doOne(ledger, change);
    const known = done.findIndex(
      (other) => other.kind === 'write' && step.kind === 'write' && other.path === step.path,
    );
    // Of a file that was changed before, the first state is the one to come back to.
    if (known >= 0)
      done[known] = { ...(done[known] as Done & { kind: 'write' }), after: (step as Done & { kind: 'write' }).after };
    else done.push(step);
    writeRecord(ledger, { ...about, done });
  }
}

async function doOne(ledger: Ledger, change: Change): Promise<Done> {
  if (change.kind === 'move') {
    renameSync(change.from, change.to);
    return change;
  }
  if (change.kind === 'config') {
    const before = await configOf(ledger, change.key);
    const file = oddFile(ledger);
    await setConfig(ledger, change.key, change.value);
    return { kind: 'config', key: change.key, before, after: change.value, ...(file && { file }) };
  }
  const { path } = change;
  const before = existsSync(path) ? readFileSync(path).toString('base64') : null;
  if (change.kind === 'remove') {
    rmSync(path, { force: true });
    return { kind: 'write', path, before, after: null, folders: [] };
  }
  const { text, mode } = change;
  const folders = makeFolders(dirname(path));
  writeFileSync(path, text);
  if (mode !== undefined) chmodSync(path, mode);
  return { kind: 'write', path, before, after: hash(Buffer.from(text)), folders };
}

/** Undoes what was written down; returns what had to stay. */
export async function undo(ledger: Ledger, installed: Installed): Promise<string[]> {
  const kept: string[] = [];
  for (const step of installed.done.toReversed()) {
    const problem = await undoOne(ledger, step);
    if (problem !== null) kept.push(problem);
  }
  forget(ledger);
  // Folders that still held the record a moment ago.
  for (const step of installed.done) if (step.kind === 'write') removeEmpty(step.folders);
  return kept;
}

/** Drops what was written down. */
export function forget({ recordFile }: Ledger): void {
  rmSync(recordFile, { force: true });
  try {
    rmdirSync(dirname(recordFile));
  } catch {
    // The folder holds other things.
  }
}

async function undoOne(ledger: Ledger, step: Done): Promise<string | null> {
  if (step.kind === 'config') {
    if ((await configOf(ledger, step.key)) !== step.after) return `${step.key} was changed since: left as it is`;
    await setConfig(ledger, step.key, step.before);
    restoreOdd(ledger, step.file);
    return null;
  }
  if (step.kind === 'move') {
    if (!existsSync(step.to)) return `${step.to} is gone`;
    if (existsSync(step.from)) return `${step.from} was replaced since: the earlier hook stays in ${step.to}`;
    renameSync(step.to, step.from);
    return null;
  }
  const { path, before, after, folders } = step;
  if (!existsSync(path)) return before === null ? null : `${path} is gone: it is not brought back`;
  if (hash(readFileSync(path)) !== after) return `${path} was edited since`;
  if (before === null) rmSync(path);
  else writeFileSync(path, Buffer.from(before, 'base64'));
  removeEmpty(folders);
  return null;
}

/** Innermost first, as far as nothing else lives there by now. */
function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      rmdirSync(folder);
    } catch {
      if (existsSync(folder)) return;
    }
  }
}

/** Makes missing folders; those that were made, innermost first. */
function makeFolders(folder: string): string[] {
  const made: string[] = [];
  for (let at = folder; !existsSync(at); at = dirname(at)) made.push(at);
  mkdirSync(folder, { recursive: true });
  return made;
}

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function configOf({ place, scope }: Ledger, key: string): Promise<string | null> {
  const { code, stdout } = await runGit(place, ['config', scope, '-z', '--get', key]);
  return code === 0 ? stdout.toString('utf8').replace(/\0$/, '') : null;
}

/** git ends the last line before it adds one, and leaves an empty file behind. */
function oddFile({ configFile }: Ledger): 'none' | 'open-end' | undefined {
  if (!existsSync(configFile)) return 'none';
  return /[^\n]$/.test(readFileSync(configFile, 'latin1')) ? 'open-end' : undefined;
}

function restoreOdd({ configFile }: Ledger, file: 'none' | 'open-end' | undefined): void {
  if (file === undefined || !existsSync(configFile)) return;
  const text = readFileSync(configFile, 'latin1');
  if (file === 'none' && text === '') rmSync(configFile);
  if (file === 'open-end') writeFileSync(configFile, text.replace(/\n$/, ''), 'latin1');
}

async function setConfig({ place, scope, configFile }: Ledger, key: string, value: string | null): Promise<void> {
  const args = value === null ? ['config', scope, '--unset-all', key] : ['config', scope, '--replace-all', key, value];
  const { code, stderr } = await runGit(place, args);
  // 5: there was nothing to unset.
  if (code === 0 || (value === null && code === 5)) return;
  throw new GitmoatError('git', `git config ${key} failed: ${stderr.trim()}`, { hint: `Look at ${configFile}.` });
}

export function readRecord({ recordFile }: Ledger): Installed | null {
  try {
    return JSON.parse(readFileSync(recordFile, 'utf8')) as Installed;
  } catch {
    return null;
  }
}

function writeRecord({ recordFile }: Ledger, installed: Installed): void {
  mkdirSync(dirname(recordFile), { recursive: true });
  writeFileSync(recordFile, `${JSON.stringify(installed, null, 1)}\n`);
}
