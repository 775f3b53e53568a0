/**
 * git's index, versions 2 to 4, and its cached trees: which folder is the same as a tree that git knows already. Entries are
 * decoded one by one on request. Of a split index both files are read (split-index.ts says what comes from which).
 * https://git-scm.com/docs/index-format
 */
import type { RawPath } from '../path.ts';
import { NotQuick } from './not-quick.ts';

/** A folder of the index as git last wrote it as a tree. */
export interface CachedTree {
  /** Entries below it; -1: changed since. */
  readonly entries: number;
  readonly oid: string | null;
  readonly folders: ReadonlyMap<string, CachedTree>;
}

export interface IndexEntry {
  readonly mode: number;
  readonly oid: string;
  readonly stage: number;
  /** `git add -N`: the path is announced, its content is not part of a commit. */
  readonly announced: boolean;
}

/** What `changedFiles` asks of an index. */
export interface IndexEntries {
  readonly count: number;
  readonly tree: CachedTree | null;
  entry(index: number): IndexEntry;
  path(index: number): RawPath;
  /** The entry of a path; -1: there is none. */
  find(path: RawPath): number;
}

/** 40 bytes of file data, the object id, 16 bits of flags. */
const oidAt = 40;
const flagsAt = 60;
const nameAt = 62;
const extended = 0x4000;
const nameMask = 0xfff;
const trailer = 20;

export class IndexFile implements IndexEntries {
  readonly count: number;
  tree: CachedTree | null = null;
  /** The content of the extension of that name: this file is the changing half of a split index. */
  link: Buffer | null = null;
  readonly #bytes: Buffer;
  readonly #starts: Uint32Array;
  /** Version 4 cuts names down to what differs from the entry before. */
  readonly #names: RawPath[] | null;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    const version = bytes.readUInt32BE(4);
    if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) throw new NotQuick('index version');
    this.count = bytes.readUInt32BE(8);
    if (this.count * nameAt > bytes.length) throw new NotQuick('damaged index');
    this.#starts = new Uint32Array(this.count);
    this.#names = version === 4 ? [] : null;
    const end = version === 4 ? this.#passCompressed() : this.#pass();
    this.#extensions(end);
  }

  entry(index: number): IndexEntry {
    const bytes = this.#bytes;
    const at = this.#starts[index]!;
    const flags = bytes.readUInt16BE(at + flagsAt);
    return {
      mode: bytes.readUInt32BE(at + 24),
      oid: bytes.toString('hex', at + oidAt, at + flagsAt),
      stage: (flags >> 12) & 3,
      announced: (flags & extended) !== 0 && (bytes.readUInt16BE(at + nameAt) & 0x2000) !== 0,
    };
  }

  path(index: number): RawPath {
    if (this.#names !== null) return this.#names[index]!;
    const at = this.#starts[index]!;
    const flags = this.#bytes.readUInt16BE(at + flagsAt);
    const from = at + nameAt + (flags & extended ? 2 : 0);
    const length = flags & nameMask;
    return this.#bytes.toString('latin1', from, length < nameMask ? from + length : this.#bytes.indexOf(0, from));
  }

  find(path: RawPath): number {
    return findPath(this, path);
  }

  /** Fills the starts; returns where the entries end. */
  #pass(): number {
    const bytes = this.#bytes;
    const starts = this.#starts;
    const { count } = this;
    let at = 12;
    for (let i = 0; i < count; i++) {
      starts[i] = at;
      const high = bytes[at + flagsAt]!;
      let length = ((high & 0xf) << 8) | bytes[at + flagsAt + 1]!;
      const head = high & 0x40 ? nameAt + 2 : nameAt;
      if (length === nameMask) length = bytes.indexOf(0, at + head) - at - head;
      // Padded with NULs, one at least, to a multiple of eight.
      at += (head + length + 8) & ~7;
    }
    if (at > bytes.length - trailer) throw new NotQuick('damaged index');
    return at;
  }

  #passCompressed(): number {
    const bytes = this.#bytes;
    let at = 12;
    let before = '';
    for (let i = 0; i < this.count; i++) {
      this.#starts[i] = at;
      at += bytes.readUInt16BE(at + flagsAt) & extended ? nameAt + 2 : nameAt;
      let byte = bytes.readUInt8(at++);
      let cut = byte & 0x7f;
      while (byte & 0x80) {
        byte = bytes.readUInt8(at++);
        cut = (cut + 1) * 128 + (byte & 0x7f);
      }
      const end = bytes.indexOf(0, at);
      if (end < 0 || cut > before.length) throw new NotQuick('damaged index');
      before = before.slice(0, before.length - cut) + bytes.toString('latin1', at, end);
      this.#names!.push(before);
      at = end + 1;
    }
    return at;
  }

  /** An extension that must be understood and is not ends the quick way. */
  #extensions(from: number): void {
    const bytes = this.#bytes;
    for (let at = from; at + 8 <= bytes.length - trailer; ) {
      const name = bytes.toString('latin1', at, at + 4);
      const [start, end] = [at + 8, at + 8 + bytes.readUInt32BE(at + 4)];
      if (name === 'TREE' && end > start) this.tree = parseTree(bytes, start, end);
      else if (name === 'link') this.link = bytes.subarray(start, end);
      // `sdir`: folders outside a sparse checkout stand as one entry. Upper case: may be passed over.
      else if (name !== 'sdir' && !/^[A-Z]/.test(name)) throw new NotQuick(`index extension ${name}`);
      at = end;
    }
  }
}

function parseTree(bytes: Buffer, from: number, end: number): CachedTree {
  let at = from;
  const number = (stop: number): number => {
    const to = bytes.indexOf(stop, at);
    if (to < 0 || to >= end) throw new NotQuick('damaged index');
    const value = Number(bytes.toString('latin1', at, to));
    at = to + 1;
    return value;
  };
  const node = (): [string, CachedTree] => {
    const nul = bytes.indexOf(0, at);
    const name = bytes.toString('latin1', at, nul);
    at = nul + 1;
    const entries = number(32);
    const children = number(10);
    const oid = entries < 0 ? null : bytes.toString('hex', at, at + 20);
    if (oid !== null) at += 20;
    const folders = new Map<string, CachedTree>();
    for (let i = 0; i < children; i++) folders.set(...node());
    return [name, { entries, oid, folders }];
  };
  return node()[1];
}

/** Entries sorted by path. */
interface Sorted {
  readonly count: number;
  path(index: number): RawPath;
}

/** The first entry that does not stand before `path`. */
export function lowerBound(entries: Sorted, path: RawPath): number {
  let low = 0;
  let high = entries.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries.path(middle) < path) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a path stands among entries sorted by path, or -1. */
export function findPath(entries: Sorted, path: RawPath): number {
  const at = lowerBound(entries, path);
  return at < entries.count && entries.path(at) === path ? at : -1;
}
