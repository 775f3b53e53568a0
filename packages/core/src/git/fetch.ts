/**
 * What a CI's clone lacks: single commits, and the history that a shallow clone cut off. Reaches the network, so only
 * `gitmoat ci` calls it. Changes no branch: remote-tracking refs, objects and the shallow boundary at most.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/** Commits more on each side, step by step; then everything. Most pull requests end at the first. */
const steps = [50, 400, 3000];

/** Commits of a branch that a shallow clone did not have. */
const firstDepth = 50;

const fetchFlags = [
  '--quiet',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
];

/** origin, else the only remote. */
export async function remoteName(repo: Repository): Promise<string | null> {
  const names = (await runGit(repo, ['remote'])).stdout.toString('utf8').split('\n').filter(Boolean);
  if (names.includes('origin')) return 'origin';
  return names.length === 1 ? names[0]! : null;
}

/**
 * The commit's id; fetched where the clone lacks it. Null where neither works. `revision`: an id, `HEAD`, or a full ref
 * of the server.
 */
export async function findCommit(repo: Repository, revision: string, remote: string | null): Promise<string | null> {
  const branch = /^refs\/heads\/(.+)$/.exec(revision)?.[1];
  const tracking = branch === undefined || remote === null ? null : `refs/remotes/${remote}/${branch}`;
  const here = (tracking && (await commitHere(repo, tracking))) || (await commitHere(repo, revision));
  if (here || remote === null || revision === 'HEAD') return here;
  const target = tracking ?? `refs/gitmoat/${revision.replace(/^refs\//, '')}`;
  const depth = (await isShallow(repo)) ? [`--depth=${firstDepth}`] : [];
  const isId = /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(revision);
  // Names come from outside: nothing that means more than a ref in a refspec.
  if (!isId && !/^refs\/[^\s:^~?*[\\]+$/.test(revision)) return null;
  const spec = isId ? revision : `+${revision}:${target}`;
  const { code } = await runGit(repo, ['fetch', ...fetchFlags, ...depth, '--', remote, spec], { network: true });
  return code === 0 ? commitHere(repo, isId ? revision : target) : null;
}

export async function commitHere(repo: Repository, revision: string): Promise<string | null> {
  const args = ['rev-parse', '--verify', '-q', '--end-of-options', `${revision}^{commit}`];
  const { code, stdout } = await runGit(repo, args);
  return code === 0 ? stdout.toString('latin1').trim() : null;
}

/** Read anew: fetching changes it. */
export async function isShallow(repo: Repository): Promise<boolean> {
  return (await shallowCommits(repo)).length > 0;
}

/** Commits whose parents were cut off. */
export async function shallowCommits(repo: Repository): Promise<string[]> {
  return (await readFile(join(repo.commonDir, 'shallow'), 'latin1').catch(() => '')).split('\n').filter(Boolean);
}

/**
 * Fetches older commits until `isEnough`. False where the remote gives no more. `commits`: whose history is wanted.
 */
export async function deepen(
  repo: Repository,
  remote: string | null,
  commits: readonly string[],
  isEnough: () => Promise<boolean>,
): Promise<boolean> {
  if (await isEnough()) return true;
  if (remote === null) return false;
  for (const step of [...steps, null]) {
    const how = step === null ? '--unshallow' : `--deepen=${step}`;
    const args = ['fetch', ...fetchFlags, how, '--', remote, ...commits];
    const { code } = await runGit(repo, args, { network: true });
    // A server that gives no single commits still gives its branches.
    if (code !== 0) await runGit(repo, ['fetch', ...fetchFlags, how, '--', remote], { network: true });
    if (await isEnough()) return true;
  }
  return false;
}
