/**
 * A stream of chunks as windows that overlap: each window owns a part, the parts follow one another without a gap, and
 * around its part a window holds more than any rule looks at. Where a window ends inside a blob changes no match.
 */

export interface Window {
  /** Valid during the call only. */
  readonly bytes: Buffer;
  /** Offset in the blob of the first of `bytes`. */
  readonly base: number;
  /** The part that is this window's own. */
  readonly from: number;
  readonly to: number;
  readonly last: boolean;
}

export interface WindowSizes {
  /** Bytes of a window's own part. */
  readonly own: number;
  /** Bytes held before and after it; more than any reach (64 KiB around the start of an encoded run). */
  readonly overlap: number;
}

/** Documents are read exactly up to half the overlap: 1 MiB, the most that Kubernetes takes for a Secret. */
export const windowSizes: WindowSizes = { own: 12 << 20, overlap: 2 << 20 };

export class Windows {
  readonly #sizes: WindowSizes;
  readonly #use: (window: Window) => void;
  readonly #bytes: Buffer;
  #filled = 0;
  #base = 0;
  #from = 0;

  constructor(sizes: WindowSizes, use: (window: Window) => void) {
    this.#sizes = sizes;
    this.#use = use;
    this.#bytes = Buffer.allocUnsafeSlow(sizes.own + 2 * sizes.overlap);
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const take = Math.min(this.#bytes.length - this.#filled, chunk.length - at);
      this.#bytes.set(chunk.subarray(at, at + take), this.#filled);
      this.#filled += take;
      at += take;
      if (this.#filled === this.#bytes.length) this.#next();
    }
  }

  end(): void {
    this.#give(this.#filled, true);
  }

  #next(): void {
    const to = this.#filled - this.#sizes.overlap;
    this.#give(to, false);
    const gone = Math.max(0, to - this.#sizes.overlap);
    this.#bytes.copyWithin(0, gone, this.#filled);
    this.#filled -= gone;
    this.#base += gone;
    this.#from = to - gone;
  }

  #give(to: number, last: boolean): void {
    // A view of its own: whoever remembers something by view must not take one window for another.
    const bytes = this.#bytes.subarray(0, this.#filled);
    this.#use({ bytes, base: this.#base, from: this.#from, to, last });
  }
}
