/** A zlib stream of any length, read from a file window by window and inflated chunk by chunk: constant memory. */
import type { FileBytes } from './file-bytes.ts';
import type { Inflater } from './inflater.ts';

/** Where the compressed bytes stand. `from` moves on as they are used. */
export interface PackedRange {
  readonly file: FileBytes;
  from: number;
  readonly to: number;
}

/** Where chunks are written, one after another; when it is full, from its start again. */
export interface ChunkRing {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly length: number;
  filled: number;
}

export const MORE = 'more data than declared';
export const FEWER = 'fewer bytes than declared';
const CUT = 'the file ends before this object does';

/**
 * Yields the chunks; a text, always the last item, says what is wrong. `inflater` has begun and serves nobody else
 * meanwhile; `left` bytes must come out. A chunk is valid until the next one.
 */
export function* inflateChunks(
  range: PackedRange,
  inflater: Inflater,
  left: number,
  ring: ChunkRing,
): Generator<Uint8Array | string> {
  do {
    if (ring.filled >= ring.length) ring.filled = 0;
    const length = Math.min(range.to - range.from, range.file.pieceBytes);
    // Asked for anew each time: between two chunks the window may have gone to another file.
    const at = length === 0 ? 0 : range.file.at(range.from, length);
    if (at < 0 || length < 0) return yield CUT;
    const out = ring.at + ring.filled;
    const last = range.from + length >= range.to;
    const wrong = inflater.step(range.file.bytes, at, length, ring.bytes, out, ring.length - ring.filled, last);
    if (wrong !== null) return yield wrong;
    const { made } = inflater;
    range.from += inflater.used;
    ring.filled += made;
    left -= made;
    if (left < 0) return yield MORE;
    if (made > 0) yield ring.bytes.subarray(out, out + made);
  } while (!inflater.ended);
  if (left > 0) yield FEWER;
}

/** The fault code that fits a text of `inflateChunks` or of an Inflater. */
export function inflateFaultCode(reason: string): 'size-mismatch' | 'truncated' | 'bad-zlib' {
  if (reason === MORE || reason === FEWER) return 'size-mismatch';
  return reason === CUT ? 'truncated' : 'bad-zlib';
}
