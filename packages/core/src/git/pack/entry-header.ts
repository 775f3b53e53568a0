/** The few bytes before an entry's compressed data. https://git-scm.com/docs/pack-format#_pack_pack_files_have_the_following_format */

export const COMMIT = 1;
export const TREE = 2;
export const BLOB = 3;
export const TAG = 4;
export const OFS_DELTA = 6;
export const REF_DELTA = 7;

/** 10 bytes of type and size, 10 of a base offset or 32 of a base id, rounded up. */
export const HEADER_BYTES = 48;

/** Filled by `parseEntryHeader`, reused from entry to entry. */
export interface EntryHeader {
  /** One of the constants above. */
  kind: number;
  /** Inflated bytes of the entry's own data: for a delta, of the delta. */
  size: number;
  /** Bytes that the header takes. */
  length: number;
  /** OFS_DELTA: how far before this entry the base begins. */
  distance: number;
  /** REF_DELTA: where the base's id stands in `bytes`. */
  baseOid: number;
}

export function createEntryHeader(): EntryHeader {
  return { kind: 0, size: 0, length: 0, distance: 0, baseOid: 0 };
}

/** Parses the header at `at`; it must end by `end`. Null, or what is wrong. */
export function parseEntryHeader(
  bytes: Uint8Array,
  at: number,
  end: number,
  oidWidth: number,
  into: EntryHeader,
): string | null {
  const start = at;
  if (at >= end) return CUT;
  let byte = bytes[at++]!;
  into.kind = (byte >>> 4) & 7;
  let size = byte & 15;
  let scale = 16;
  while (byte & 0x80) {
    if (at >= end) return CUT;
    byte = bytes[at++]!;
    size += (byte & 0x7f) * scale;
    scale *= 128;
  }
  if (size > Number.MAX_SAFE_INTEGER) return 'a size beyond 2^53';
  into.size = size;
  if (into.kind === OFS_DELTA) {
    if (at >= end) return CUT;
    byte = bytes[at++]!;
    let distance = byte & 0x7f;
    while (byte & 0x80) {
      if (at >= end) return CUT;
      byte = bytes[at++]!;
      distance = (distance + 1) * 128 + (byte & 0x7f);
    }
    if (distance > Number.MAX_SAFE_INTEGER) return 'a base offset beyond 2^53';
    into.distance = distance;
  } else if (into.kind === REF_DELTA) {
    into.baseOid = at;
    at += oidWidth;
    if (at > end) return CUT;
  } else if (into.kind === 0 || into.kind === 5) return `no object has type ${into.kind}`;
  into.length = at - start;
  return null;
}

const CUT = 'the header is cut off';
