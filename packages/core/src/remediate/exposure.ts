/**
 * Who may have a secret, as far as this clone can tell: refs that reach it, remotes that have those refs, when they were
 * last asked. Asks nobody; what cannot be seen from here is for the caller to say.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import type { Finding } from '../scan/finding.ts';

export interface RemoteExposure {
  readonly name: string;
  /** Without user name and password; null where the config no longer has that remote. */
  readonly url: string | null;
  /** Branches there that hold it, as of the last fetch or push. */
  readonly branches: readonly string[];
}

export interface Exposure {
  readonly remotes: readonly RemoteExposure[];
  /** Local branches, short. */
  readonly branches: readonly string[];
  /** Short. A tag that is here may be on every remote: nothing here tells. */
  readonly tags: readonly string[];
  /** Pull-request refs, notes, the stash and others, full names. */
  readonly others: readonly string[];
  /** Refs that reach it beyond the fifty that a finding names. */
  readonly unnamed: number;
  /** Remotes without such a branch. */
  readonly clean: readonly { readonly name: string; readonly url: string }[];
  /** ISO date of the last fetch; null: none since the clone, or never. */
  readonly fetched: string | null;
}

export async function exposureOf(repo: Repository, finding: Finding): Promise<Exposure> {
  const urls = await remoteUrls(repo);
  const { refs, refCount } = finding;
  const within = (prefix: string) =>
    refs.filter((ref) => ref.startsWith(prefix)).map((ref) => ref.slice(prefix.length));
  const named = new Map<string, string[]>();
  for (const ref of within('refs/remotes/')) {
    // A remote's name may hold slashes; the config knows.
    const known = [...urls.keys()].find((name) => ref.startsWith(`${name}/`));
    const name = known ?? ref.slice(0, ref.indexOf('/'));
    const branch = ref.slice(name.length + 1);
    if (branch !== 'HEAD') named.set(name, [...(named.get(name) ?? []), branch]);
  }
  const known = /^refs\/(?:heads|tags|remotes)\//;
  return {
    remotes: [...named].map(([name, branches]) => ({ name, url: urls.get(name) ?? null, branches })),
    branches: within('refs/heads/'),
    tags: within('refs/tags/'),
    others: refs.filter((ref) => !known.test(ref)),
    unnamed: refCount - refs.length,
    clean: [...urls].filter(([name]) => !named.has(name)).map(([name, url]) => ({ name, url })),
    fetched: lastFetch(repo),
  };
}

async function remoteUrls(repo: Repository): Promise<Map<string, string>> {
  const { stdout } = await runGit(repo, ['config', '-z', '--get-regexp', '^remote\\..*\\.url$']);
  const urls = new Map<string, string>();
  for (const entry of stdout.toString('utf8').split('\0').filter(Boolean)) {
    const [key = '', url = ''] = entry.split('\n');
    const name = key.slice('remote.'.length, -'.url'.length);
    if (!urls.has(name)) urls.set(name, url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1'));
  }
  return urls;
}

function lastFetch({ gitDir }: Repository): string | null {
  const stat = statSync(join(gitDir, 'FETCH_HEAD'), { throwIfNoEntry: false });
  return stat === undefined ? null : stat.mtime.toISOString().slice(0, 10);
}
