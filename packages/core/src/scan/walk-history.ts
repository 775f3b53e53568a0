/** The walk of a repository's log, started before the scan and asked after it. Never fetches, whatever the clone lacks. */

import { GitmoatError } from '../errors.ts';
import { HistoryIndex } from '../git/history-index.ts';
import { readLog } from '../git/log.ts';
import { missingTrees } from '../git/missing.ts';
import type { OidTable } from '../git/oid-table.ts';
import { listRefs, stashCommits } from '../git/refs.ts';
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
    const [refs, stashes] = await Promise.all([listRefs(repo), stashCommits(repo)]);
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
    const dropped = index.restore(saved, (oid) => commits.find(oid) >= 0);
    const fresh = this.#notWalked(commits);
    try {
      const [revisions, input] = listed(fresh);
      if (fresh.length > 0) await readLog(this.#repo, revisions, index, { input, signal: this.#stop.signal });
    } catch (error) {
      if (!(error instanceof GitmoatError) || error.cause !== undefined) throw error;
      return null;
    }
    const walked = new Set(index.walked);
    const tips = (await walkTips(this.#repo))?.map((oid) => index.commits.find(oid)) ?? [-1];
    if (!tips.every((tip) => walked.has(tip))) return null;
    if (!index.walked.every((commit) => index.parents(commit).every((parent) => walked.has(parent)))) return null;
    if (fresh.length > 0 || dropped > 0) this.#cache?.save(index, dropped > 0 ? null : saved);
    const reached = new Set(tips);
    for (const commit of reached) for (const parent of index.parents(commit)) reached.add(parent);
    const oids = Array.from({ length: commits.size }, (_, number) => commits.hex(number));
    return oids.filter((oid) => !reached.has(index.commits.find(oid)));
  }

  /** Ends git where the scan has failed or was given up. */
  cancel(): void {
    this.#stop.abort();
  }

  #notWalked(commits: OidTable): string[] {
    const walked = new Set(this.#index.walked);
    const oids = Array.from({ length: commits.size }, (_, number) => commits.hex(number));
    return oids.filter((oid) => !walked.has(this.#index.commits.find(oid)));
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
