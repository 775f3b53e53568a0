/** Raw diffs between two trees, or a tree and the index: paths and object ids, never content (but for `-M`). */
import { type RawChange, rawChange, rawDiff } from './log.ts';
import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import { records } from './tree.ts';

export interface PathChange extends RawChange {
  readonly path: RawPath;
  /** Where a rename or copy comes from. */
  readonly from: RawPath | null;
}

const emptyTrees = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const;

/** The tree without entries; every git knows it without having it. */
export function emptyTree(repo: Repository): string {
  return emptyTrees[repo.objectFormat];
}

export function diffIndex(repo: Repository, tree: string, renames = false): Promise<PathChange[]> {
  return changes(repo, ['diff-index', '--cached', ...rawDiff, renameFlag(repo, renames), tree]);
}

export function diffTrees(repo: Repository, from: string, to: string, renames = false): Promise<PathChange[]> {
  return changes(repo, ['diff-tree', '-r', ...rawDiff, renameFlag(repo, renames), from, to]);
}

/** In a partial clone only exact renames: others need content that may be missing, and git would go and fetch it. */
function renameFlag(repo: Repository, renames: boolean): string {
  if (!renames) return '--no-renames';
  return repo.partial ? '-M100%' : '-M';
}

async function changes(repo: Repository, args: readonly string[]): Promise<PathChange[]> {
  const found: PathChange[] = [];
  const fields: string[] = [];
  for await (const field of records(repo, args)) {
    fields.push(field);
    const twoPaths = /[RC]\d*$/.test(fields[0]!);
    if (fields.length < (twoPaths ? 3 : 2)) continue;
    const [raw = '', first = '', second] = fields.splice(0);
    found.push({ ...rawChange(Buffer.from(raw, 'latin1')), path: second ?? first, from: twoPaths ? first : null });
  }
  return found;
}
