/** Listings of a tree and of the index, entry by entry. */
import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import { streamGit } from './run.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
  readonly path: RawPath;
  /** Index only: 1 to 3 in a conflict, else 0. */
  readonly stage: number;
}

/** Files under a tree-ish, from the top of the repository; `paths` narrows it. Trees must be present (see `missingTrees`). */
export function listTree(
  repo: Repository,
  tree: string,
  paths: readonly string[] = [],
): AsyncGenerator<TreeEntry, void, undefined> {
  return entries(repo, ['ls-tree', '-r', '-z', '--full-tree', tree, '--', ...paths], (head) => {
    const [mode = '', , oid = ''] = head.split(' ');
    return { mode, oid, stage: 0 };
  });
}

/** The index; `paths` narrows it to files or folders from the top of the repository. */
export function listIndex(repo: Repository, paths: readonly string[] = []): AsyncGenerator<TreeEntry, void, undefined> {
  return entries(repo, ['ls-files', '-z', '-s', '--full-name', '--', ...paths], (head) => {
    const [mode = '', oid = '', stage = ''] = head.split(' ');
    return { mode, oid, stage: Number(stage) };
  });
}

/** Files that are neither tracked nor ignored; a nested repository is one path that ends in `/`. */
export async function listUntracked(repo: Repository, paths: readonly string[] = []): Promise<RawPath[]> {
  const found: RawPath[] = [];
  const args = ['ls-files', '-z', '--others', '--exclude-standard', '--full-name', '--', ...paths];
  for await (const record of records(repo, args)) found.push(record);
  return found;
}

async function* entries(
  repo: Repository,
  args: readonly string[],
  parse: (head: string) => Omit<TreeEntry, 'path'>,
): AsyncGenerator<TreeEntry, void, undefined> {
  for await (const record of records(repo, args)) {
    const tab = record.indexOf('\t');
    yield { ...parse(record.slice(0, tab)), path: record.slice(tab + 1) };
  }
}

/** NUL-terminated records of git's stdout, latin1. */
export async function* records(
  repo: Repository,
  args: readonly string[],
  input?: Buffer | string | Iterable<string>,
): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const chunk of streamGit(repo, args, input === undefined ? {} : { input })) {
    const parts = (rest + chunk.toString('latin1')).split('\0');
    rest = parts.pop()!;
    yield* parts;
  }
}
