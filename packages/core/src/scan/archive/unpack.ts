/** An archive's files, those of archives inside it too, within limits. Pure: bytes in, bytes out, nothing touches the disk. */
import { constants, gunzipSync } from 'node:zlib';
import type { RawPath } from '../../sources/source.ts';
import { type ArchiveKind, archiveKind } from './archive-kind.ts';
import { type ArchiveEntry, longestName, type Refusal } from './entry.ts';
import { tarEntries } from './tar.ts';
import { zipEntries } from './zip.ts';

/** Design, Definitions, "Limits". */
export const archiveLimits: { readonly depth: number; readonly bytes: number } = { depth: 3, bytes: 512 << 20 };

/** A file, or why there is none. `path`: from the outermost archive on, `!` between one archive and the next. */
export type Unpacked =
  | { readonly path: RawPath; readonly bytes: Buffer }
  | { readonly path: RawPath; readonly refusal: Refusal };

interface Budget {
  left: number;
}

export function* unpack(
  bytes: Buffer,
  kind: ArchiveKind,
  limits: { readonly depth: number; readonly bytes: number } = archiveLimits,
): Generator<Unpacked> {
  yield* inside(bytes, kind, '', limits.depth, { left: limits.bytes });
}

function* inside(bytes: Buffer, kind: ArchiveKind, at: RawPath, depth: number, budget: Budget): Generator<Unpacked> {
  if (depth === 0) {
    yield { path: at, refusal: 'limits' };
    return;
  }
  const join = (name: RawPath): RawPath => (at === '' || name === '' ? at + name : `${at}!${name}`);
  for (const entry of guarded(entriesOf(bytes, kind, budget))) {
    if (typeof entry === 'string') {
      yield { path: at, refusal: entry };
      continue;
    }
    const content = entry.read(budget.left);
    const path = join(entry.name);
    if (typeof content === 'string') {
      yield { path, refusal: content };
      continue;
    }
    budget.left -= content.length;
    const nested = archiveKind(content);
    if (nested === null) yield { path, bytes: content };
    else yield* inside(content, nested, path, depth - 1, budget);
  }
}

function entriesOf(bytes: Buffer, kind: ArchiveKind, budget: Budget): Iterable<ArchiveEntry | Refusal> {
  if (kind === 'zip') return zipEntries(bytes);
  return kind === 'tar' ? tarEntries(bytes) : gzipEntries(bytes, budget);
}

/** One file; a tar inside it is the archive that is meant (`a.tar.gz!b`), without a level of its own. */
function* gzipEntries(bytes: Buffer, budget: Budget): Generator<ArchiveEntry | Refusal> {
  const content = gunzipped(bytes, budget.left);
  if (typeof content === 'string') {
    yield content;
    return;
  }
  if (archiveKind(content.bytes) === 'tar') {
    budget.left -= content.bytes.length;
    yield* tarEntries(content.bytes);
  } else yield { name: gzipName(bytes), read: () => content.bytes };
  if (!content.whole) yield 'damaged';
}

function gunzipped(bytes: Buffer, limit: number): { bytes: Buffer; whole: boolean } | Refusal {
  const options = { maxOutputLength: Math.max(1, limit) };
  try {
    return { bytes: gunzipSync(bytes, options), whole: true };
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return 'limits';
  }
  try {
    // What was there before the stream broke off.
    return { bytes: gunzipSync(bytes, { ...options, finishFlush: constants.Z_SYNC_FLUSH }), whole: false };
  } catch {
    return 'damaged';
  }
}

/** RFC 1952: the original name follows the extra field, if the header has either. */
function gzipName(bytes: Buffer): RawPath {
  const flags = bytes[3] ?? 0;
  if ((flags & 8) === 0) return 'content';
  const at = 10 + (flags & 4 ? 2 + (bytes[10] ?? 0) + 256 * (bytes[11] ?? 0) : 0);
  const end = bytes.indexOf(0, at);
  return end <= at ? 'content' : bytes.toString('latin1', at, Math.min(end, at + longestName));
}

/** An offset that leads out of the archive ends the reading of it. */
function* guarded(entries: Iterable<ArchiveEntry | Refusal>): Generator<ArchiveEntry | Refusal> {
  try {
    yield* entries;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    yield 'damaged';
  }
}
