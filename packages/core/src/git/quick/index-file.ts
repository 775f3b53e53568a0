/**
 * git's index, versions 2 to 4, and its cached trees: which folder is the same as a tree that git knows already. Entries are
 * decoded one by one on request. Of a split index both files are read (split-index.ts says what comes from which).
 * https://git-scm.com/docs/index-format
 */
import type { RawPath } from '../path.ts';
import { FileWindow } from './file-window.ts';
import { NotQuick } from './not-quick.ts';

/** A folder of the index as git last wrote it as a tree. */
export interface CachedTree {
  /** Entries below it; -1: changed since. */
  readonly entries: number;
  readonly oid: string | null;
  readonly folders: () => ReadonlyMap<string, CachedTree>;
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
  close(): void;
}

/** 40 bytes of file data, the object id, 16 bits of flags. */
const oidAt = 40;
const flagsAt = 60;
const nameAt = 62;
const extended = 0x4000;
const nameMask = 0xfff;
const trailer = 20;
/** One entry, and more at a time: for the pass over all, and for the few that are asked for. */
const entryRoom = 8192;
const passRoom = 1 << 19;
const lookRoom = 1 << 14;

export class IndexFile implements IndexEntries {
  readonly count: number;
  tree: CachedTree | null = null;
  /** The content of the extension of that name: this file is the changing half of a split index. */
  link: Buffer | null = null;
  readonly #file: FileWindow;
  readonly #starts: Uint32Array;
  /** Version 4 cuts names down to what differs from the entry before. */
  readonly #names: RawPath[] | null;

  /** Throws the system's error where there is no such file, NotQuick or RangeError where it is no index. */
  constructor(file: string) {
    this.#file = new FileWindow(file);
    try {
      const { bytes, size } = this.#file;
      const version = bytes.readUInt32BE(4);
      if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) throw new NotQuick('index version');
      this.count = bytes.readUInt32BE(8);
      if (this.count * nameAt > size) throw new NotQuick('damaged index');
      this.#starts = new Uint32Array(this.count);
      this.#names = version === 4 ? [] : null;
      const end = version === 4 ? this.#passCompressed() : this.#pass();
      this.#extensions(end);
    } catch (error) {
      this.#file.close();
      throw error;
    }
  }

  close(): void {
    this.#file.close();
  }

  entry(index: number): IndexEntry {
    const at = this.#file.hold(this.#starts[index]!, entryRoom, lookRoom);
    const { bytes } = this.#file;
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
    const at = this.#file.hold(this.#starts[index]!, entryRoom, lookRoom);
    const { bytes } = this.#file;
    const flags = bytes.readUInt16BE(at + flagsAt);
    const from = at + nameAt + (flags & extended ? 2 : 0);
    const length = flags & nameMask;
    return bytes.toString('latin1', from, length < nameMask ? from + length : nameEnd(bytes, from));
  }

  find(path: RawPath): number {
    return findPath(this, path);
  }

  /** Fills the starts; returns where the entries end. */
  #pass(): number {
    const file = this.#file;
    const starts = this.#starts;
    const { count } = this;
    let start = 12;
    for (let i = 0; i < count; ) {
      const first = file.hold(start, entryRoom, passRoom);
      const { bytes } = file;
      const last = bytes.length - entryRoom;
      let at = first;
      // What the window holds; the file's end makes it a small one.
      do {
        starts[i++] = start + at - first;
        const high = bytes[at + flagsAt]!;
        let length = ((high & 0xf) << 8) | bytes[at + flagsAt + 1]!;
        const head = high & 0x40 ? nameAt + 2 : nameAt;
        if (length === nameMask) length = nameEnd(bytes, at + head) - at - head;
        // Padded with NULs, one at least, to a multiple of eight.
        at += (head + length + 8) & ~7;
      } while (i < count && at <= last);
      start += at - first;
    }
    if (start > file.size - trailer) throw new NotQuick('damaged index');
    return start;
  }

  #passCompressed(): number {
    const file = this.#file;
    let start = 12;
    let before = '';
    for (let i = 0; i < this.count; i++) {
      this.#starts[i] = start;
      const first = file.hold(start, entryRoom, passRoom);
      const { bytes } = file;
      let at = first + (bytes.readUInt16BE(first + flagsAt) & extended ? nameAt + 2 : nameAt);
      let byte = bytes.readUInt8(at++);
      let cut = byte & 0x7f;
      while (byte & 0x80) {
        byte = bytes.readUInt8(at++);
        cut = (cut + 1) * 128 + (byte & 0x7f);
      }
      const end = nameEnd(bytes, at);
      if (cut > before.length) throw new NotQuick('damaged index');
      before = before.slice(0, before.length - cut) + bytes.toString('latin1', at, end);
      this.#names!.push(before);
      start += end + 1 - first;
    }
    return start;
  }

  /** An extension that must be understood and is not ends the quick way. */
  #extensions(from: number): void {
    const file = this.#file;
    for (let next = from; next + 8 <= file.size - trailer; ) {
      const at = file.hold(next, 8, lookRoom);
      const name = file.bytes.toString('latin1', at, at + 4);
      const [start, end] = [next + 8, next + 8 + file.bytes.readUInt32BE(at + 4)];
      if (end > file.size - trailer) throw new NotQuick('damaged index');
      if (name === 'TREE' && end > start) this.tree = parseTree(file.copy(start, end));
      else if (name === 'link') this.link = file.copy(start, end);
      // `sdir`: folders outside a sparse checkout stand as one entry. Upper case: may be passed over.
      else if (name !== 'sdir' && !/^[A-Z]/.test(name)) throw new NotQuick(`index extension ${name}`);
      next = end;
    }
  }
}

/** Where the name that begins at `from` ends. */
function nameEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(0, from);
  if (end < 0) throw new NotQuick('a path of many thousand bytes');
  return end;
}

/** The extension's text: `name NUL entries SPACE folders LF [oid]`, then its folders likewise. Folders are made when asked. */
function parseTree(bytes: Buffer): CachedTree {
  let at = 0;
  const number = (stop: number): number => {
    const negative = bytes[at] === 45;
    if (negative) at++;
    let value = 0;
    for (; bytes[at] !== stop; at++) {
      const digit = bytes.readUInt8(at) - 48;
      if (digit < 0 || digit > 9) throw new NotQuick('damaged index');
      value = value * 10 + digit;
    }
    at++;
    return negative ? -value : value;
  };
  const pass = (): void => {
    at = bytes.indexOf(0, at) + 1;
    const entries = number(32);
    const folders = number(10);
    if (entries >= 0) at += 20;
    for (let i = 0; i < folders; i++) pass();
  };
  const node = (start: number): [string, CachedTree] => {
    at = bytes.indexOf(0, start) + 1;
    const name = bytes.toString('latin1', start, at - 1);
    const entries = number(32);
    const count = number(10);
    const oid = entries < 0 ? null : bytes.toString('hex', at, at + 20);
    const first = oid === null ? at : at + 20;
    const folders = (): ReadonlyMap<string, CachedTree> => {
      const found = new Map<string, CachedTree>();
      let place = first;
      for (let i = 0; i < count; i++) {
        found.set(...node(place));
        at = place;
        pass();
        place = at;
      }
      return found;
    };
    return [name, { entries, oid, folders }];
  };
  return node(0)[1];
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
