/**
 * What the commits of a range bring, merges and versions that a later commit removes again included, and their
 * messages. A pull request (`BASE..HEAD`) or a push (several tips, several excluded commits).
 */
import { GitmoatError } from '../errors.ts';
import { diffTrees, type PathChange } from '../git/diff.ts';
import { shallowCommits } from '../git/fetch.ts';
import { HistoryIndex } from '../git/history-index.ts';
import { isZero, type LogSink, rawChange, readLog } from '../git/log.ts';
import { missingTrees, presentOids } from '../git/missing.ts';
import { displayPath } from '../git/path.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import { listTree } from '../git/tree.ts';
import { readNamedBlobs } from './named-blobs.ts';
import { SkipTally, skipReasons } from './skip-tally.ts';
import type { Place, RawPath, Source, SourceBlob, SourceName } from './source.ts';

export interface RangeSource extends Source {
  /** The commits of the range; filled by `blobs()`. */
  readonly index: HistoryIndex;
}

export interface Revisions {
  readonly name: SourceName;
  /** Commits whose history is asked for. */
  readonly tips: readonly string[];
  /** Commits whose history is not. */
  readonly excluded: readonly string[];
  /** Commits whose trees count as published already. */
  readonly published: readonly string[];
  /** Annotated tags whose messages are asked for. */
  readonly tags?: readonly string[];
}

/** BASE..HEAD. Throws where one of them is not a commit here. */
export async function rangeSource(repo: Repository, base: string, head: string): Promise<RangeSource> {
  const [from, to] = await Promise.all([commitOf(repo, base), commitOf(repo, head)]);
  const shared = await runGit(repo, ['merge-base', '--all', from, to]);
  const published = shared.stdout.toString('latin1').split('\n').filter(Boolean);
  return revisionSource(repo, { name: 'range', tips: [to], excluded: [from], published });
}

export function revisionSource(repo: Repository, revisions: Revisions): RangeSource {
  const index = new HistoryIndex(repo.objectFormat);
  const skips = new SkipTally();
  const listed = new Map<string, Place[]>();
  const changes = new RangeChanges(index, listed);
  const lookup = new EarlierVersions(repo, revisions, changes);

  async function walk(): Promise<void> {
    if (revisions.tips.length === 0) return;
    const input = [...revisions.tips, ...revisions.excluded.map((oid) => `^${oid}`)].map((line) => `${line}\n`);
    const missing = repo.partial ? await missingTrees(repo, ['--stdin'], input) : [];
    for (const tree of missing) skips.add(skipReasons.missingTree, true, tree);
    if (missing.length > 0) return;
    await readLog(repo, ['--stdin'], changes, { input });
    for (const path of index.submodules) skips.add(skipReasons.submodule, false, displayPath(path));
    for (const commit of await shallowCommits(repo)) {
      if (changes.commits.has(commit)) skips.add(skipReasons.shallow, true, commit);
    }
  }

  return {
    name: revisions.name,
    index,
    async *blobs(): AsyncGenerator<SourceBlob, void, undefined> {
      await walk();
      yield* readNamedBlobs(repo, listed, skips, [...changes.commits.keys(), ...(revisions.tags ?? [])]);
    },
    skipped: () => skips.list(),
    counts: () => ({ blobs: listed.size, commits: changes.commits.size }),
    earlier: (place) => lookup.of(place),
  };
}

/** The walk, remembered twice: by the index for ranks, here with the old sides. */
class RangeChanges implements LogSink {
  /** Commit → its parents. */
  readonly commits: Map<string, readonly string[]> = new Map();
  /** Commit NUL path → object ids on the old sides, zeros included. */
  readonly old: Map<string, readonly string[]> = new Map();
  readonly #index: HistoryIndex;
  readonly #listed: Map<string, Place[]>;
  #commit = '';

  constructor(index: HistoryIndex, listed: Map<string, Place[]>) {
    this.#index = index;
    this.#listed = listed;
  }

  commit(oid: string, time: number, parents: readonly string[]): void {
    this.#commit = oid;
    this.commits.set(oid, parents);
    this.#index.commit(oid, time, parents);
  }

  change(raw: Buffer, path: RawPath): void {
    const before = this.#index.blobs.size;
    this.#index.change(raw, path);
    const { oid, old, mode } = rawChange(raw);
    if (mode === '000000' || mode === '160000') return;
    this.old.set(`${this.#commit}\0${path}`, old);
    const place: Place = { where: 'tree', path, commit: this.#commit };
    if (this.#index.blobs.size > before) this.#listed.set(oid, [place]);
    else this.#listed.get(oid)!.push(place);
  }
}

/** The versions of a file before a commit of the range: in its parents, and in what was published already. */
class EarlierVersions {
  readonly #repo: Repository;
  readonly #revisions: Revisions;
  readonly #changes: RangeChanges;
  readonly #trees = new Map<string, Promise<Map<RawPath, string>>>();
  readonly #diffs = new Map<string, Promise<PathChange[]>>();

  constructor(repo: Repository, revisions: Revisions, changes: RangeChanges) {
    this.#repo = repo;
    this.#revisions = revisions;
    this.#changes = changes;
  }

  async of(place: Place): Promise<readonly string[]> {
    const { commit, path } = place;
    if (commit === null || path === null) return [];
    const parents = this.#changes.commits.get(commit) ?? [];
    const old = this.#changes.old.get(`${commit}\0${path}`) ?? [];
    const found = old.filter((oid) => !isZero(oid));
    for (const [i, parent] of parents.entries()) {
      if (isZero(old[i] ?? '0')) found.push(...(await this.#renamed(parent, commit, path)));
    }
    for (const tree of this.#revisions.published) {
      const there = (await this.#tree(tree)).get(path);
      if (there !== undefined) found.push(there);
      else found.push(...(await this.#renamed(tree, commit, path)));
    }
    return [...(await presentOids(this.#repo, [...new Set(found)]))];
  }

  async #renamed(from: string, to: string, path: RawPath): Promise<string[]> {
    const diff = await once(this.#diffs, `${from} ${to}`, () => diffTrees(this.#repo, from, to, true));
    return diff.filter((one) => one.path === path && one.from !== null).map((one) => one.old[0]!);
  }

  #tree(commit: string): Promise<Map<RawPath, string>> {
    return once(this.#trees, commit, () => pathsOfTree(this.#repo, commit));
  }
}

/** The value under `key`, made on first use. */
function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

async function pathsOfTree(repo: Repository, commit: string): Promise<Map<RawPath, string>> {
  const paths = new Map<RawPath, string>();
  if (repo.partial && (await missingTrees(repo, ['--no-walk', commit])).length > 0) return paths;
  for await (const entry of listTree(repo, commit)) paths.set(entry.path, entry.oid);
  return paths;
}

async function commitOf(repo: Repository, revision: string): Promise<string> {
  const { code, stdout } = await runGit(repo, [
    'rev-parse',
    '--verify',
    '-q',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  if (code === 0) return stdout.toString('latin1').trim();
  throw new GitmoatError(repo.shallow ? 'git' : 'usage', `${revision} is not a commit in this repository`, {
    hint: repo.shallow ? 'This clone is shallow: run `git fetch --unshallow`.' : 'Fetch it, or name another one.',
  });
}
