/**
 * A split index: a large shared file, and a small one that says which of its entries are gone, which are replaced, and what
 * is new. Reads either kind of index.
 * https://git-scm.com/docs/index-format (split index), https://git-scm.com/docs/bitmap-format (EWAH)
 */
import { dirname, join } from 'node:path';
import type { RawPath } from '../path.ts';
import { type CachedTree, findPath, type IndexEntries, type IndexEntry, IndexFile, lowerBound } from './index-file.ts';
import { NotQuick } from './not-quick.ts';

/** Null where there is no index yet. Throws NotQuick. */
export function readIndex(file: string): IndexEntries | null {
  try {
    const own = new IndexFile(file);
    if (own.link === null) return own;
    const oid = own.link.toString('hex', 0, 20);
    if (/^0+$/.test(oid)) return own;
    return new SplitIndex(new IndexFile(join(dirname(file), `sharedindex.${oid}`)), own, own.link);
  } catch (error) {
    if (error instanceof RangeError) throw new NotQuick('damaged index');
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && path === file) return null;
    if (code !== undefined) throw new NotQuick(code);
    throw error;
  }
}

class SplitIndex implements IndexEntries {
  readonly count: number;
  readonly tree: CachedTree | null;
  readonly #shared: IndexFile;
  readonly #own: IndexFile;
  /** Entry → where its path stands in the shared file, -1: in the own one. */
  readonly #sharedAt: Int32Array;
  /** Entry → where its data stand in the own file, -1: in the shared one. */
  readonly #ownAt: Int32Array;

  constructor(shared: IndexFile, own: IndexFile, link: Buffer) {
    const [gone, replaced] = bitmaps(link.subarray(20), shared.count);
    // Entries that replace others come first, in the order of those; they have no names.
    let replacement = 0;
    while (replacement < own.count && own.path(replacement) === '') replacement++;
    const fresh = own.count - replacement;
    const places = Array.from({ length: fresh }, (_, i) => lowerBound(shared, own.path(replacement + i)));
    const sharedAt = new Int32Array(shared.count + fresh);
    const ownAt = new Int32Array(shared.count + fresh);
    let count = 0;
    let next = 0;
    let used = 0;
    for (let at = 0; at <= shared.count; at++) {
      for (; next < fresh && places[next] === at; next++, count++) {
        sharedAt[count] = -1;
        ownAt[count] = replacement + next;
      }
      if (at === shared.count || has(gone, at)) continue;
      sharedAt[count] = at;
      ownAt[count] = has(replaced, at) ? used++ : -1;
      count++;
    }
    if (used !== replacement || next !== fresh) throw new NotQuick('a split index that does not add up');
    this.count = count;
    this.tree = own.tree;
    this.#shared = shared;
    this.#own = own;
    this.#sharedAt = sharedAt;
    this.#ownAt = ownAt;
  }

  entry(index: number): IndexEntry {
    const own = this.#ownAt[index]!;
    return own < 0 ? this.#shared.entry(this.#sharedAt[index]!) : this.#own.entry(own);
  }

  path(index: number): RawPath {
    const shared = this.#sharedAt[index]!;
    return shared < 0 ? this.#own.path(this.#ownAt[index]!) : this.#shared.path(shared);
  }

  find(path: RawPath): number {
    return findPath(this, path);
  }

  close(): void {
    this.#own.close();
    this.#shared.close();
  }
}

const has = (bits: Uint8Array, at: number): boolean => (bits[at >>> 3]! & (1 << (at & 7))) !== 0;

/** The two bitmaps of the extension, a bit an entry of the shared file. */
function bitmaps(bytes: Buffer, count: number): [Uint8Array, Uint8Array] {
  const [gone, length] = bitmap(bytes, count);
  return [gone, bitmap(bytes.subarray(length), count)[0]];
}

/** EWAH: words of 64 bits; each marker says how many equal words follow, and after them how many as they are. */
function bitmap(bytes: Buffer, count: number): [Uint8Array, number] {
  const bits = new Uint8Array((count + 7 + 64) >>> 3);
  const words = bytes.readUInt32BE(4);
  let out = 0;
  for (let word = 0; word < words; ) {
    const at = 8 + 8 * word++;
    // The marker's lowest bit: which word repeats; 32 bits: how often; 31 bits: literal words.
    const [high, low] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
    const repeated = ((high & 1) * 0x80000000 + (low >>> 1)) * 8;
    if (low & 1) bits.fill(0xff, out, out + repeated);
    out += repeated;
    for (let literal = high >>> 1; literal > 0; literal--, word++) {
      for (let byte = 0; byte < 8; byte++) bits[out++] = bytes.readUInt8(8 + 8 * word + 7 - byte);
    }
  }
  return [bits, 8 + 8 * words + 4];
}
