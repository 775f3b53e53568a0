/**
 * What can be wrong with one object, pack or index. A fault is returned, never thrown: the caller counts the object as
 * unread and goes on. Texts hold file names, offsets and object ids only, never content.
 */

/** The position of a code is its number in a plan's `faults` array; 0 means none. Append only. */
export const PACK_FAULT_CODES = [
  'none',
  'unreadable', // the file system refused
  'bad-index', // an .idx or multi-pack-index that is not well formed
  'index-checksum', // its own trailing checksum does not fit
  'bad-pack', // not a pack, or a version nobody writes
  'pack-mismatch', // .pack and .idx do not belong together, or the pack was cut
  'truncated', // the file ends inside this object
  'bad-header', // a type or a size that cannot be
  'bad-offset', // a base offset outside the pack, or where no object begins
  'crc', // the bytes differ from what the index says
  'bad-zlib', // compressed data is damaged
  'size-mismatch', // more or fewer bytes than declared
  'bad-delta', // a delta that does not fit its base or itself
  'base-missing', // no such object anywhere
  'base-unreadable', // the object is whole, something it builds on is not
  'cycle', // deltas that build on each other
  'too-big', // over the caller's limit: stream it, or count it
  'missing', // asked for, in no pack and not loose
  'bad-loose', // a loose object that is not one
  'bad-alternate', // objects/info/alternates names something unusable
  'unindexed', // a .pack that no index knows: git ignores it too (a fetch that broke off, a lost .idx)
] as const;

export type PackFaultCode = (typeof PACK_FAULT_CODES)[number];

export interface PackFault {
  readonly code: PackFaultCode;
  readonly file: string;
  /** Byte offset in `file`; null where the whole file is meant. */
  readonly offset: number | null;
  /** Hex object id; null where the whole file is meant or it is not known. */
  readonly oid: string | null;
  readonly reason: string;
}

export function faultNumber(code: PackFaultCode): number {
  return PACK_FAULT_CODES.indexOf(code);
}

/** One line for people. */
export function describeFault(fault: PackFault): string {
  const where = fault.offset === null ? fault.file : `${fault.file} at ${fault.offset}`;
  return `${fault.oid === null ? '' : `${fault.oid}: `}${fault.reason} (${fault.code}, ${where})`;
}

/** A fault of a whole file, from what the file system threw. */
export function fileFault(file: string, error: unknown, code: PackFaultCode = 'unreadable'): PackFault {
  const reason = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
  return { code, file, offset: null, oid: null, reason };
}
