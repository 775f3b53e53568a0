/**
 * Git's delta format (see `delta.ts`) from a stream, applied from one file to another: for objects that memory cannot
 * hold beside their base. Everything is checked; damage is a returned text.
 */
import { MAX_DELTA_RESULT } from './delta.ts';
import type { SpillFile } from './spill-file.ts';

export const RESULT_TOO_BIG = 'the delta makes more than 2 GiB';

/** Appends base + delta to `out` and flushes it. Null, or what is wrong; then `out` is of no use. */
export function deltaToFile(delta: Iterable<Uint8Array>, base: SpillFile, out: SpillFile): string | null {
  const bytes = new ByteCursor(delta);
  const baseSize = bytes.size();
  const resultSize = bytes.size();
  if (baseSize < 0 || resultSize < 0) return 'the delta ends within its sizes';
  if (baseSize !== base.size) return 'the delta is for a base of another size';
  // A few bytes of delta copy megabytes: without a bound a hostile one would fill the disk.
  if (resultSize > MAX_DELTA_RESULT) return RESULT_TOO_BIG;
  for (let op = bytes.next(); op >= 0; op = bytes.next()) {
    if (op === 0) return 'the delta holds the reserved operation 0';
    const wrong = op & 0x80 ? copy(op, bytes, base, out, resultSize) : insert(op, bytes, out, resultSize);
    if (wrong !== null) return wrong;
  }
  if (out.size !== resultSize) return 'the delta makes fewer bytes than it declares';
  out.flush();
  return null;
}

const MORE_THAN_DECLARED = 'the delta makes more bytes than it declares';

function copy(op: number, bytes: ByteCursor, base: SpillFile, out: SpillFile, resultSize: number): string | null {
  let offset = 0;
  let size = 0;
  for (let bit = 0; bit < 7; bit++) {
    if ((op & (1 << bit)) === 0) continue;
    const byte = bytes.next();
    if (byte < 0) return 'the delta ends within a copy';
    if (bit < 4) offset += byte * 2 ** (8 * bit);
    else size |= byte << (8 * (bit - 4));
  }
  if (size === 0) size = 0x10000;
  if (offset + size > base.size) return 'the delta copies from beyond its base';
  if (out.size + size > resultSize) return MORE_THAN_DECLARED;
  out.copy(base, offset, size);
  return null;
}

function insert(size: number, bytes: ByteCursor, out: SpillFile, resultSize: number): string | null {
  if (out.size + size > resultSize) return MORE_THAN_DECLARED;
  for (let left = size; left > 0; ) {
    const piece = bytes.take(left);
    if (piece.length === 0) return 'the delta ends within new bytes';
    out.write(piece);
    left -= piece.length;
  }
  return null;
}

/** Byte by byte over chunks that live until the next one. */
class ByteCursor {
  readonly #chunks: Iterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(chunks: Iterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.iterator]();
  }

  /** -1 at the end. */
  next(): number {
    return this.#more() ? this.#chunk[this.#at++]! : -1;
  }

  /** Up to `length` bytes; none at the end. */
  take(length: number): Uint8Array {
    if (!this.#more()) return this.#chunk.subarray(0, 0);
    const piece = this.#chunk.subarray(this.#at, this.#at + length);
    this.#at += piece.length;
    return piece;
  }

  /** A size as deltas begin with; -1 where the stream ends in it or it is beyond 2^53. */
  size(): number {
    let size = 0;
    for (let scale = 1; size <= Number.MAX_SAFE_INTEGER; scale *= 128) {
      const byte = this.next();
      if (byte < 0) return -1;
      size += (byte & 0x7f) * scale;
      if ((byte & 0x80) === 0) return size;
    }
    return -1;
  }

  #more(): boolean {
    while (this.#at === this.#chunk.length) {
      const { done, value } = this.#chunks.next();
      if (done) return false;
      this.#chunk = value;
      this.#at = 0;
    }
    return true;
  }
}
