/**
 * What a worktree tells beside its files: asked of git only for checks that name it, and only where there is something to
 * ask about. Reads; judges nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import { records } from '../git/tree.ts';
import type { RawPath } from '../sources/source.ts';
import { templateOf } from './checks/env-files.ts';
import type { Tree } from './tree.ts';

/** `ignored`: files on disk that excludes hide; `env`: ignored .env files beside their templates. */
export type Fact = 'ignored' | 'env' | 'line-ends' | 'submodules' | 'branches' | 'packages';

export interface LineEnds {
  /** In the index: `lf`, `crlf`, `mixed`, `none`, `-text`. */
  readonly index: string;
  /** As .gitattributes says it: `text eol=lf`. */
  readonly attributes: string;
}

/** A file that a commit added and HEAD no longer has. */
export interface OldFile {
  readonly path: RawPath;
  readonly oid: string;
  readonly size: number;
  readonly kind: 'secret' | 'large';
  /** The oldest commit that adds it. */
  readonly commit: { readonly oid: string; readonly author: string; readonly email: string; readonly date: string };
  /** A ref that still has the commit; null: only reflogs or nothing. */
  readonly ref: string | null;
}

export interface TreeFacts {
  /** Ignored by anybody's excludes; folders that are ignored as a whole are left out. */
  ignored: readonly RawPath[];
  /** Of them those that the repository's own .gitignore files do not ignore. */
  hidden: readonly RawPath[];
  env: ReadonlyMap<RawPath, string>;
  lineEnds: ReadonlyMap<RawPath, LineEnds>;
  /** Submodules whose checkout is not the recorded commit. */
  drifted: readonly RawPath[];
  /** Names of local and remote branches; empty where they say nothing. */
  branches: readonly string[];
  /** Folder of a package (with its slash) → paths in it that npm would publish. */
  packed: ReadonlyMap<string, readonly string[]>;
  history: readonly OldFile[];
}

/** Where nothing was asked. */
export function noFacts(): TreeFacts {
  const empty = { ignored: [], hidden: [], drifted: [], branches: [], history: [] };
  return { ...empty, env: new Map(), lineEnds: new Map(), packed: new Map() };
}

export interface FactsFrom {
  readonly repo: Repository;
  /** Lists what `npm pack` would take of a folder; null where npm cannot say. */
  readonly npmPack?: ((folder: string) => Promise<readonly string[] | null>) | undefined;
}

export async function gatherFacts(tree: Tree, wanted: ReadonlySet<Fact>, { repo, npmPack }: FactsFrom): Promise<void> {
  const jobs: Promise<Partial<TreeFacts>>[] = [];
  if (wanted.has('ignored')) jobs.push(listIgnored(repo));
  if (wanted.has('line-ends')) jobs.push(lineEnds(tree, repo));
  if (wanted.has('submodules')) jobs.push(drifted(tree, repo));
  if (wanted.has('branches')) jobs.push(branches(tree, repo));
  Object.assign(tree.facts, ...(await Promise.all(jobs)));
  if (wanted.has('env')) tree.facts.env = envFiles(tree, repo);
  if (wanted.has('packages') && npmPack !== undefined) tree.facts.packed = await packed(tree, repo, npmPack);
}

/** Untracked files that excludes hide: all, and those that only the developer's own excludes hide. */
export async function listIgnored(repo: Repository): Promise<Pick<TreeFacts, 'ignored' | 'hidden'>> {
  const ask = async (excludes: string): Promise<Set<RawPath>> => {
    const found = new Set<RawPath>();
    const args = ['ls-files', '-z', '--others', '--ignored', excludes, '--directory', '--no-empty-directory'];
    for await (const path of records(repo, args)) found.add(path);
    return found;
  };
  const [all, own] = await Promise.all([ask('--exclude-standard'), ask('--exclude-per-directory=.gitignore')]);
  const ignored = [...all].filter((path) => !path.endsWith('/')).sort();
  return { ignored, hidden: ignored.filter((path) => !own.has(path)) };
}

/** A .env file is small. */
const largestEnv = 64 * 1024;

function envFiles(tree: Tree, { root }: Repository): Map<RawPath, string> {
  const found = new Map<RawPath, string>();
  for (const { path } of tree.ofKind('env')) {
    const real = templateOf(path);
    if (real === null || tree.has(real) || root === null) continue;
    const file = join(root, Buffer.from(real, 'latin1').toString());
    if (!existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    if (text.length <= largestEnv) found.set(real, text);
  }
  return found;
}

/** One command takes so many paths as arguments. */
const mostPaths = 500;

async function lineEnds(tree: Tree, repo: Repository): Promise<Pick<TreeFacts, 'lineEnds'>> {
  const found = new Map<RawPath, LineEnds>();
  const attributes = tree.ofKind('gitattributes').some(({ path }) => /\btext\b|\beol=/.test(tree.text(path)));
  if (!attributes) return { lineEnds: found };
  const paths = tree.files.flatMap(({ path, tracked }) => (tracked && tree.bytes(path)?.includes(13) ? [path] : []));
  for (let start = 0; start < paths.length; start += mostPaths) {
    const names = paths.slice(start, start + mostPaths).map((path) => Buffer.from(path, 'latin1').toString());
    for await (const record of records(repo, ['ls-files', '--eol', '-z', '--', ...names])) {
      const [, index = '', attribute = '', path = ''] =
        /^i\/(\S*)\s+w\/\S*\s+attr\/(.*?)\s*\t(.*)$/s.exec(record) ?? [];
      found.set(path, { index, attributes: attribute });
    }
  }
  return { lineEnds: found };
}

async function drifted(tree: Tree, repo: Repository): Promise<Pick<TreeFacts, 'drifted'>> {
  const paths = tree.ofKind('submodule').map(({ path }) => path);
  if (paths.length === 0) return { drifted: [] };
  const args = ['diff-files', '--name-only', '-z', '--ignore-submodules=dirty', '--no-ext-diff', '--'];
  const found: RawPath[] = [];
  for await (const path of records(repo, [...args, ...paths.map((one) => Buffer.from(one, 'latin1').toString())]))
    found.push(path);
  return { drifted: found };
}

/** Only where a remote's default branch is known: a clone of one branch knows of no others. */
async function branches(tree: Tree, repo: Repository): Promise<Partial<TreeFacts>> {
  if (tree.ofKind('workflow').length === 0) return {};
  const args = ['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes'];
  const { code, stdout } = await runGit(repo, args);
  const names = code === 0 ? stdout.toString('utf8').split('\n').filter(Boolean) : [];
  if (!names.some((name) => /^refs\/remotes\/[^/]+\/HEAD$/.test(name))) return {};
  return { branches: [...new Set(names.map((name) => name.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '')))] };
}

/** npm is started for packages that are published and have something by its name secret in their folder. */
async function packed(
  tree: Tree,
  { root }: Repository,
  npmPack: NonNullable<FactsFrom['npmPack']>,
): Promise<Map<string, readonly string[]>> {
  const { publishedFolders, secretsBelow } = await import('./checks/npm-package.ts');
  const found = new Map<string, readonly string[]>();
  for (const folder of publishedFolders(tree)) {
    if (root === null || secretsBelow(tree, folder).length === 0) continue;
    const files = await npmPack(join(root, Buffer.from(folder, 'latin1').toString()));
    if (files !== null) found.set(folder, files);
  }
  return found;
}
