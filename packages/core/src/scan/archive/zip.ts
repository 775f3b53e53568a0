/**
 * Files of a zip archive, by its central directory (PKWARE APPNOTE 6.3.10): stored and deflated ones. Sizes that the archive
 * claims are not believed: what is inflated is bounded, and every offset is checked.
 */
import { inflateRawSync } from 'node:zlib';
import { type ArchiveEntry, longestName, type Refusal } from './entry.ts';

const signature = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 };
const endBytes = 22;
const centralBytes = 46;
const localBytes = 30;
/** The comment behind the end record is at most so long. */
const longestComment = 0xffff;
/** A 32-bit field that says "see the zip64 extra field". */
const elsewhere = 0xffffffff;

/** Throws RangeError where the directory is not there (a truncated archive); ends where it breaks off. */
export function* zipEntries(bytes: Buffer): Generator<ArchiveEntry | Refusal> {
  let at = directoryOf(bytes);
  while (at + centralBytes <= bytes.length && bytes.readUInt32LE(at) === signature.central) {
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const nameAt = at + centralBytes;
    const extra = bytes.subarray(nameAt + nameLength, nameAt + nameLength + extraLength);
    const [packed, offset] = sizes(bytes, at, extra);
    const name = bytes.toString('latin1', nameAt, nameAt + Math.min(nameLength, longestName));
    at = nameAt + nameLength + extraLength + bytes.readUInt16LE(at + 32);
    if (name.endsWith('/')) continue;
    yield { name, read: (limit) => readFile(bytes, { offset, packed, method, encrypted: (flags & 1) === 1 }, limit) };
  }
  const ended = at + 4 <= bytes.length && [signature.end, signature.end64].includes(bytes.readUInt32LE(at));
  if (!ended) yield 'damaged';
}

function directoryOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - endBytes - longestComment);
  for (let at = bytes.length - endBytes; at >= first; at--) {
    if (bytes[at] !== 0x50 || bytes.readUInt32LE(at) !== signature.end) continue;
    const start = bytes.readUInt32LE(at + 16);
    if (start !== elsewhere) return start;
    const locator = at - 20;
    if (bytes.readUInt32LE(locator) !== signature.locator64) break;
    return Number(bytes.readBigUInt64LE(Number(bytes.readBigUInt64LE(locator + 8)) + 48));
  }
  throw new RangeError('no central directory');
}

/** Packed size and place of the local header; the zip64 field holds, in order, those that did not fit. */
function sizes(bytes: Buffer, at: number, extra: Buffer): [number, number] {
  let packed = bytes.readUInt32LE(at + 20);
  let offset = bytes.readUInt32LE(at + 42);
  if (packed !== elsewhere && offset !== elsewhere) return [packed, offset];
  for (let p = 0; p + 4 <= extra.length; p += 4 + extra.readUInt16LE(p + 2)) {
    if (extra.readUInt16LE(p) !== 1) continue;
    let field = p + 4 + (bytes.readUInt32LE(at + 24) === elsewhere ? 8 : 0);
    if (packed === elsewhere) {
      packed = Number(extra.readBigUInt64LE(field));
      field += 8;
    }
    if (offset === elsewhere) offset = Number(extra.readBigUInt64LE(field));
    break;
  }
  return [packed, offset];
}

interface Packed {
  readonly offset: number;
  readonly packed: number;
  readonly method: number;
  readonly encrypted: boolean;
}

function readFile(bytes: Buffer, { offset, packed, method, encrypted }: Packed, limit: number): Buffer | Refusal {
  if (encrypted) return 'encrypted';
  if (offset + localBytes > bytes.length || bytes.readUInt32LE(offset) !== signature.local) return 'damaged';
  const start = offset + localBytes + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + packed > bytes.length) return 'damaged';
  const body = bytes.subarray(start, start + packed);
  if (method === 0) return body.length > limit ? 'limits' : body;
  if (method !== 8) return 'compression';
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'limits' : 'damaged';
  }
}
