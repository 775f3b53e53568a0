/** The walk of a repository's log, started before the scan and asked after it. Never fetches, whatever the clone lacks. */

import { GitmoatError } from '../errors.ts';
import { HistoryIndex } from '../git/history-index.ts';
import { readLog } from '../git/log.ts';
import { missingTrees } from '../git/missing.ts';
import type { OidTable } from '../git/oid-table.ts';
import type { Repository } from '../git/repository.ts';
import { type SkipTally, skipReasons } from '../sources/skip-tally.ts';

/** git's own words for the revisions of one walk. */
const everything = ['--all', '--reflog'];

export class HistoryWalk {
  readonly index: HistoryIndex;
  readonly #repo: Repository;
  readonly #skips: SkipTally;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(repo: Repository, skips: SkipTally) {
    this.#repo = repo;
    this.#skips = skips;
    this.index = new HistoryIndex(repo.objectFormat);
    this.#ended = this.#walk(everything);
    // Asked for after the scan; until then a failure has nobody to go to.
    this.#ended.catch(() => {});
  }

  /** Waits for the walk, then walks those of `commits` that no ref and no reflog leads to: their ids. */
  async finish(commits: OidTable): Promise<string[]> {
    await this.#ended;
    const known = new Set(this.index.walked);
    const unreachable: string[] = [];
    for (let number = 0; number < commits.size; number++) {
      const oid = commits.hex(number);
      if (!known.has(this.index.commits.find(oid))) unreachable.push(oid);
    }
    if (unreachable.length > 0) {
      await this.#walk(
        ['--no-walk=unsorted', '--stdin'],
        unreachable.map((oid) => `${oid}\n`),
      );
    }
    return unreachable;
  }

  /** Ends git where the scan has failed or was given up. */
  cancel(): void {
    this.#stop.abort();
  }

  async #walk(revisions: readonly string[], input?: readonly string[]): Promise<void> {
    const source = input === undefined ? {} : { input };
    if (this.#repo.partial) {
      const missing = await missingTrees(this.#repo, revisions, input);
      for (const tree of missing) this.#skips.add(skipReasons.missingTree, true, tree);
      if (missing.length > 0) return;
    }
    try {
      await readLog(this.#repo, revisions, this.index, { ...source, signal: this.#stop.signal });
    } catch (error) {
      // git stops at the first object that it lacks. What was walked holds; the rest is said.
      if (!(error instanceof GitmoatError) || error.cause !== undefined) throw error;
      this.#skips.add(skipReasons.walk, true, error.message);
    }
  }
}
