/**
 * For ranges: a new secret is shown where the head has it now, with the commit that brought it. Without this a file that
 * is edited after the secret came in would look as if the secret were gone.
 */
import type { Place } from '../sources/source.ts';
import type { Located } from './located.ts';
import type { HeadTree, Seen } from './spots.ts';

export interface Earlier {
  /** Place → the versions of its file before the change. */
  readonly before: ReadonlyMap<Place, readonly string[]>;
  /** Version → the secrets (latin1) in it that count. */
  readonly held: ReadonlyMap<string, readonly string[]>;
}

interface Entry {
  readonly secret: string;
  readonly blob: string;
  readonly place: Place;
  readonly located: Located;
}

/** `fresh`: what is new, one place an entry; `seen`: all that was read. */
export function withHeadPlaces(
  fresh: readonly Seen[],
  seen: readonly Seen[],
  earlier: Earlier,
  head: HeadTree,
): Seen[] {
  const news = fresh.flatMap(entriesOf);
  const wanted = new Set(news.map(({ secret }) => secret));
  const carried = new Set(news.map(key));
  const isNew = new Set(news.map(at));
  const places = new Set(news.map(({ place }) => place));
  const rest = seen
    .flatMap(entriesOf)
    .filter((entry) => wanted.has(entry.secret) && !(places.has(entry.place) && isNew.has(at(entry))));
  const kept = carriedOn(rest, carried, earlier).filter(({ place, blob }) => head.get(place.path!) === blob);
  if (kept.length === 0) return [...fresh];
  const now = new Set(kept.map(at));
  const shown = kept.flatMap((entry): Seen[] => {
    // Brought to this path by an older commit of the range, or carried here by a rename.
    const brought = news.filter((one) => at(one) === at(entry)).map(({ place }) => place.commit);
    const commits = brought.length > 0 ? brought : [entry.place.commit];
    const places = commits.map((commit): Place => ({ ...entry.place, commit }));
    return [{ result: { oid: entry.blob, located: [entry.located] }, places }];
  });
  const others = fresh.map(({ result, places }): Seen => {
    const place = places[0]!;
    const located = result.located.filter(
      ({ secret }) =>
        head.get(place.path ?? '') === result.oid || !now.has(`${place.path}\0${secret.toString('latin1')}`),
    );
    return { result: { ...result, located }, places };
  });
  return [...others, ...shown];
}

/** Entries whose earlier versions have the secret from this range only. */
function carriedOn(rest: readonly Entry[], carried: Set<string>, { before, held }: Earlier): Entry[] {
  const found: Entry[] = [];
  let open = rest;
  for (let size = -1; size !== carried.size; ) {
    size = carried.size;
    const left: Entry[] = [];
    for (const entry of open) {
      const holders = (before.get(entry.place) ?? []).filter((oid) => held.get(oid)?.includes(entry.secret));
      const ours = holders.length > 0 && holders.every((blob) => carried.has(key({ ...entry, blob })));
      if (ours) carried.add(key(entry));
      (ours ? found : left).push(entry);
    }
    open = left;
  }
  return found;
}

function entriesOf({ result, places }: Seen): Entry[] {
  const { oid: blob, located } = result;
  if (blob === null) return [];
  const inFiles = places.filter(({ path }) => path !== null);
  return inFiles.flatMap((place) =>
    located.map((one) => ({ secret: one.secret.toString('latin1'), blob, place, located: one })),
  );
}

function key({ secret, blob }: Pick<Entry, 'secret' | 'blob'>): string {
  return `${blob}\0${secret}`;
}

function at({ place, secret }: Entry): string {
  return `${place.path}\0${secret}`;
}
