/** Results of blobs, grouped: one entry a secret value, under it one spot a place. */
import type { Place, RawPath } from '../sources/source.ts';
import { joinParts } from './join-parts.ts';
import type { BlobResult, Located } from './located.ts';
import { compareNewest, compareRank, type RankOf } from './order.ts';
import { countedAt } from './test-paths.ts';

/** HEAD's tree, as far as the blobs with findings go: path → blob. */
export type HeadTree = ReadonlyMap<RawPath, string>;

/** A blob (or message) with all its places. */
export interface Seen {
  readonly result: BlobResult;
  readonly places: readonly Place[];
}

/** One secret at one place: a path and a blob, or a message. */
export interface Spot {
  readonly place: Place;
  readonly blob: string | null;
  readonly located: Located;
  readonly inHead: boolean;
  /** Another part of the credential (its id): a place of the finding that neither names it nor hides it. */
  readonly part: boolean;
  /** The commit that brought it first, and the last one that did. */
  first: string | null;
  newest: string | null;
}

export interface Secret {
  readonly bytes: Buffer;
  readonly spots: Map<string, Spot>;
  readonly absorbed: Map<string, Buffer>;
  /** Every commit or tag that brings it. */
  readonly commits: Set<string>;
  /** A blob that no commit has. */
  loose: boolean;
}

export function groupBySecret(seen: Iterable<Seen>, head: HeadTree, ranks: RankOf): Secret[] {
  const secrets = new Map<string, Secret>();
  for (const { result, places } of seen) {
    for (const { located, parts } of joinParts(result.located)) {
      const key = located.secret.toString('latin1');
      let secret = secrets.get(key);
      if (!secret) {
        secret = { bytes: located.secret, spots: new Map(), absorbed: new Map(), commits: new Set(), loose: false };
        secrets.set(key, secret);
      }
      for (const other of located.absorbed) {
        if (!other.equals(located.secret)) secret.absorbed.set(other.toString('latin1'), other);
      }
      for (const place of places) {
        addSpot(secret, { place, located, blob: result.oid, part: false }, head, ranks);
        for (const one of parts) addSpot(secret, { place, located: one, blob: result.oid, part: true }, head, ranks);
      }
    }
  }
  const found = [...secrets.values()].filter(({ spots }) => spots.size > 0);
  for (const secret of found) dropUnchangedFiles(secret);
  return found;
}

function addSpot(
  secret: Secret,
  at: { place: Place; located: Located; blob: string | null; part: boolean },
  head: HeadTree,
  ranks: RankOf,
): void {
  const { place, located, blob } = at;
  const { where, path, commit } = place;
  const shown = pathInside(path, located);
  if (commit !== null) secret.commits.add(commit);
  else if (where === 'tree') secret.loose = true;
  const key = [where, shown, blob ?? commit, located.line, at.part ? located.rule.id : ''].join('\0');
  const known = secret.spots.get(key);
  if (!known) {
    const inHead = path !== null && blob !== null && head.get(path) === blob;
    const counted = { ...at, located: countedAt(located, shown), place: { ...place, path: shown } };
    secret.spots.set(key, { ...counted, inHead, first: commit, newest: commit });
    return;
  }
  if (commit === null) return;
  if (known.first === null || compareRank(commit, known.first, ranks) < 0) known.first = commit;
  if (known.newest === null || compareNewest(commit, known.newest, ranks) > 0) known.newest = commit;
}

/** `a.zip!b/c.env`. */
function pathInside(path: RawPath | null, { inner }: Located): RawPath | null {
  return inner === undefined ? path : `${path ?? ''}!${inner}`;
}

/** A file on disk says nothing new where HEAD's or the index's version of it holds the same secret. */
function dropUnchangedFiles({ spots }: Secret): void {
  const known = new Set<RawPath | null>();
  for (const { place, inHead } of spots.values()) {
    if (place.where === 'index' || (place.where === 'tree' && inHead)) known.add(place.path);
  }
  for (const [key, { place }] of spots) if (place.where === 'worktree' && known.has(place.path)) spots.delete(key);
}
