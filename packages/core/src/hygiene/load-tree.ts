/** Trees of a worktree, an index, a change or a commit, and the content that checks ask for. Reads; judges nothing. */
import { existsSync, lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { readObjects } from '../git/objects.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import { listIndex, listTree, listUntracked } from '../git/tree.ts';
import type { RawPath } from '../sources/source.ts';
import type { Check } from './check.ts';
import type { HclAssets } from './hcl.ts';
import { kindsOf } from './kinds.ts';
import { loadParsers } from './parsers.ts';
import { Tree, type TreeFile } from './tree.ts';

/** Files that people write are smaller; a larger one is judged by its name and size only. */
const largestRead = 2 * 2 ** 20;
const untrackedMode = '100644';

/** What is on disk: tracked, and untracked but not ignored. */
export async function worktreeTree(repo: Repository): Promise<Tree> {
  const files = new Map<RawPath, TreeFile>();
  const [untracked, settings] = await Promise.all([listUntracked(repo), localSettings(repo)]);
  for await (const { mode, oid, path } of listIndex(repo)) files.set(path, { path, mode, oid, tracked: true });
  for (const path of untracked) {
    if (!path.endsWith('/')) files.set(path, { path, mode: modeOnDisk(repo, path), oid: null, tracked: false });
  }
  const merging = isMerging(repo);
  return new Tree({ where: 'worktree', files: sorted(files.values()), whole: true, settings, merging });
}

export function isMerging({ gitDir }: Repository): boolean {
  return existsSync(`${gitDir}/MERGE_HEAD`);
}

export async function commitTree(repo: Repository, commit: string): Promise<Tree> {
  const files: TreeFile[] = [];
  for await (const { mode, oid, path } of listTree(repo, commit)) files.push({ path, mode, oid, tracked: true });
  return new Tree({ where: 'tree', files: sorted(files), whole: true });
}

function sorted(files: Iterable<TreeFile>): TreeFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function modeOnDisk(repo: Repository, path: RawPath): string {
  const stat = lstatSync(onDisk(repo, path), { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) return '120000';
  return stat !== undefined && (stat.mode & 0o100) !== 0 ? '100755' : untrackedMode;
}

function onDisk(repo: Repository, path: RawPath): Buffer {
  return Buffer.concat([Buffer.from(`${repo.root}/`), Buffer.from(path, 'latin1')]);
}

/** Keys in lower case, as git prints them. */
async function localSettings(repo: Repository): Promise<[string, string][]> {
  const { code, stdout } = await runGit(repo, ['config', '--local', '--no-includes', '-z', '--list']);
  if (code !== 0) return [];
  const entries = stdout.toString('utf8').split('\0').filter(Boolean);
  return entries.map((text) => {
    const at = text.indexOf('\n');
    return at < 0 ? [text, 'true'] : [text.slice(0, at), text.slice(at + 1)];
  });
}

export interface ReadFrom {
  readonly repo: Repository;
  readonly commit?: string;
  /** Without it Terraform files stay unread. */
  readonly hcl?: HclAssets | undefined;
}

/** Reads what the checks need; `commit` names the tree that git searches where it is no worktree. */
export async function readFor(checks: readonly Check[], tree: Tree, from: ReadFrom): Promise<void> {
  const { repo, commit = '', hcl } = from;
  const wanted = await filesFor(checks, tree, (pattern) => searchTree(repo, tree, commit, pattern));
  const unread = wanted.filter(({ path, mode }) => !tree.isRead(path) && mode !== '160000');
  await read(repo, tree, unread);
  if (checks.some(({ sizes }) => sizes)) await readSizes(repo, tree);
  await loadParsers(tree, wanted, { hcl });
}

/** The files whose content the checks need. `search`: paths in which a POSIX extended expression is found. */
export async function filesFor(
  checks: readonly Check[],
  tree: Tree,
  search: (pattern: string) => Promise<readonly RawPath[]>,
): Promise<TreeFile[]> {
  const wanted = new Set<TreeFile>();
  for (const { kinds, reads, search: pattern } of checks) {
    if (pattern !== undefined) continue;
    const files = kinds === undefined ? (reads ? tree.files : []) : tree.ofKind(...kinds);
    for (const file of files) if (reads === undefined || reads(file)) wanted.add(file);
  }
  for (const { also = [] } of checks) for (const file of tree.ofKind(...also)) wanted.add(file);
  for (const group of searches(checks)) {
    const found = await search(group[0]!.search!);
    for (const { kinds, reads } of group) {
      for (const path of found) {
        const file = tree.file(path);
        if (file === null || (reads !== undefined && !reads(file))) continue;
        if (kinds === undefined || kindsOf(file).some((kind) => kinds.includes(kind))) wanted.add(file);
      }
    }
  }
  return [...wanted];
}

/** Checks that search for the same. */
function searches(checks: readonly Check[]): Check[][] {
  const groups = new Map<string, Check[]>();
  for (const check of checks) {
    if (check.search !== undefined) groups.set(check.search, [...(groups.get(check.search) ?? []), check]);
  }
  return [...groups.values()];
}

async function searchTree(repo: Repository, tree: Tree, commit: string, pattern: string): Promise<RawPath[]> {
  const where = tree.where === 'worktree' ? ['--untracked'] : [];
  const base = ['grep', '-I', '-z', '-l', '-E', '--no-textconv', '--no-recurse-submodules', '--full-name', ...where];
  const args = [...base, '-e', pattern, ...(commit === '' ? [] : [commit]), '--'];
  const { code, stdout } = await runGit(repo, args);
  if (code > 1) return [];
  const skip = commit === '' ? 0 : commit.length + 1;
  return stdout
    .toString('latin1')
    .split('\0')
    .filter(Boolean)
    .map((path) => path.slice(skip));
}

async function read(repo: Repository, tree: Tree, files: readonly TreeFile[]): Promise<void> {
  if (tree.where === 'worktree') {
    for (const file of files) {
      const bytes = readOnDisk(repo, file);
      if (bytes !== null) tree.give(file.path, bytes);
    }
    return;
  }
  const bytes = await readBlobs(repo, [...new Set(files.flatMap(({ oid }) => oid ?? []))]);
  for (const { oid, path } of files) {
    const content = oid === null ? undefined : bytes.get(oid);
    if (content !== undefined) tree.give(path, content);
  }
}

/** Blobs by object id; larger ones than people write are left out. */
export async function readBlobs(repo: Repository, oids: readonly string[]): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for await (const { oid, state, type, size, bytes } of readObjects(repo, oids)) {
    if (state === 'read' && type === 'blob' && size <= largestRead) found.set(oid, Buffer.from(bytes));
  }
  return found;
}

function readOnDisk(repo: Repository, { path, mode }: TreeFile): Buffer | null {
  const file = onDisk(repo, path);
  try {
    if (mode === '120000') return readlinkSync(file, { encoding: 'buffer' });
    const stat = lstatSync(file);
    return stat.isFile() && stat.size <= largestRead ? readFileSync(file) : null;
  } catch {
    // Deleted or not readable: the secret scan names it.
    return null;
  }
}

/** Sizes as git stores them: a file in LFS is a pointer, whatever lies on disk. */
async function readSizes(repo: Repository, tree: Tree): Promise<void> {
  const asked: TreeFile[] = [];
  for (const file of tree.files) {
    const { path, mode, oid } = file;
    if (!mode.startsWith('100')) continue;
    if (tree.where !== 'worktree') {
      if (oid !== null) asked.push(file);
      continue;
    }
    const stat = lstatSync(onDisk(repo, path), { throwIfNoEntry: false });
    if (!stat?.isFile()) continue;
    tree.sizes.set(path, stat.size);
    if (oid !== null && stat.size > largestRead) asked.push(file);
  }
  if (asked.length === 0) return;
  const input = asked.map(({ oid }) => `${oid}\n`).join('');
  const { stdout } = await runGit(repo, ['cat-file', '--batch-check=%(objectsize)'], { input });
  const sizes = stdout.toString('latin1').split('\n');
  for (const [index, { path }] of asked.entries()) {
    const size = Number(sizes[index]);
    if (Number.isFinite(size)) tree.sizes.set(path, size);
  }
}
