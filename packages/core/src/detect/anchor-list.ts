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

  append({ at, anchor, length }: AnchorList): void {
    for (let i = 0; i < length; i++) this.push(at[i]!, anchor[i]!);
  }

  /** Sorts the entries from `from` on into place by position; cheap, as a pass leaves them nearly sorted. */
  sortTail(from: number): void {
    const { at, anchor } = this;
    for (let i = Math.max(1, from); i < this.length; i++) {
      const position = at[i]!;
      if (at[i - 1]! <= position) continue;
      const number = anchor[i]!;
      let j = i;
      while (j > 0 && at[j - 1]! > position) {
        at[j] = at[j - 1]!;
        anchor[j] = anchor[j - 1]!;
        j--;
      }
      at[j] = position;
      anchor[j] = number;
    }
  }

  /** Index of the first entry at `position` or later; the list must be sorted. */
  lowerBound(position: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return low;
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
