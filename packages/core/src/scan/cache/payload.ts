/** Writes and reads a payload as a row of byte runs and tables of numbers. Reading checks every length and every range. */

/** What a cache file says cannot be: the cache is then left alone and made anew. */
export class BadCache extends Error {
  constructor() {
    super('not a cache of ours');
    this.name = 'BadCache';
  }
}

export class PayloadWriter {
  readonly parts: Uint8Array[] = [];

  bytes(bytes: Uint8Array): this {
    const length = Buffer.alloc(8);
    length.writeUIntLE(bytes.length, 0, 6);
    this.parts.push(length, bytes);
    return this;
  }

  /** Not negative, below 2^32. */
  numbers(numbers: Uint32Array): this {
    return this.bytes(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  }

  text(text: string): this {
    return this.bytes(Buffer.from(text, 'latin1'));
  }
}

export class PayloadReader {
  readonly #payload: Buffer;
  #at = 0;

  constructor(payload: Buffer) {
    this.#payload = payload;
  }

  bytes(): Buffer {
    const from = this.#at + 8;
    if (from > this.#payload.length) throw new BadCache();
    const to = from + this.#payload.readUIntLE(this.#at, 6);
    if (to > this.#payload.length) throw new BadCache();
    this.#at = to;
    return this.#payload.subarray(from, to);
  }

  numbers(): Uint32Array {
    const bytes = this.bytes();
    if (bytes.length % 4 !== 0) throw new BadCache();
    // Copied: the run may begin at any byte.
    const numbers = new Uint32Array(bytes.length / 4);
    new Uint8Array(numbers.buffer).set(bytes);
    return numbers;
  }

  text(): string {
    return this.bytes().toString('latin1');
  }

  end(): void {
    if (this.#at !== this.#payload.length) throw new BadCache();
  }
}

/** `value` if it is a whole number below `limit`. */
export function below(value: number | undefined, limit: number): number {
  if (value === undefined || !(value >= 0 && value < limit)) throw new BadCache();
  return value;
}
