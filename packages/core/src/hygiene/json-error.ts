/** What is wrong with a JSON text, and where: JSON.parse names no place that one can rely on, and takes a key twice. */

export interface JsonFault {
  readonly message: string;
  /** Character offset. */
  readonly offset: number;
}

/** The first fault; null for a well-formed text without repeated keys. */
export function jsonFault(text: string): JsonFault | null {
  const reader = new Reader(text);
  try {
    reader.value();
    reader.end();
    return null;
  } catch (error) {
    if (error instanceof Fault) return { message: error.message, offset: error.offset };
    // Nested deeper than the stack.
    return { message: 'nested too deep', offset: 0 };
  }
}

class Fault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const space = /[\t\n\r ]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string) {
    this.#text = text;
    // A byte-order mark is told by a rule of its own.
    this.#at = text.startsWith('\ufeff') ? 1 : 0;
  }

  value(): void {
    this.#skip(space);
    if (this.#next('{')) this.#members();
    else if (this.#next('[')) this.#elements();
    else if (!this.#skip(string) && !this.#skip(scalar)) this.#fail('a value is missing');
    this.#skip(space);
  }

  end(): void {
    if (this.#at < this.#text.length) this.#fail('something follows the end');
  }

  #members(): void {
    const keys = new Set<string>();
    this.#skip(space);
    if (this.#next('}')) return;
    do {
      this.#skip(space);
      const start = this.#at;
      if (!this.#skip(string)) this.#fail('a key in quotes is missing');
      const key = this.#text.slice(start, this.#at);
      if (keys.has(key)) throw new Fault('a key stands twice', start);
      keys.add(key);
      this.#skip(space);
      if (!this.#next(':')) this.#fail('a colon is missing');
      this.value();
    } while (this.#next(','));
    if (!this.#next('}')) this.#fail('a comma or } is missing');
  }

  #elements(): void {
    this.#skip(space);
    if (this.#next(']')) return;
    do this.value();
    while (this.#next(','));
    if (!this.#next(']')) this.#fail('a comma or ] is missing');
  }

  #next(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  /** Passes over what matches here; false where nothing does. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null || found[0] === '') return false;
    this.#at += found[0].length;
    return true;
  }

  #fail(message: string): never {
    throw new Fault(message, this.#at);
  }
}
