/**
 * Where a file at the root of what is scanned comes from: disk, the index, or a commit's tree. Config and other
 * scanners' settings are read through this, never from the current folder by chance.
 */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitmoatError, type Repository, runGit } from './core.ts';

export type ReadRootFile = (path: string) => Promise<string | null>;

/** Settings are written by hand; a larger file is not one. */
const largestFile = 4 * 2 ** 20;

export function rootOnDisk(folder: string): ReadRootFile {
  return async (path) => {
    const file = join(folder, path);
    const stat = lstatSync(file, { throwIfNoEntry: false });
    // A link could point anywhere, and the other places (index, tree) do not follow it either.
    if (stat?.isFile() !== true || stat.size > largestFile) return null;
    try {
      return readFileSync(file, 'utf8');
    } catch (cause) {
      throw new GitmoatError('unreadable', `${file} cannot be read`, { cause, hint: 'Mend its permissions.' });
    }
  };
}

/** `treeish`: a commit, or empty for the index. */
export function rootInGit(repo: Repository, treeish: string): ReadRootFile {
  return async (path) => {
    const listing =
      treeish === ''
        ? ['ls-files', '--stage', '-z', '--', path]
        : ['ls-tree', '-z', '--full-tree', treeish, '--', path];
    const { code, stdout } = await runGit(repo, listing);
    const entry = stdout.toString('latin1').split('\0')[0] ?? '';
    if (code !== 0 || !/^100/.test(entry)) return null;
    const oid = entry.split(/[ \t]/)[treeish === '' ? 1 : 2] ?? '';
    const content = await runGit(repo, ['cat-file', 'blob', oid]);
    if (content.code === 0) return content.stdout.toString('utf8');
    throw new GitmoatError('unreadable', `${path} stands in the tree but its content is missing here`, {
      hint: 'Fetch it: the clone is partial or broken.',
    });
  };
}

/** The root of a repository as `audit` and `history` see it: the worktree, else HEAD's tree. */
export function rootOf(repo: Repository): ReadRootFile {
  if (repo.root !== null) return rootOnDisk(repo.root);
  return repo.head === null ? async () => null : rootInGit(repo, repo.head);
}
