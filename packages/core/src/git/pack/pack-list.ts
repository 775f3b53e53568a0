/** Finds and opens the packs of objects folders: descriptor, index, and the two checked against each other. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { openRegular, readFully, type SharedFile } from './file-bytes.ts';
import { indexFromMultiPackIndex, type MultiPackIndex, readMultiPackIndex } from './multi-pack-index.ts';
import { type ObjectFormat, oidWidth, sharedBytes } from './oid-table.ts';
import { fileFault, type PackFault } from './pack-fault.ts';
import { readPackIndex } from './pack-index.ts';
import type { SharedPack } from './pack-reader.ts';

export interface PackListing {
  /** Newly opened, in order of their paths, with their own faults. */
  packs: SharedPack[];
  /** Of packs that could not be opened, and of the folder. */
  faults: PackFault[];
  /** Something came or went between listing and opening: list again. */
  vanished: boolean;
}

export interface PackListOptions {
  readonly format: ObjectFormat;
  /** Bytes of packs that may still be read into memory whole and closed (many packs, few descriptors); counted down. */
  wholeBudget: number;
}

const PACK_HEADER = 12;

/** Opens the packs of `folder` that `known` (paths) does not hold. */
export function listPacks(folder: string, known: ReadonlySet<string>, options: PackListOptions): PackListing {
  const listing: PackListing = { packs: [], faults: [], vanished: false };
  const dir = join(folder, 'pack');
  let names: string[];
  try {
    names = fs.readdirSync(dir).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') listing.faults.push(fileFault(dir, error));
    return listing;
  }
  const indexed = new Set(names.filter((name) => name.endsWith('.idx')).map((name) => name.slice(0, -4)));
  const packed = names.filter((name) => name.endsWith('.pack')).map((name) => name.slice(0, -5));
  const stems = new Set([...indexed, ...packed.filter((stem) => stem.startsWith('pack-'))]);
  let midx: MultiPackIndex | null = null;
  if (names.includes('multi-pack-index') && [...stems].some((stem) => !indexed.has(stem))) {
    const read = readMultiPackIndex(join(dir, 'multi-pack-index'), options.format);
    midx = read.midx;
    if (read.fault !== null) listing.faults.push(read.fault);
  }
  for (const stem of [...stems].sort()) {
    const path = join(dir, `${stem}.pack`);
    if (!known.has(path)) openPack(path, indexed.has(stem) ? null : { midx, stem }, options, listing);
  }
  return listing;
}

function openPack(
  path: string,
  unindexed: { midx: MultiPackIndex | null; stem: string } | null,
  options: PackListOptions,
  into: PackListing,
): void {
  let opened: { fd: number; size: number };
  try {
    opened = openRegular(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') into.vanished = true;
    into.faults.push(fileFault(path, error));
    return;
  }
  const { fd, size } = opened;
  const indexFile = `${path.slice(0, -5)}.idx`;
  const read =
    unindexed === null
      ? readPackIndex(indexFile, options.format, size)
      : unindexed.midx?.packs.includes(unindexed.stem)
        ? indexFromMultiPackIndex(unindexed.midx, unindexed.stem, size)
        : { index: null, faults: [fileFault(path, 'a pack without an index', 'unindexed')] };
  if (read.index === null) {
    fs.closeSync(fd);
    into.faults.push(...read.faults);
    // Between .pack and .idx of a fetch that ends, or of a gc that removes: a moment later both are there, or neither.
    if (read.faults[0]?.code === 'unindexed' || read.faults[0]?.reason === 'ENOENT') into.vanished = true;
    return;
  }
  const { index } = read;
  const wrong = checkPack(fd, size, index.count, index.complete, index.packChecksum, oidWidth(options.format));
  const faults = wrong === null ? read.faults : [...read.faults, { ...wrong, file: path }];
  into.packs.push({ file: keep(path, fd, size, options), index, faults });
}

/** The pack's header and trailer against its index. The objects are tried all the same. */
function checkPack(
  fd: number,
  size: number,
  count: number,
  complete: boolean,
  checksum: Uint8Array | null,
  width: number,
): Omit<PackFault, 'file'> | null {
  const head = Buffer.alloc(PACK_HEADER);
  const whole = { offset: null, oid: null };
  if (size < PACK_HEADER + width || !readFully(fd, head, PACK_HEADER, 0)) {
    return { code: 'truncated', reason: 'the pack is cut short', ...whole };
  }
  const version = head.readUInt32BE(4);
  if (head.toString('latin1', 0, 4) !== 'PACK' || (version !== 2 && version !== 3)) {
    return { code: 'bad-pack', reason: 'the file does not begin as a pack of version 2 does', ...whole };
  }
  if (complete && head.readUInt32BE(8) !== count) {
    return { code: 'pack-mismatch', reason: 'pack and index count different numbers of objects', ...whole };
  }
  const trailer = Buffer.alloc(width);
  if (!readFully(fd, trailer, width, size - width))
    return { code: 'unreadable', reason: 'its end cannot be read', ...whole };
  if (checksum !== null && trailer.compare(checksum) !== 0) {
    return {
      code: 'pack-mismatch',
      reason: 'the index belongs to a pack with another checksum (damaged or cut short)',
      ...whole,
    };
  }
  return null;
}

function keep(path: string, fd: number, size: number, options: PackListOptions): SharedFile {
  if (size <= options.wholeBudget) {
    const whole = sharedBytes(size);
    if (readFully(fd, whole, size, 0)) {
      options.wholeBudget -= size;
      fs.closeSync(fd);
      return { path, fd: -1, size, whole };
    }
  }
  return { path, fd, size, whole: null };
}
