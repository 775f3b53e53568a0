/**
 * Secret and large files that some commit added and HEAD no longer has: when they came, by whom, and whether a branch or tag
 * still holds them. One pass over the log; contents are read of secret files only.
 */
import { commitInfos } from '../git/commit-info.ts';
import { readLog } from '../git/log.ts';
import type { Repository } from '../git/repository.ts';
import { runGit, streamGit } from '../git/run.ts';
import { type IgnoreSet, secretFileMatcher, sideFolder } from '../ignore/must-ignore.ts';
import type { RawPath } from '../sources/source.ts';
import { holdsSecret, isLikelyName } from './checks/secret-file.ts';
import type { OldFile } from './facts.ts';
import { readBlobs } from './load-tree.ts';
import type { Tree } from './tree.ts';

/** As for the files of the worktree. */
export const largeFile: number = 10 * 2 ** 20;

interface Added {
  readonly path: RawPath;
  readonly oid: string;
  readonly commit: string;
}

export async function historyFiles(repo: Repository, tree: Tree, sets: readonly IgnoreSet[]): Promise<OldFile[]> {
  if (repo.head === null) return [];
  const sizes = await largeBlobs(repo);
  const [secrets, large] = await addedFiles(repo, tree, sizes);
  const matcher = secretFileMatcher(sets);
  const named = secrets.filter(({ path }) => matcher.decide(path).ignored);
  const contents = await readBlobs(
    repo,
    named.map(({ oid }) => oid),
  );
  // From new to old: what stays is the oldest version that holds something.
  const real = new Map<RawPath, Added>();
  for (const one of named) {
    if (holdsSecret(one.path, contents.get(one.oid)?.toString('utf8') ?? '')) real.set(one.path, one);
  }
  const found = [
    ...[...real.values()].map((one) => ({ ...one, kind: 'secret' as const, size: contents.get(one.oid)?.length ?? 0 })),
    ...large.map((one) => ({ ...one, kind: 'large' as const, size: sizes.get(one.oid) ?? 0 })),
  ];
  const commits = [...new Set(found.map(({ commit }) => commit))];
  const [infos, refs] = [await commitInfos(repo, commits), await refsOf(repo, commits)];
  return found.flatMap(({ commit, ...one }) => {
    const info = infos.get(commit);
    return info === undefined ? [] : [{ ...one, commit: info, ref: refs.get(commit) ?? null }];
  });
}

/** Blobs of all object stores by size. */
async function largeBlobs(repo: Repository): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const args = [
    'cat-file',
    '--batch-all-objects',
    '--unordered',
    '--batch-check=%(objecttype) %(objectsize) %(objectname)',
  ];
  let rest = '';
  for await (const chunk of streamGit(repo, args)) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const [type, size, oid = ''] = line.split(' ');
      if (type === 'blob' && Number(size) >= largeFile) found.set(oid, Number(size));
    }
  }
  return found;
}

/** Every version of likely names, and the oldest of each large file, at paths that HEAD does not have. */
async function addedFiles(
  repo: Repository,
  tree: Tree,
  sizes: ReadonlyMap<string, number>,
): Promise<[Added[], Added[]]> {
  const [secrets, large] = [[] as Added[], new Map<RawPath, Added>()];
  let commit = '';
  await readLog(repo, ['--all', '--reflog'], {
    commit(oid) {
      commit = oid;
    },
    change(raw, path) {
      const isSecret = isLikelyName(path);
      if (!isSecret && sizes.size === 0) return;
      const [oid = '', status = ''] = raw.toString('latin1').split(' ').slice(-2);
      if (status.includes('D') || tree.file(path)?.tracked) return;
      if (isSecret && !sideFolder.test(path)) secrets.push({ path, oid, commit });
      if (sizes.has(oid)) large.set(path, { path, oid, commit });
    },
  });
  return [secrets, [...large.values()]];
}

/** One ref a commit. A hundred is more than anybody reads. */
const mostCommits = 100;

async function refsOf(repo: Repository, commits: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const commit of commits.slice(0, mostCommits)) {
    const args = ['for-each-ref', '--count=1', '--format=%(refname:short)', '--contains', commit];
    const { code, stdout } = await runGit(repo, args);
    const name = stdout.toString('utf8').trim();
    if (code === 0 && name !== '') found.set(commit, name);
  }
  return found;
}
