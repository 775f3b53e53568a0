/**
 * What the next commit would add: index content that differs from HEAD, in a merge from every parent. Never reads the
 * working tree; honours GIT_INDEX_FILE (`commit -a`, `commit PATH`) through the repository's environment.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diffIndex, emptyTree, type PathChange } from '../git/diff.ts';
import { gitlinkMode, isZero } from '../git/log.ts';
import { presentOids } from '../git/missing.ts';
import { displayPath } from '../git/path.ts';
import type { Repository } from '../git/repository.ts';
import { readNamedBlobs } from './named-blobs.ts';
import { SkipTally, skipReasons } from './skip-tally.ts';
import type { Place, RawPath, Source, SourceBlob } from './source.ts';

export interface StagedFile {
  readonly path: RawPath;
  readonly mode: string;
  readonly oid: string;
}

export interface StagedSource extends Source {
  /** Added and changed files, submodules among them; known once `blobs()` has ended. */
  files(): readonly StagedFile[];
}

export function stagedSource(repo: Repository): StagedSource {
  const skips = new SkipTally();
  const listed = new Map<string, Place[]>();
  /** Path → its object id in each parent that has it. */
  const before = new Map<RawPath, string[]>();
  const files: StagedFile[] = [];
  let parents: readonly string[] = [];
  let renames: Promise<PathChange[][]> | null = null;

  async function list(): Promise<void> {
    parents = [repo.head ?? emptyTree(repo), ...(await mergeHeads(repo))];
    const [first, ...others] = await Promise.all(parents.map((parent) => diffIndex(repo, parent)));
    const inAll = others.map((changes) => new Map(changes.map((change) => [change.path, change])));
    for (const change of first!) {
      const same = inAll.map((changes) => changes.get(change.path));
      if (same.includes(undefined) || change.status === 'D') continue;
      if (change.status !== 'U') files.push({ path: change.path, mode: change.mode, oid: change.oid });
      if (change.status === 'U') skips.add(skipReasons.unmerged, false, displayPath(change.path));
      else if (change.mode === gitlinkMode) skips.add(skipReasons.submodule, false, displayPath(change.path));
      else {
        before.set(
          change.path,
          [change, ...same].map((one) => one!.old[0]!).filter((oid) => !isZero(oid)),
        );
        const place: Place = { where: 'index', path: change.path, commit: null };
        listed.set(change.oid, [...(listed.get(change.oid) ?? []), place]);
      }
    }
  }

  return {
    name: 'staged',
    async *blobs(): AsyncGenerator<SourceBlob, void, undefined> {
      await list();
      yield* readNamedBlobs(repo, listed, skips);
    },
    files: () => files,
    skipped: () => skips.list(),
    counts: () => ({ blobs: listed.size, commits: 0 }),
    async earlier(place) {
      const path = place.path!;
      let oids = before.get(path) ?? [];
      if (oids.length < parents.length) {
        renames ??= Promise.all(parents.map((parent) => diffIndex(repo, parent, true)));
        const moved = (await renames).flat().filter((change) => change.path === path && change.from !== null);
        oids = [...oids, ...moved.map((change) => change.old[0]!)];
      }
      return [...(await presentOids(repo, oids))];
    },
  };
}

/** The other parents of a merge that is under way. */
async function mergeHeads(repo: Repository): Promise<string[]> {
  const text = await readFile(join(repo.gitDir, 'MERGE_HEAD'), 'latin1').catch(() => '');
  return text.split('\n').filter(Boolean);
}
