/**
 * Files on disk: in a repository the tracked ones and those neither tracked nor ignored, elsewhere every file under a
 * folder. A file that was named is read even if git ignores it. Symbolic links are read as their target's name.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  type Dirent,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, relative, sep } from 'node:path';
import { GitmoatError } from '../errors.ts';
import { gitlinkMode } from '../git/log.ts';
import { streamedAbove } from '../git/object-limits.ts';
import { displayPath, toRawPath } from '../git/path.ts';
import type { Repository } from '../git/repository.ts';
import { listIndex, listUntracked } from '../git/tree.ts';
import { isLfsPointer, SkipTally, skipReasons } from './skip-tally.ts';
import type { RawPath, Source, SourceBlob } from './source.ts';

/** A file to read: where it is, what a report calls it, and its object id in the index. */
interface ListedFile {
  readonly file: Buffer;
  readonly path: RawPath;
  readonly oid: string | null;
}

/** `repo`: the repository that the paths are in, or null for folders without git. */
export function worktreeSource(paths: string | readonly string[], repo: Repository | null): Source {
  const wanted = typeof paths === 'string' ? [paths] : paths;
  const skips = new SkipTally();
  let listed = 0;
  let expected = 0;
  async function* blobs(): AsyncGenerator<SourceBlob, void, undefined> {
    const seen = new Set<RawPath>();
    for (const path of wanted) {
      const files = await list(path, wanted.length === 1, repo, skips);
      expected += files.length;
      for (const entry of files) {
        if (seen.has(entry.path)) continue;
        seen.add(entry.path);
        const blob = read(entry, repo, skips);
        if (blob === 'gone') continue;
        listed++;
        if (blob) yield blob;
      }
    }
  }
  return {
    name: 'worktree',
    blobs,
    skipped: () => skips.list(),
    expected: () => expected,
    counts: () => ({ blobs: listed, commits: 0 }),
  };
}

async function list(path: string, only: boolean, repo: Repository | null, skips: SkipTally): Promise<ListedFile[]> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new GitmoatError('usage', `${path} does not exist`, { hint: 'Name a file or a folder.' });
  // git names the top of the working tree with symbolic links resolved.
  const full = realpathSync(path);
  const inside = repo?.root == null ? null : relative(repo.root, full);
  const name = inside ?? (only ? (stat.isDirectory() ? '' : basename(full)) : relative('', path));
  const rawName = toRawPath(name.split(sep).join('/'));
  if (!stat.isDirectory()) return [{ file: Buffer.from(full), path: rawName, oid: null }];
  if (repo === null || inside === null) return walk(Buffer.from(full), rawName, skips);
  const files = await listRepository(repo, rawName, skips);
  // An ignored folder that was named: its files are asked for.
  return files.length > 0 || inside === '' ? files : walk(Buffer.from(full), rawName, skips);
}

async function listRepository(repo: Repository, folder: RawPath, skips: SkipTally): Promise<ListedFile[]> {
  const scope = folder === '' ? [] : [Buffer.from(folder, 'latin1').toString()];
  const top = Buffer.from(`${repo.root}/`);
  const oids = new Map<RawPath, string | null>();
  for await (const { mode, oid, path } of listIndex(repo, scope)) {
    if (mode === gitlinkMode) skips.add(skipReasons.submodule, false, displayPath(path));
    else oids.set(path, oid);
  }
  for (const path of await listUntracked(repo, scope)) {
    if (path.endsWith('/')) skips.add(skipReasons.nested, false, displayPath(path));
    else oids.set(path, null);
  }
  const order = [...oids.keys()].sort();
  return order.map((path) => ({ file: Buffer.concat([top, Buffer.from(path, 'latin1')]), path, oid: oids.get(path)! }));
}

/** Every file under a folder, by name order; `.git` folders are git's, not content. */
function walk(folder: Buffer, name: RawPath, skips: SkipTally): ListedFile[] {
  let entries: Dirent<Buffer>[];
  try {
    entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch {
    skips.add(skipReasons.unreadable, true, displayPath(name));
    return [];
  }
  return entries
    .sort((a, b) => a.name.compare(b.name))
    .flatMap((entry): ListedFile[] => {
      const file = Buffer.concat([folder, Buffer.from('/'), entry.name]);
      const path = (name === '' ? '' : `${name}/`) + entry.name.toString('latin1');
      if (!entry.isDirectory()) return [{ file, path, oid: null }];
      return entry.name.toString('latin1') === '.git' ? [] : walk(file, path, skips);
    });
}

/** `gone`: deleted since it was listed, or tracked and not there. */
function read(entry: ListedFile, repo: Repository | null, skips: SkipTally): SourceBlob | 'gone' | null {
  const { file, path } = entry;
  let bytes: Buffer;
  try {
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) bytes = readlinkSync(file, { encoding: 'buffer' });
    else if (!stat.isFile()) {
      if (!stat.isDirectory()) skips.add(skipReasons.special, false, displayPath(path));
      return stat.isDirectory() ? 'gone' : null;
    } else if (stat.size > streamedAbove) return largeFile(entry, stat.size, repo, skips);
    else bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'gone';
    skips.add(skipReasons.unreadable, true, displayPath(path));
    return null;
  }
  if (isLfsPointer(bytes)) skips.add(skipReasons.lfs, false, displayPath(path));
  const same = repo !== null && entry.oid !== null && blobOid([bytes], bytes.length, repo) === entry.oid;
  return { oid: same ? entry.oid : null, bytes, places: [{ where: 'worktree', path, commit: null }] };
}

/** Throws what the file system throws, as long as nothing was read. */
function largeFile(entry: ListedFile, size: number, repo: Repository | null, skips: SkipTally): SourceBlob {
  const { file, path, oid } = entry;
  const chunks = (): Generator<Uint8Array> => fileChunks(file);
  const same = repo !== null && oid !== null && blobOid(chunks(), size, repo) === oid;
  const lost = (error: unknown): boolean => {
    if (!(error instanceof Error) || !('syscall' in error)) return false;
    skips.add(skipReasons.unreadable, true, displayPath(path));
    return true;
  };
  const places = [{ where: 'worktree', path, commit: null }] as const;
  return { oid: same ? oid : null, bytes: Buffer.alloc(0), large: { size, chunks, lost }, places };
}

const chunkBytes = 1 << 20;

function* fileChunks(file: Buffer): Generator<Uint8Array> {
  const fd = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (let got = readSync(fd, buffer); got > 0; got = readSync(fd, buffer)) yield buffer.subarray(0, got);
  } finally {
    closeSync(fd);
  }
}

/** The id under which git keeps these bytes (without filters such as line-end conversion). */
function blobOid(chunks: Iterable<Uint8Array>, size: number, { objectFormat }: Repository): string {
  const hash = createHash(objectFormat).update(`blob ${size}\0`);
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
