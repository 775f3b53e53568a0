/** What is known here of the other side of a push: which commits it has already, and under which name it goes. */
import type { Repository } from '@gitmoat/core/git/repository';
import { runGit } from '@gitmoat/core/git/run';

/** Trees that are looked into for a secret that is published already; the newest branches say most. */
const mostTips = 20;

export interface RemoteKnown {
  /** Null: a URL that no configured remote has; nothing is known of it. */
  readonly name: string | null;
  /** Commits of its remote-tracking branches. */
  readonly commits: readonly string[];
  /** The newest of them. */
  readonly newest: readonly string[];
}

/** `remote`: as git gives it to a hook, a remote's name or a URL. */
export async function knownOf(repo: Repository, remote: string): Promise<RemoteKnown> {
  const name = await nameOf(repo, remote);
  if (name === null) return { name, commits: [], newest: [] };
  const format = '--format=%(objecttype) %(objectname)';
  const args = ['for-each-ref', '--sort=-committerdate', format, `refs/remotes/${name}/`];
  const { stdout } = await runGit(repo, args);
  const commits = [...new Set(stdout.toString('latin1').split('\n'))]
    .filter((line) => line.startsWith('commit '))
    .map((line) => line.slice('commit '.length));
  return { name, commits, newest: commits.slice(0, mostTips) };
}

/** A push to a URL is a push to the remote that has this URL, if there is one. */
async function nameOf(repo: Repository, remote: string): Promise<string | null> {
  const { stdout } = await runGit(repo, ['config', '-z', '--get-regexp', '^remote\\..*\\.(push)?url$']);
  const entries = stdout
    .toString('utf8')
    .split('\0')
    .map((entry) => /^remote\.(.*)\.(?:push)?url\n(.*)$/s.exec(entry));
  const named = entries.find((entry) => entry?.[1] === remote) ?? entries.find((entry) => entry?.[2] === remote);
  return named?.[1] ?? null;
}

/** Where `git push` without arguments goes from here. */
export async function defaultRemote(repo: Repository): Promise<string | null> {
  const branch = await line(repo, ['symbolic-ref', '-q', '--short', 'HEAD']);
  for (const key of [`branch.${branch}.pushRemote`, 'remote.pushDefault', `branch.${branch}.remote`]) {
    const name = await line(repo, ['config', '--get', key]);
    if (name !== '') return name;
  }
  const remotes = (await line(repo, ['remote'])).split('\n').filter(Boolean);
  return remotes.length === 1 || remotes.includes('origin')
    ? (remotes.find((r) => r === 'origin') ?? remotes[0]!)
    : null;
}

async function line(repo: Repository, args: readonly string[]): Promise<string> {
  return (await runGit(repo, args)).stdout.toString('utf8').trim();
}

/** Refs on the server, before a push is taken in: all that it has. */
export async function allCommits(repo: Repository): Promise<string[]> {
  const { stdout } = await runGit(repo, ['for-each-ref', '--format=%(objectname)']);
  return [...new Set(stdout.toString('latin1').split('\n').filter(Boolean))];
}
