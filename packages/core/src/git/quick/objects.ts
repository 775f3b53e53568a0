/**
 * A few objects by their ids, loose or packed, read with as few system calls as may be: a commit, the trees of changed
 * folders, a file's version before. Asking the object store (pack/) would read whole pack indexes first. Anything odd is left
 * to git.
 */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import { applyDelta, type DeltaSizes, readDeltaSizes } from '../pack/delta.ts';
import { createEntryHeader, HEADER_BYTES, OFS_DELTA, parseEntryHeader, REF_DELTA } from '../pack/entry-header.ts';
import { NotQuick } from './not-quick.ts';

/** Larger ones are git's, and streamed. */
const largestObject = 32 << 20;
const width = 20;
const fanoutAt = 8;
const oidsAt = fanoutAt + 256 * 4;
const longestChain = 200;
/** As git's own limit (object-file.c). */
const deepestAlternate = 5;
const types = ['', 'commit', 'tree', 'blob', 'tag'];

interface Pack {
  readonly path: string;
  readonly index: number;
  readonly fanout: Buffer;
  readonly count: number;
  pack: number;
  size: number;
}

export interface QuickObject {
  readonly type: string;
  readonly bytes: Buffer;
}

export class QuickObjects {
  readonly #folders: readonly string[];
  #packs: Pack[] | null = null;

  /** `folder`: the objects folder of the repository. */
  constructor(folder: string) {
    this.#folders = withAlternates(folder, 0);
  }

  /** Throws NotQuick where it is not here, too large or damaged. */
  read(oid: string): QuickObject {
    for (const folder of this.#folders) {
      const loose = readLoose(folder, oid);
      if (loose !== null) return loose;
    }
    for (const pack of this.#opened()) {
      const offset = this.#find(pack, oid);
      if (offset >= 0) {
        const { kind, bytes } = this.#packed(pack, offset, 0);
        return { type: types[kind] ?? '', bytes };
      }
    }
    throw new NotQuick('an object that is neither loose nor packed here');
  }

  blob(oid: string): Buffer {
    const { type, bytes } = this.read(oid);
    if (type !== 'blob') throw new NotQuick(`${type} instead of a blob`);
    return bytes;
  }

  #opened(): Pack[] {
    if (this.#packs !== null) return this.#packs;
    this.#packs = [];
    for (const folder of this.#folders) this.#packs.push(...openPacks(join(folder, 'pack')));
    return this.#packs;
  }

  /** Offset in the pack; -1: not there. */
  #find({ index, fanout, count }: Pack, oid: string): number {
    const wanted = Buffer.from(oid, 'hex');
    const first = wanted[0]!;
    let low = first === 0 ? 0 : fanout.readUInt32BE(fanoutAt + (first - 1) * 4);
    let high = fanout.readUInt32BE(fanoutAt + first * 4);
    const bytes = Buffer.allocUnsafe(64 * width);
    while (high - low > 64) {
      const middle = (low + high) >>> 1;
      readExact(index, bytes, width, oidsAt + middle * width);
      if (bytes.compare(wanted, 0, width, 0, width) < 0) low = middle + 1;
      else high = middle + 1;
    }
    readExact(index, bytes, (high - low) * width, oidsAt + low * width);
    for (let i = 0; i < high - low; i++) {
      if (bytes.compare(wanted, 0, width, i * width, (i + 1) * width) !== 0) continue;
      const offsetsAt = oidsAt + count * (width + 4);
      readExact(index, bytes, 4, offsetsAt + (low + i) * 4);
      const offset = bytes.readUInt32BE(0);
      if (offset < 0x80000000) return offset;
      readExact(index, bytes, 8, offsetsAt + count * 4 + (offset - 0x80000000) * 8);
      return Number(bytes.readBigUInt64BE(0));
    }
    return -1;
  }

  #packed(pack: Pack, offset: number, depth: number): { kind: number; bytes: Buffer } {
    if (depth > longestChain) throw new NotQuick('a long delta chain');
    if (pack.pack < 0) {
      pack.pack = openSync(`${pack.path}.pack`, 'r');
      pack.size = fstatSync(pack.pack).size;
    }
    // One read serves header and content of most entries.
    const first = Buffer.allocUnsafe(4096);
    const got = readSync(pack.pack, first, 0, Math.min(first.length, pack.size - offset), offset);
    const header = createEntryHeader();
    const wrong = parseEntryHeader(first, 0, Math.min(got, HEADER_BYTES), width, header);
    if (wrong !== null || header.size > largestObject) throw new NotQuick('a pack entry');
    const { kind, length, size } = header;
    const data = this.#inflated(pack, offset + length, first.subarray(length, got), size);
    if (kind !== OFS_DELTA && kind !== REF_DELTA) return { kind, bytes: data };
    const at =
      kind === OFS_DELTA
        ? offset - header.distance
        : this.#find(pack, first.toString('hex', header.baseOid, header.baseOid + width));
    if (at < 0) throw new NotQuick('a base outside its pack');
    const base = this.#packed(pack, at, depth + 1);
    return { kind: base.kind, bytes: applied(base.bytes, data) };
  }

  #inflated(pack: Pack, at: number, first: Buffer, size: number): Buffer {
    // zlib's own bound for what does not compress (deflateBound).
    const most = Math.min(pack.size - at, size + (size >>> 9) + 64);
    let input = first;
    if (first.length < most) {
      input = Buffer.allocUnsafe(most);
      readExact(pack.pack, input, most, at);
    }
    const data = inflated(input, size);
    if (data.length !== size) throw new NotQuick('a damaged pack');
    return data;
  }

  close(): void {
    for (const { index, pack } of this.#packs ?? []) {
      closeSync(index);
      if (pack >= 0) closeSync(pack);
    }
    this.#packs = null;
  }
}

function readLoose(folder: string, oid: string): QuickObject | null {
  let packed: Buffer;
  const file = join(folder, oid.slice(0, 2), oid.slice(2));
  try {
    // Most objects are packed, and an error costs node ten times what this question does.
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return null;
    packed = readFileSync(file);
  } catch {
    throw new NotQuick('an unreadable object');
  }
  const whole = inflated(packed);
  const header = /^(commit|tree|blob|tag) (0|[1-9]\d{0,15})\0/.exec(whole.toString('latin1', 0, 32));
  const head = header?.[0].length ?? 0;
  if (header === null || whole.length - head !== Number(header[2])) throw new NotQuick('a damaged object');
  return { type: header[1]!, bytes: whole.subarray(head) };
}

function openPacks(folder: string): Pack[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const packs: Pack[] = [];
  for (const name of names) {
    if (!name.endsWith('.idx')) continue;
    const path = join(folder, name.slice(0, -4));
    const index = openSync(`${path}.idx`, 'r');
    const fanout = Buffer.allocUnsafe(oidsAt);
    // Version 1 has no magic number and another layout.
    if (readSync(index, fanout, 0, oidsAt, 0) < oidsAt || fanout.readUInt32BE(0) !== 0xff744f63) {
      throw new NotQuick('pack index');
    }
    packs.push({ path, index, fanout, count: fanout.readUInt32BE(oidsAt - 4), pack: -1, size: 0 });
  }
  return packs;
}

/** The objects folder and those that it borrows from, as git follows them. */
function withAlternates(folder: string, depth: number): string[] {
  const file = join(folder, 'info', 'alternates');
  if (!existsSync(file)) return [folder];
  const text = readFileSync(file, 'utf8');
  const named = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (depth === deepestAlternate || named.some((line) => line.startsWith('"'))) throw new NotQuick('alternates');
  return [folder, ...named.flatMap((line) => withAlternates(resolve(folder, line), depth + 1))];
}

/** What follows the stream in `packed` is left alone. The store's inflater is faster by the object and dearer to set up. */
function inflated(packed: Buffer, size: number = packed.length * 4): Buffer {
  try {
    const chunkSize = Math.min(Math.max(size + 64, 256), largestObject);
    return inflateSync(packed, { maxOutputLength: largestObject, chunkSize });
  } catch {
    throw new NotQuick('a damaged or large object');
  }
}

function applied(base: Buffer, delta: Buffer): Buffer {
  const sizes: DeltaSizes = { base: 0, result: 0, length: 0 };
  if (readDeltaSizes(delta, 0, delta.length, sizes) !== null || sizes.result > largestObject)
    throw new NotQuick('delta');
  const memory = Buffer.allocUnsafeSlow(base.length + delta.length + sizes.result);
  base.copy(memory, 0);
  delta.copy(memory, base.length);
  const out = base.length + delta.length;
  const places = { base: 0, baseLength: base.length, delta: base.length, deltaLength: delta.length, out };
  if (applyDelta(memory, places, sizes, null) !== null) throw new NotQuick('a damaged delta');
  return memory.subarray(out);
}

function readExact(file: number, into: Buffer, length: number, at: number): void {
  if (readSync(file, into, 0, length, at) !== length) throw new NotQuick('a file that is cut short');
}
