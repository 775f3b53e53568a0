/** The walk of a repository's log, started before the scan and asked after it. Never fetches, whatever the clone lacks. */

import { GitmoatError } from '../errors.ts';
import { HistoryIndex } from '../git/history-index.ts';
import { readLog } from '../git/log.ts';
import { missingTrees } from '../git/missing.ts';
import type { OidTable } from '../git/oid-table.ts';
import { listRefs, type Ref, stashCommits } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { SavedHistory } from '../git/saved-history.ts';
import { walkTips } from '../git/walk-tips.ts';
import type { ObjectsSeen } from '../sources/history.ts';
import { type SkipTally, skipReasons } from '../sources/skip-tally.ts';
import type { CommitCache } from './cache/commit-cache.ts';
import { Provenance } from './provenance.ts';

/** git's own words for the revisions of one walk. */
const everything = ['--all', '--reflog'];

export class HistoryWalk {
  readonly #repo: Repository;
  readonly #skips: SkipTally;
  readonly #cache: CommitCache | null;
  readonly #stop = new AbortController();
  readonly #saved: SavedHistory | null;
  #index: HistoryIndex;
  #ended: Promise<boolean>;
  /** Refs and stashes, asked for as soon as the walk is through: beside the scan, not behind it. */
  readonly #tips: Promise<[Ref[], string[]]>;
  /** Nothing was missing on the way. */
  #whole = true;

  /** `cache`: what earlier runs have walked; the rest is walked at the end. */
  constructor(repo: Repository, skips: SkipTally, cache: CommitCache | null = null) {
    this.#repo = repo;
    this.#skips = skips;
    // A partial clone may have got, or lost, trees since.
    this.#cache = repo.partial ? null : cache;
    this.#index = new HistoryIndex(repo.objectFormat);
    this.#saved = this.#cache?.load() ?? null;
    this.#ended = this.#saved === null ? this.#walk(everything) : Promise.resolve(true);
    // Asked for after the scan; until then a failure has nobody to go to.
    this.#ended.catch(() => {});
    this.#tips = this.#ended.then(() => Promise.all([listRefs(repo), stashCommits(repo)]));
    this.#tips.catch(() => {});
  }

  /** Complete after `finish`. */
  get index(): HistoryIndex {
    return this.#index;
  }

  /** Waits for the walk, and walks the commits that no ref and no reflog leads to. `lost`: some object is unreadable. */
  async finish({ commits, tags }: ObjectsSeen, lost: boolean): Promise<Provenance> {
    const repo = this.#repo;
    // Of a damaged repository git's own word counts.
    const continued = this.#saved === null || lost ? null : await this.#continue(this.#saved, commits);
    if (this.#saved !== null && continued === null) {
      this.#index = new HistoryIndex(repo.objectFormat);
      this.#ended = this.#walk(everything);
    }
    const attributed = await this.#ended;
    const [refs, stashes] = await this.#tips;
    const unreachable = continued ?? (attributed ? this.#notWalked(commits) : []);
    if (continued === null && unreachable.length > 0) await this.#walk(...listed(unreachable));
    if (attributed && continued === null && this.#whole) this.#cache?.save(this.#index, null);
    return new Provenance({ repo, index: this.#index, refs, stashes, unreachable, tags, attributed });
  }

  /**
   * From the commits of earlier runs that are still there: walks the others one by one. Those that no ref and no reflog
   * reaches; null where the cache does not fit what git says, so that git has to walk everything.
   */
  async #continue(saved: SavedHistory, commits: OidTable): Promise<string[] | null> {
    const index = this.#index;
    const dropped = index.restore(saved, (oid) => commits.findBytes(oid) >= 0);
    const fresh = this.#notWalked(commits);
    try {
      const [revisions, input] = listed(fresh);
      if (fresh.length > 0) await readLog(this.#repo, revisions, index, { input, signal: this.#stop.signal });
    } catch (error) {
      if (!(error instanceof GitmoatError) || error.cause !== undefined) throw error;
      return null;
    }
    const tips = (await walkTips(this.#repo))?.map((oid) => index.commits.find(oid));
    const reached = tips === undefined ? null : reachedFrom(tips, index);
    if (reached === null) return null;
    if (fresh.length > 0 || dropped > 0) this.#cache?.save(index, dropped > 0 ? null : saved);
    return without(commits, index, reached);
  }

  /** Ends git where the scan has failed or was given up. */
  cancel(): void {
    this.#stop.abort();
  }

  #notWalked(commits: OidTable): string[] {
    const walked = new Uint8Array(this.#index.commits.size);
    for (const commit of this.#index.walked) walked[commit] = 1;
    return without(commits, this.#index, walked);
  }

  /** False where a partial clone lacks trees that the walk needs: git would fetch them one by one. */
  async #walk(revisions: readonly string[], input?: readonly string[]): Promise<boolean> {
    const source = input === undefined ? {} : { input };
    if (this.#repo.partial) {
      const missing = await missingTrees(this.#repo, revisions, input);
      for (const tree of missing) this.#skips.add(skipReasons.missingTree, true, tree);
      if (missing.length > 0) return false;
    }
    try {
      await readLog(this.#repo, revisions, this.#index, { ...source, signal: this.#stop.signal });
    } catch (error) {
      // git stops at the first object that it lacks. What was walked holds; the rest is said.
      if (!(error instanceof GitmoatError) || error.cause !== undefined) throw error;
      this.#whole = false;
      this.#skips.add(skipReasons.walk, true, error.message);
    }
    return true;
  }
}

/** These commits and no others, as arguments and input. */
function listed(oids: readonly string[]): [string[], string[]] {
  return [['--no-walk=unsorted', '--stdin'], oids.map((oid) => `${oid}\n`)];
}

/** By number: 1 for the tips and their ancestors. Null where a tip, or a parent of any commit, was not walked. */
function reachedFrom(tips: readonly number[], index: HistoryIndex): Uint8Array | null {
  const walked = new Uint8Array(index.commits.size);
  for (const commit of index.walked) walked[commit] = 1;
  const isWalked = (commit: number): boolean => walked[commit] === 1;
  if (!tips.every(isWalked) || !index.walked.every((commit) => index.parents(commit).every(isWalked))) return null;
  const reached = new Uint8Array(walked.length);
  const open = [...tips];
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    if (reached[commit] === 1) continue;
    reached[commit] = 1;
    for (const parent of index.parents(commit)) open.push(parent);
  }
  return reached;
}

/** Those of `commits` that are not marked, by their number in the index. */
function without(commits: OidTable, index: HistoryIndex, marks: Uint8Array): string[] {
  const oids: string[] = [];
  for (let number = 0; number < commits.size; number++) {
    const known = index.commits.findBytes(commits.bytes(number));
    if (known < 0 || marks[known] === 0) oids.push(commits.hex(number));
  }
  return oids;
}
