/** Anchor occurrences as two growing typed arrays: what one pass finds, and what the delta walk carries along. */
export class AnchorList {
  /** First byte of each occurrence. */
  at: Int32Array;
  /** Anchor number (`Automaton`). */
  anchor: Uint16Array;
  length = 0;

  constructor(capacity = 256) {
    this.at = new Int32Array(capacity);
    this.anchor = new Uint16Array(capacity);
  }

  push(at: number, anchor: number): void {
    if (this.length === this.at.length) this.#grow();
    this.at[this.length] = at;
    this.anchor[this.length++] = anchor;
  }

  clear(): void {
    this.length = 0;
  }

  #grow(): void {
    const at = new Int32Array(this.at.length * 2);
    at.set(this.at);
    this.at = at;
    const anchor = new Uint16Array(this.anchor.length * 2);
    anchor.set(this.anchor);
    this.anchor = anchor;
  }
}
