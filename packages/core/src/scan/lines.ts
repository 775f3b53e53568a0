/** Lines and columns of byte offsets: from 1, columns in UTF-16 code units. */

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Asked in any order; goes on from the last answer, so that ascending questions cost one pass over the blob. */
export class LineIndex {
  #bytes: Buffer;
  #line = 1;
  /** Where the current line begins, and how far into it the columns have been counted. */
  #start = 0;
  #counted = 0;
  #column = 1;
  /** The first line feed at or after `#counted`, infinite: none; before it: not looked for. Findings share their line. */
  #feed = -1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  position(offset: number): Position {
    if (offset < this.#counted) this.#restart(offset);
    for (;;) {
      if (this.#feed < this.#counted) this.#feed = this.#nextFeed();
      if (this.#feed >= offset) break;
      this.#start = this.#feed + 1;
      this.#counted = this.#start;
      this.#column = 1;
      this.#line++;
    }
    this.#column += this.#bytes.toString('utf8', this.#counted, offset).length;
    this.#counted = offset;
    return { line: this.#line, column: this.#column };
  }

  #nextFeed(): number {
    const feed = this.#bytes.indexOf(10, this.#counted);
    return feed < 0 ? Number.POSITIVE_INFINITY : feed;
  }

  /** Back to the line's start where that is before `offset`, else to the blob's. */
  #restart(offset: number): void {
    if (offset < this.#start) {
      this.#line = 1;
      this.#start = 0;
      this.#feed = -1;
    }
    this.#counted = this.#start;
    this.#column = 1;
  }

  /** Goes on, if need be, to the last character that begins at or before `offset`. */
  countTo(offset: number): void {
    const boundary = characterStart(this.#bytes, offset);
    if (boundary > this.#counted) this.position(boundary);
  }

  /** `bytes` begin `by` further on in the same blob, with what was counted last among them or before them. */
  slide(bytes: Buffer, by: number): void {
    this.#bytes = bytes;
    this.#start -= by;
    this.#counted -= by;
    this.#feed = -1;
  }

  /** Byte range of the line that holds `offset`, without its line feed, as far as `reach` bytes to each side. */
  lineAt(offset: number, reach: number): { start: number; end: number } {
    const low = Math.max(0, offset - reach);
    const feedBefore = this.#bytes.subarray(low, offset).lastIndexOf(10);
    const feed = this.#bytes.subarray(offset, offset + reach).indexOf(10);
    return {
      start: feedBefore < 0 ? low : low + feedBefore + 1,
      end: feed < 0 ? Math.min(this.#bytes.length, offset + reach) : offset + feed,
    };
  }
}

/** The code units of a text before ascending offsets. */
export class CodeUnits {
  #units = 0;
  #counted = 0;

  before(bytes: Buffer, offset: number): number {
    this.countTo(bytes, offset);
    // A secret may end inside a character.
    return this.#units + bytes.toString('utf8', this.#counted, offset).length;
  }

  countTo(bytes: Buffer, offset: number): void {
    const boundary = characterStart(bytes, offset);
    if (boundary <= this.#counted) return;
    this.#units += bytes.toString('utf8', this.#counted, boundary).length;
    this.#counted = boundary;
  }

  slide(by: number): void {
    this.#counted -= by;
  }
}

/** The text may be cut there: no UTF-8 sequence begins before `offset` and ends behind it. */
function characterStart(bytes: Buffer, offset: number): number {
  let at = offset;
  while (at > offset - 4 && at > 0 && (bytes[at]! & 0xc0) === 0x80) at--;
  return (bytes[at]! & 0xc0) === 0x80 ? offset : at;
}
