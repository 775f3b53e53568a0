/** The walk of a repository's log, started before the scan and asked after it. Never fetches, whatever the clone lacks. */

import { GitmoatError } from '../errors.ts';
import { HistoryIndex } from '../git/history-index.ts';
import { readLog } from '../git/log.ts';
import { missingTrees } from '../git/missing.ts';
import type { OidTable } from '../git/oid-table.ts';
import { listRefs, stashCommits } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { ObjectsSeen } from '../sources/history.ts';
import { type SkipTally, skipReasons } from '../sources/skip-tally.ts';
import { Provenance } from './provenance.ts';

/** git's own words for the revisions of one walk. */
const everything = ['--all', '--reflog'];

export class HistoryWalk {
  readonly index: HistoryIndex;
  readonly #repo: Repository;
  readonly #skips: SkipTally;
  readonly #stop = new AbortController();
  readonly #ended: Promise<boolean>;

  constructor(repo: Repository, skips: SkipTally) {
    this.#repo = repo;
    this.#skips = skips;
    this.index = new HistoryIndex(repo.objectFormat);
    this.#ended = this.#walk(everything);
    // Asked for after the scan; until then a failure has nobody to go to.
    this.#ended.catch(() => {});
  }

  /** Waits for the walk, and walks the commits that no ref and no reflog leads to. */
  async finish({ commits, tags }: ObjectsSeen): Promise<Provenance> {
    const repo = this.#repo;
    const attributed = await this.#ended;
    const [refs, stashes] = await Promise.all([listRefs(repo), stashCommits(repo)]);
    const unreachable = attributed ? this.#notWalked(commits) : [];
    if (unreachable.length > 0) {
      await this.#walk(
        ['--no-walk=unsorted', '--stdin'],
        unreachable.map((oid) => `${oid}\n`),
      );
    }
    return new Provenance({ repo, index: this.index, refs, stashes, unreachable, tags, attributed });
  }

  /** Ends git where the scan has failed or was given up. */
  cancel(): void {
    this.#stop.abort();
  }

  #notWalked(commits: OidTable): string[] {
    const walked = new Set(this.index.walked);
    const oids = Array.from({ length: commits.size }, (_, number) => commits.hex(number));
    return oids.filter((oid) => !walked.has(this.index.commits.find(oid)));
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
      await readLog(this.#repo, revisions, this.index, { ...source, signal: this.#stop.signal });
    } catch (error) {
      // git stops at the first object that it lacks. What was walked holds; the rest is said.
      if (!(error instanceof GitmoatError) || error.cause !== undefined) throw error;
      this.#skips.add(skipReasons.walk, true, error.message);
    }
    return true;
  }
}
