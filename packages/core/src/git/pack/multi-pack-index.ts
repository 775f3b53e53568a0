/**
 * multi-pack-index v1: read only where a pack's own .idx is gone. It yields, for one pack, the objects it lists there;
 * an object that stands in several packs is listed in one of them only, so such an index is not `complete`. Chains of
 * incremental multi-pack-indexes (multi-pack-index.d) are not read.
 * https://git-scm.com/docs/pack-format#_multi_pack_index_midx_files_have_the_following_format
 */
import { closeSync } from 'node:fs';
import { openRegular, readFully } from './file-bytes.ts';
import { type ObjectFormat, type OidTable, oidWidth, sharedBytes, sharedUint32 } from './oid-table.ts';
import { fileFault, type PackFault } from './pack-fault.ts';
import { badIndex, type IndexResult, indexByOffset } from './pack-index.ts';

export interface MultiPackIndex {
  readonly file: string;
  /** Names of the packs, without folder and extension. */
  readonly packs: readonly string[];
  readonly oids: OidTable;
  /** By position in `oids`: number of the pack, offset in it. */
  readonly packOf: Uint32Array;
  readonly offsets: Float64Array;
}

const MAGIC = 'MIDX';
const ROW = 12;

/** Null without a fault if there is no such file. */
export function readMultiPackIndex(
  file: string,
  format: ObjectFormat,
): { midx: MultiPackIndex | null; fault: PackFault | null } {
  let bytes: Buffer;
  try {
    const { fd, size } = openRegular(file);
    try {
      bytes = Buffer.allocUnsafeSlow(size);
      if (!readFully(fd, bytes, size, 0)) return { midx: null, fault: badIndex(file, 'cut short') };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { midx: null, fault: null };
    return { midx: null, fault: fileFault(file, error) };
  }
  const midx = parseMultiPackIndex(bytes, file, format);
  return typeof midx === 'string' ? { midx: null, fault: badIndex(file, midx) } : { midx, fault: null };
}

function parseMultiPackIndex(bytes: Buffer, file: string, format: ObjectFormat): MultiPackIndex | string {
  const width = oidWidth(format);
  if (bytes.length < ROW + width || bytes.toString('latin1', 0, 4) !== MAGIC) return 'not a multi-pack-index';
  if (bytes[4] !== 1) return `version ${bytes[4]}`;
  if (bytes[5] !== (format === 'sha1' ? 1 : 2)) return 'made for another hash';
  const packCount = bytes.readUInt32BE(8);
  const chunks = readChunks(bytes, bytes[6]!, bytes.length - width);
  if (chunks === null) return 'its table of contents is damaged';
  const names = chunks.get('PNAM');
  const fan = chunks.get('OIDF');
  const ids = chunks.get('OIDL');
  const rows = chunks.get('OOFF');
  const large = chunks.get('LOFF');
  if (names === undefined || fan === undefined || ids === undefined || rows === undefined)
    return 'a needed part is missing';

  const packs = names.toString('latin1').split('\0').slice(0, packCount);
  if (packs.length < packCount || packs.some((name) => !/^pack-[\w.-]+\.(idx|pack)$/.test(name)))
    return 'its pack names are damaged';
  if (fan.length < 1024) return 'its fan-out table is cut short';
  const fanout = sharedUint32(257);
  for (let b = 0; b < 256; b++) {
    fanout[b + 1] = fan.readUInt32BE(b * 4);
    if (fanout[b + 1]! < fanout[b]!) return 'its fan-out table is not in order';
  }
  const count = fanout[256]!;
  if (ids.length < count * width || rows.length < count * 8) return 'its tables are cut short';
  const oids = sharedBytes(count * width);
  oids.set(ids.subarray(0, count * width));
  const packOf = new Uint32Array(count);
  const offsets = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    packOf[i] = rows.readUInt32BE(i * 8);
    const word = rows.readUInt32BE(i * 8 + 4);
    offsets[i] = word;
    if (packOf[i]! >= packCount) return 'it names a pack that it does not list';
    if (word < 0x80000000 || large === undefined) continue;
    const row = (word - 0x80000000) * 8;
    if (row + 8 > large.length) return 'an offset points outside the table of large offsets';
    offsets[i] = large.readUInt32BE(row) * 2 ** 32 + large.readUInt32BE(row + 4);
  }
  return {
    file,
    packs: packs.map((name) => name.replace(/\.(idx|pack)$/, '')),
    oids: { width, count, oids, fanout },
    packOf,
    offsets,
  };
}

/** Chunk name → bytes; null if a chunk does not lie within the file. */
function readChunks(bytes: Buffer, count: number, end: number): Map<string, Buffer> | null {
  const chunks = new Map<string, Buffer>();
  const bodies = ROW + (count + 1) * ROW;
  if (bodies > end) return null;
  const offsetAt = (row: number): number => bytes.readUInt32BE(row + 4) * 2 ** 32 + bytes.readUInt32BE(row + 8);
  for (let i = 0; i < count; i++) {
    const row = ROW + i * ROW;
    const from = offsetAt(row);
    const to = offsetAt(row + ROW);
    if (from < bodies || to < from || to > end) return null;
    chunks.set(bytes.toString('latin1', row, row + 4), bytes.subarray(from, to));
  }
  return chunks;
}

/** The index of one pack as the multi-pack-index knows it. */
export function indexFromMultiPackIndex(midx: MultiPackIndex, pack: string, packSize: number): IndexResult {
  const number = midx.packs.indexOf(pack);
  if (number < 0) return { index: null, faults: [badIndex(midx.file, `${pack} is not listed`)] };
  const { width } = midx.oids;
  const rows: number[] = [];
  for (let i = 0; i < midx.oids.count; i++) if (midx.packOf[i] === number) rows.push(i);
  const oids = sharedBytes(rows.length * width);
  const fanout = sharedUint32(257);
  const offsets = new Float64Array(rows.length);
  for (const [to, from] of rows.entries()) {
    oids.set(midx.oids.oids.subarray(from * width, (from + 1) * width), to * width);
    fanout[oids[to * width]! + 1]!++;
    offsets[to] = midx.offsets[from]!;
  }
  for (let b = 0; b < 256; b++) fanout[b + 1]! += fanout[b]!;
  const table: OidTable = { width, count: rows.length, oids, fanout };
  return {
    index: indexByOffset(table, offsets, null, packSize - width, {
      file: midx.file,
      packChecksum: null,
      complete: false,
    }),
    faults: [],
  };
}
