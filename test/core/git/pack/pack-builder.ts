/** Writes packs and indexes byte by byte, so that well-formed files can tell lies that git would never write. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { write } from './git-repository.ts';

export interface BuiltEntry {
  readonly oid: string;
  /** Type 1–4, or 6 and 7 for deltas. */
  readonly kind: number;
  /** What is compressed. */
  readonly data: Uint8Array;
  /** Declared size, where it is not that of `data`. */
  readonly size?: number;
  /** Kind 6: how far back the base is said to be, or the number of the entry that it is. */
  readonly distance?: number;
  readonly baseEntry?: number;
  /** Kind 7. */
  readonly baseOid?: string;
  /** Packed bytes, in the place of compressed `data`. */
  readonly packed?: Uint8Array;
}

export function oidOf(name: string): string {
  return createHash('sha1').update(name).digest('hex');
}

export function varint(size: number): number[] {
  const bytes: number[] = [];
  let rest = size;
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

/** A delta from operations: numbers and bytes as they stand in the format. */
export function delta(base: number, result: number, ...ops: number[]): Buffer {
  return Buffer.from([...varint(base), ...varint(result), ...ops]);
}

/** The operation that copies; all seven bytes are written. */
export function copy(offset: number, size: number): number[] {
  const byte = (value: number, at: number): number => Math.floor(value / 256 ** at) % 256;
  return [0xff, ...[0, 1, 2, 3].map((at) => byte(offset, at)), ...[0, 1, 2].map((at) => byte(size, at))];
}

function header(kind: number, size: number): number[] {
  const rest = Math.floor(size / 16);
  return rest === 0 ? [(kind << 4) | size] : [0x80 | (kind << 4) | (size % 16), ...varint(rest)];
}

function distanceBytes(distance: number): number[] {
  const bytes = [distance % 128];
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift(128 | (--rest % 128));
  return bytes;
}

/** Pack and index, all checksums right. */
export function buildPack(entries: readonly BuiltEntry[]): { pack: Buffer; idx: Buffer } {
  const parts: Buffer[] = [Buffer.concat([Buffer.from('PACK'), words(2, entries.length)])];
  const rows: { oid: string; offset: number; crc: number }[] = [];
  let offset = 12;
  for (const entry of entries) {
    const head = header(entry.kind, entry.size ?? entry.data.length);
    if (entry.kind === 6) head.push(...distanceBytes(entry.distance ?? offset - rows[entry.baseEntry!]!.offset));
    if (entry.kind === 7) head.push(...Buffer.from(entry.baseOid!, 'hex'));
    const bytes = Buffer.concat([Buffer.from(head), entry.packed ?? deflateSync(entry.data)]);
    rows.push({ oid: entry.oid, offset, crc: crc32(bytes) });
    parts.push(bytes);
    offset += bytes.length;
  }
  const body = Buffer.concat(parts);
  const pack = Buffer.concat([body, sha1(body)]);
  return { pack, idx: buildIndex(rows, pack.subarray(-20)) };
}

function buildIndex(rows: readonly { oid: string; offset: number; crc: number }[], checksum: Buffer): Buffer {
  const sorted = [...rows].sort((a, b) => (a.oid < b.oid ? -1 : 1));
  const fanout = Array.from(
    { length: 256 },
    (_, b) => sorted.filter((row) => Number.parseInt(row.oid.slice(0, 2), 16) <= b).length,
  );
  const body = Buffer.concat([
    words(0xff744f63, 2, ...fanout),
    Buffer.from(sorted.map((row) => row.oid).join(''), 'hex'),
    words(...sorted.map((row) => row.crc), ...sorted.map((row) => row.offset)),
    checksum,
  ]);
  return Buffer.concat([body, sha1(body)]);
}

export function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, i * 4);
  return bytes;
}

export function sha1(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest();
}

/** Writes them as pack number `number` of an objects folder. */
export function writePack(objects: string, built: { pack: Uint8Array; idx: Uint8Array }, number = 0): void {
  const stem = join(objects, 'pack', `pack-${oidOf(String(number))}`);
  mkdirSync(join(objects, 'pack'), { recursive: true });
  write(`${stem}.pack`, built.pack);
  write(`${stem}.idx`, built.idx);
}
