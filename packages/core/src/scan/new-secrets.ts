/**
 * For sources that ask what is new (staged, range): drops the matches whose secret the file held before the change.
 * Moving a secret's file or editing the line beside it is silent; taking its allow comment away is not.
 */
import { streamedAbove } from '../git/object-limits.ts';
import { readObjects } from '../git/objects.ts';
import type { Repository } from '../git/repository.ts';
import { objectBlob } from '../sources/object-blob.ts';
import type { Place, Source, SourceBlob } from '../sources/source.ts';
import type { BlobResult } from './located.ts';
import type { BlobScanner } from './scan-blob.ts';
import { scanSourceBlob, wholeBytes } from './scan-source-blob.ts';
import type { Seen } from './spots.ts';
import type { Earlier } from './still-there.ts';
import { counts } from './suppression.ts';

export async function keepNewSecrets(
  seen: readonly Seen[],
  source: Source,
  repo: Repository,
  scanner: BlobScanner,
): Promise<{ readonly fresh: Seen[]; readonly earlier: Earlier }> {
  const before = new Map<Place, readonly string[]>();
  for (const place of seen.flatMap(({ places }) => places)) before.set(place, (await source.earlier?.(place)) ?? []);
  const held = await secretsHeld(repo, scanner, seen, before);
  const fresh = seen.flatMap(({ result, places }) =>
    places.map((place): Seen => {
      const known = before.get(place)!.flatMap((oid) => held.get(oid) ?? []);
      const all = new Set(known.map(({ secret }) => secret));
      const counting = new Set(known.filter(({ isCounted }) => isCounted).map(({ secret }) => secret));
      // What was hidden and is open now is new, what is hidden now is new only where it was not there at all.
      const located = result.located.filter(
        (one) => !(counts(one) ? counting : all).has(one.secret.toString('latin1')),
      );
      return { result: { ...result, located }, places: [place] };
    }),
  );
  const counted = [...held].map(
    ([oid, secrets]) => [oid, secrets.flatMap((one) => (one.isCounted ? one.secret : []))] as const,
  );
  return { fresh, earlier: { before, held: new Map(counted) } };
}

interface Held {
  /** latin1 */
  readonly secret: string;
  readonly isCounted: boolean;
}

/** Earlier version → the secrets that it holds. */
async function secretsHeld(
  repo: Repository,
  scanner: BlobScanner,
  seen: readonly Seen[],
  before: ReadonlyMap<Place, readonly string[]>,
): Promise<Map<string, Held[]>> {
  const held = new Map<string, Held[]>();
  const paths = new Map<string, string[]>();
  for (const place of seen.flatMap(({ places }) => places)) {
    for (const oid of before.get(place)!)
      if (place.path !== null) paths.set(oid, [...(paths.get(oid) ?? []), place.path]);
  }
  for await (const object of readObjects(repo, [...paths.keys()], { largest: streamedAbove })) {
    if (object.state === 'missing') continue;
    const blob = objectBlob(repo, object, []);
    const scanned = await scanSourceBlob(scanner, blob, paths.get(object.oid)!);
    if (scanned === null) continue;
    const { located } = scanned.archive === null ? scanned.result : await opened(scanner, blob, scanned.result);
    held.set(
      object.oid,
      located.map((one) => ({ secret: one.secret.toString('latin1'), isCounted: counts(one) })),
    );
  }
  return held;
}

async function opened(scanner: BlobScanner, blob: SourceBlob, plain: BlobResult): Promise<BlobResult> {
  const { scanArchive } = await import('./archive/scan-archive.ts');
  const bytes = await wholeBytes(blob);
  return bytes === null ? plain : scanArchive(scanner, bytes, plain).result;
}
