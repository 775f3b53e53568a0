/** UTF-16 blobs: transcoded to UTF-8 for the detector, offsets mapped back to the blob's own bytes. */
import { StringDecoder } from 'node:string_decoder';

export interface Transcoded {
  readonly utf8: Buffer;
  /** Offset in `utf8` → offset in the blob. */
  original(offset: number): number;
}

export function transcode(bytes: Buffer, order: 'utf16le' | 'utf16be'): Transcoded {
  const even = bytes.length & ~1;
  const little = order === 'utf16le' ? bytes.subarray(0, even) : Buffer.from(bytes.subarray(0, even)).swap16();
  const mark = little[0] === 0xff && little[1] === 0xfe ? 2 : 0;
  const utf8 = Buffer.from(little.toString('utf16le', mark), 'utf8');
  return { utf8, original: (offset) => mark + 2 * utf8.toString('utf8', 0, offset).length };
}

/** The same for a blob in chunks; an offset in the blob is `mark` + 2 × the code units before it. */
export class Utf16Chunks {
  /** Bytes of the byte-order mark, known after the first chunk. */
  mark = 0;
  readonly #decoder = new StringDecoder('utf16le');
  readonly #big: boolean;
  #half: Buffer = Buffer.alloc(0);
  #begun = false;

  constructor(order: 'utf16le' | 'utf16be') {
    this.#big = order === 'utf16be';
  }

  /** The first chunk has two bytes at least, or is all there is. */
  utf8(chunk: Uint8Array): Buffer {
    const bytes = this.#whole(chunk);
    if (!this.#begun && bytes[0] === 0xff && bytes[1] === 0xfe) this.mark = 2;
    const from = this.#begun ? 0 : this.mark;
    this.#begun = true;
    return Buffer.from(this.#decoder.write(bytes.subarray(from)), 'utf8');
  }

  /** What a lone surrogate at the end leaves. */
  end(): Buffer {
    return Buffer.from(this.#decoder.end(), 'utf8');
  }

  /** Whole code units, in memory's order. StringDecoder loses pairs that an odd byte parts (node 20.20). */
  #whole(chunk: Uint8Array): Buffer {
    const all = Buffer.concat([this.#half, chunk]);
    const even = all.length & ~1;
    this.#half = all.subarray(even);
    const units = all.subarray(0, even);
    return this.#big ? units.swap16() : units;
  }
}
