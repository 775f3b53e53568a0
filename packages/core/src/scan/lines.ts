/** Lines and columns of byte offsets: from 1, columns in UTF-16 code units. */

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Asked in any order; remembers the last answer, so that ascending questions cost one pass over the blob. */
export class LineIndex {
  readonly #bytes: Buffer;
  #line = 1;
  #start = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  position(offset: number): Position {
    if (offset < this.#start) {
      this.#line = 1;
      this.#start = 0;
    }
    for (;;) {
      const feed = this.#bytes.indexOf(10, this.#start);
      if (feed < 0 || feed >= offset) break;
      this.#start = feed + 1;
      this.#line++;
    }
    return { line: this.#line, column: this.#bytes.toString('utf8', this.#start, offset).length + 1 };
  }

  /** Byte range of the line that holds `offset`, without its line feed. */
  lineAt(offset: number): { start: number; end: number } {
    const start = this.#bytes.lastIndexOf(10, offset - 1) + 1;
    const feed = this.#bytes.indexOf(10, offset);
    return { start: offset === 0 ? 0 : start, end: feed < 0 ? this.#bytes.length : feed };
  }
}
