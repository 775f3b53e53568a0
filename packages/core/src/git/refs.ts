/** The refs of a repository and what they point at. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from './repository.ts';
import { readGit, runGit } from './run.ts';

export interface Ref {
  /** Full name, latin1 (`refs/heads/main`), or `HEAD` where it is detached. */
  readonly name: string;
  readonly oid: string;
}

/** Sorted by name; HEAD is listed only where no branch holds it. */
export async function listRefs(repo: Repository): Promise<Ref[]> {
  const text = (await readGit(repo, ['for-each-ref', '--format=%(objectname) %(refname)'])).toString('latin1');
  const refs = text
    .split('\n')
    .filter(Boolean)
    .map((line): Ref => {
      const at = line.indexOf(' ');
      return { oid: line.slice(0, at), name: line.slice(at + 1) };
    });
  const head = await readFile(join(repo.gitDir, 'HEAD'), 'latin1').catch(() => '');
  if (repo.head !== null && !head.startsWith('ref:')) refs.push({ oid: repo.head, name: 'HEAD' });
  return refs.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every commit that refs/stash points at or has pointed at: `stash@{0}` and the older ones. */
export async function stashCommits(repo: Repository): Promise<string[]> {
  const { code, stdout } = await runGit(repo, ['rev-list', '-g', '--ignore-missing', 'refs/stash', '--']);
  return code === 0 ? stdout.toString('latin1').split('\n').filter(Boolean) : [];
}
