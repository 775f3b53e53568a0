/** Loose objects: what lies in the 256 fan-out folders, and the bytes of one of them. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { FileBytes, openRegular, type SharedFile, type WindowPool } from './file-bytes.ts';
import { inflateChunks, inflateFaultCode, MORE } from './inflate-chunks.ts';
import type { Inflater } from './inflater.ts';
import { buildOidTable, type OidTable } from './oid-table.ts';
import { fileFault, type PackFault, type PackFaultCode } from './pack-fault.ts';

/** The loose objects of one objects folder. Postable. */
export interface LooseFolder {
  readonly folder: string;
  readonly oids: OidTable;
}

const TYPES = ['', 'commit', 'tree', 'blob', 'tag'];
/** `commit ` + 16 digits of size + NUL, rounded up. */
const HEADER_ROOM = 64;

/** Lists one objects folder; folders that cannot be read are named. */
export function listLoose(folder: string, width: number): { loose: LooseFolder; faults: PackFault[] } {
  const faults: PackFault[] = [];
  const found: string[] = [];
  for (let first = 0; first < 256; first++) {
    const prefix = first.toString(16).padStart(2, '0');
    const path = join(folder, prefix);
    try {
      for (const name of fs.readdirSync(path)) {
        if (name.length === width * 2 - 2 && /^[0-9a-f]+$/.test(name)) found.push(prefix + name);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') faults.push(fileFault(path, error));
    }
  }
  return { loose: { folder, oids: buildOidTable(found, width) }, faults };
}

export function loosePath(folder: string, oid: string): string {
  return join(folder, oid.slice(0, 2), oid.slice(2));
}

/** One opened loose object. Close it. */
export class LooseReader {
  readonly path: string;
  readonly oid: string;
  type = 0;
  size = 0;
  readonly #fd: number;
  readonly #bytes: FileBytes;
  readonly #inflater: Inflater;
  readonly #head = new Uint8Array(HEADER_ROOM);
  /** `#head` holds content from here to there; the rest of the file begins at `#offset`. */
  #contentAt = 0;
  #headEnd = 0;
  #offset = 0;

  /** Throws what the file system throws; ENOENT means that the object is no longer loose. */
  constructor(path: string, oid: string, pool: WindowPool, inflater: Inflater) {
    const { fd, size } = openRegular(path);
    const file: SharedFile = { path, fd, size, whole: null };
    this.path = path;
    this.oid = oid;
    this.#fd = fd;
    this.#bytes = new FileBytes(file, pool);
    this.#inflater = inflater;
  }

  close(): void {
    fs.closeSync(this.#fd);
  }

  /** Reads `type size NUL` into `type` and `size`. Null, or what is wrong. */
  open(): PackFault | null {
    const { size } = this.#bytes;
    const length = Math.min(size, this.#bytes.pieceBytes);
    const at = size < 2 ? -1 : this.#bytes.at(0, length);
    if (at < 0) return this.#fault('truncated', 'the file is cut short');
    const { bytes } = this.#bytes;
    if ((bytes[at]! & 0x8f) !== 8 || ((bytes[at]! << 8) | bytes[at + 1]!) % 31 !== 0) {
      return this.#fault('bad-loose', 'the file does not begin as a loose object does');
    }
    this.#inflater.begin(Number.MAX_SAFE_INTEGER);
    const wrong = this.#inflater.step(bytes, at, length, this.#head, 0, HEADER_ROOM, false);
    if (wrong !== null) return this.#fault('bad-zlib', wrong);
    this.#offset = this.#inflater.used;
    this.#headEnd = this.#inflater.made;
    const text = Buffer.from(this.#head.buffer, 0, this.#headEnd).toString('latin1');
    const header = /^(commit|tree|blob|tag) (0|[1-9]\d{0,15})\0/.exec(text);
    if (header === null) return this.#fault('bad-loose', 'its header is not one of a loose object');
    this.type = TYPES.indexOf(header[1]!);
    this.size = Number(header[2]);
    this.#contentAt = header[0].length;
    return null;
  }

  /** Inflates the content to `out[to…]`, which needs room for `size + 1` bytes. Null, or what is wrong. */
  inflate(out: Uint8Array, to: number): PackFault | null {
    for (const chunk of this.chunks(out, to, Math.max(this.size + 1, HEADER_ROOM))) {
      if (!(chunk instanceof Uint8Array)) return chunk;
    }
    return null;
  }

  /** The content in chunks written to `out[to…]`, `room` bytes of it (64 at least); a fault is the last item. */
  *chunks(out: Uint8Array, to: number, room: number): Generator<Uint8Array | PackFault> {
    const first = this.#headEnd - this.#contentAt;
    if (first > this.size) return yield this.#fault('size-mismatch', MORE);
    out.set(this.#head.subarray(this.#contentAt, this.#headEnd), to);
    if (first > 0) yield out.subarray(to, to + first);
    const range = { file: this.#bytes, from: this.#offset, to: this.#bytes.size };
    const ring = { bytes: out, at: to, length: room, filled: first };
    for (const chunk of inflateChunks(range, this.#inflater, this.size - first, ring)) {
      yield typeof chunk === 'string' ? this.#fault(inflateFaultCode(chunk), chunk) : chunk;
    }
    if (range.from < range.to) yield this.#fault('bad-loose', 'something follows the object in its file');
  }

  #fault(code: PackFaultCode, reason: string): PackFault {
    return { code, file: this.path, offset: 0, oid: this.oid, reason };
  }
}
