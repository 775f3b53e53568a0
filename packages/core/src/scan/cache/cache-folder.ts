/**
 * `gitmoat-cache/` in the git folder: which file belongs to which run, and what goes when there are too many. A file's key
 * holds everything that its content depends on, and the folder itself: unpacked or copied to another place it is not
 * believed, because whoever packed it could have written "clean" for a blob that is not.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { graftState } from '../../git/grafts.ts';
import type { Repository } from '../../git/repository.ts';

/** Raised whenever the content of a file changes its form. */
const formatVersion = 1;
/** Files of one kind that stay: two rule sets in turn (a config's and none) do not drive each other out. */
const filesKept = 2;
/** What a run that was killed has left behind. */
const abandonedAfter = 3_600_000;

export type CacheKind = 'objects' | 'commits';

export interface CacheFile {
  readonly path: string;
  readonly key: Uint8Array;
}

export interface CacheInput {
  readonly repo: Repository;
  /** Names the code that decides; another one does not believe the file. */
  readonly build: string;
  readonly ruleset: string;
}

export function cacheFolderOf(repo: Repository): string {
  return join(repo.commonDir, 'gitmoat-cache');
}

/** Makes the folder if need be. Null where there can be none. */
export function cacheFile(input: CacheInput, kind: CacheKind): CacheFile | null {
  const { repo, build, ruleset } = input;
  const folder = cacheFolderOf(repo);
  try {
    fs.mkdirSync(folder, { mode: 0o700, recursive: true });
    // Others may have a say in the folder (the skip log lies there, too); the files themselves are ours or not believed.
    if (!fs.lstatSync(folder).isDirectory()) return null;
    const place = [folder, repo.commonDir].map((path) => fs.lstatSync(path, { bigint: true }));
    const facts = [formatVersion, build, ruleset, repo.objectFormat, ...place.flatMap(({ dev, ino }) => [dev, ino])];
    // A shallow boundary takes parents away from commits.
    if (kind === 'commits') facts.push(graftState(repo));
    const key = createHash('sha256').update(facts.join('\0')).digest();
    const name = createHash('sha256').update(`${build}\0${ruleset}`).digest('hex').slice(0, 16);
    return { path: join(folder, `${kind}-${name}.bin`), key };
  } catch {
    return null;
  }
}

/** Removes files of rule sets and versions no longer in use, the oldest first, and what killed runs left. */
export function dropOldFiles(repo: Repository): void {
  const files = listCache(repo);
  const now = Date.now();
  for (const { path, name, changed } of files) {
    if (name.endsWith('.tmp') && now - changed > abandonedAfter) fs.rmSync(path, { force: true });
  }
  for (const kind of ['objects', 'commits'] satisfies CacheKind[]) {
    const own = files.filter(({ name }) => name.startsWith(`${kind}-`) && name.endsWith('.bin'));
    own.sort((a, b) => b.changed - a.changed);
    for (const { path } of own.slice(filesKept)) fs.rmSync(path, { force: true });
  }
}

export interface CacheEntry {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

/** What lies in the folder that is ours; other files there are not named. */
export function listCache(repo: Repository): CacheEntry[] {
  const folder = cacheFolderOf(repo);
  try {
    if (!fs.lstatSync(folder).isDirectory()) return [];
    return fs
      .readdirSync(folder)
      .sort()
      .flatMap((name): CacheEntry[] => {
        if (!/^(objects|commits)-[0-9a-f]{16}\.bin(\.[0-9a-f]{12}\.tmp)?$/.test(name)) return [];
        const path = join(folder, name);
        const stat = fs.lstatSync(path, { throwIfNoEntry: false });
        return stat?.isFile() ? [{ name, path, bytes: stat.size, changed: stat.mtimeMs }] : [];
      });
  } catch {
    return [];
  }
}

/** Removes what `listCache` names, and the folder if nothing else is in it. */
export function clearCache(repo: Repository): CacheEntry[] {
  const entries = listCache(repo);
  for (const { path } of entries) fs.rmSync(path, { force: true });
  try {
    fs.rmdirSync(cacheFolderOf(repo));
  } catch {
    // Something else lies there, or there was no folder.
  }
  return entries;
}
