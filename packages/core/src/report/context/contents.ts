/** The bytes that findings stand in, read a second time for reports that show them. Whatever cannot be had is left out. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { presentOids } from '../../git/missing.ts';
import { readObjects } from '../../git/objects.ts';
import type { Repository } from '../../git/repository.ts';
import type { Spot } from '../../scan/finding.ts';

/** What a report may cost on top of its scan. */
const mostBlobs = 2_000;
const mostBytes = 64 * 2 ** 20;
const largest = 4 * 2 ** 20;

export interface ContentSource {
  /** Null: a folder without git. */
  readonly repo: Repository | null;
  /** Where paths of the worktree begin; null where nothing is on disk. */
  readonly folder: string | null;
}

/** One key a content: its object id, or its path on disk. */
export function contentKey({ blob, path, where }: Spot): string | null {
  if (path === null) return null;
  return where === 'worktree' ? `worktree:${path}` : blob;
}

/** Calls back once a content, in no order; `places` are those that stand in it. */
export async function readContents(
  places: Iterable<Spot>,
  { repo, folder }: ContentSource,
  each: (bytes: Buffer, places: readonly Spot[]) => void,
): Promise<void> {
  const byKey = new Map<string, Spot[]>();
  for (const place of places) {
    const key = contentKey(place);
    if (key === null) continue;
    const same = byKey.get(key);
    if (same !== undefined) same.push(place);
    else if (byKey.size < mostBlobs) byKey.set(key, [place]);
  }
  let room = mostBytes;
  const give = (bytes: Buffer, same: readonly Spot[]) => {
    room -= bytes.length;
    if (bytes.length <= largest && room >= 0) each(bytes, same);
  };
  const oids = [...byKey.keys()].filter((key) => !key.startsWith('worktree:'));
  if (repo !== null && oids.length > 0) {
    const present = await presentOids(repo, oids);
    const wanted = oids.filter((oid) => present.has(oid));
    for await (const { oid, state, type, bytes } of readObjects(repo, wanted)) {
      if (state === 'read' && type === 'blob') give(Buffer.from(bytes), byKey.get(oid) ?? []);
    }
  }
  for (const [key, same] of byKey) {
    if (!key.startsWith('worktree:') || folder === null) continue;
    const bytes = readRegular(join(folder, rawPathOf(same[0]!)));
    if (bytes !== null) give(bytes, same);
  }
}

/** The path as the file system has it, not as it is shown. */
function rawPathOf({ path, pathBytes }: Spot): string {
  return pathBytes === undefined ? (path ?? '') : Buffer.from(pathBytes, 'base64').toString('utf8');
}

function readRegular(file: string): Buffer | null {
  try {
    const stat = lstatSync(file);
    return stat.isFile() && stat.size <= largest ? readFileSync(file) : null;
  } catch {
    return null;
  }
}
