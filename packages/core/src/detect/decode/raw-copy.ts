/**
 * A copy of the bytes from which something was decoded. What was decoded serves again where the same bytes stand at the same place: it
 * does not matter which blob they are in, so nothing has to be told when one ends.
 */
export class RawCopy {
  from = 0;
  to = 0;
  #bytes: Buffer = Buffer.alloc(0);

  take(bytes: Buffer, from: number, to: number): void {
    if (this.#bytes.length < to - from) this.#bytes = Buffer.allocUnsafeSlow(2 * (to - from));
    bytes.copy(this.#bytes, 0, from, to);
    this.from = from;
    this.to = to;
  }

  /** Are bytes[from, to) held, and the same? */
  has(bytes: Buffer, from: number, to: number): boolean {
    if (from < this.from || to > this.to || to > bytes.length) return false;
    return this.#bytes.compare(bytes, from, to, from - this.from, to - this.from) === 0;
  }
}

/** How far to decode beyond what an anchor needs, where anchors stand closer than `dense` bytes. */
export const ahead = 8192;
const dense = 256;

/** Whether the anchors asked about stand close together; several rules, or forms, ask about the same place. */
export class Density {
  #last: number = Number.NEGATIVE_INFINITY;
  #near = false;

  isNear(at: number): boolean {
    if (at !== this.#last) this.#near = at > this.#last && at - this.#last < dense;
    this.#last = at;
    return this.#near;
  }
}
