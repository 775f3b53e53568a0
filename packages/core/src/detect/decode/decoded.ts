/** What a decoder hands on: bytes, and where each came from. */
export interface Decoded {
  readonly bytes: Buffer;
  /** The decoder's name in `Match.chain`. */
  readonly codec: Codec;
  /** The encoded bytes behind decoded [start, end), start < end. */
  range(start: number, end: number): readonly [number, number];
}

export type Codec = 'base64' | 'hex' | 'percent' | 'html' | 'escape' | 'gzip';

/** Around an anchor: `at` is its first byte in `bytes`. */
export interface DecodedAround extends Decoded {
  readonly at: number;
}

/** An encoded run is read so far to the right of where it begins (design, "The detector's contract" 8). */
export const longestRun: number = 64 << 10;
