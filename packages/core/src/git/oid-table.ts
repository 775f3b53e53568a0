/** A set of object ids numbered in order of arrival: an open-addressed table over raw bytes, about 30 bytes an id. */
import { compareBytes } from './pack/oid-table.ts';

const hexValue: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(256).fill(255);
  for (let i = 0; i < 16; i++) table['0123456789abcdef'.charCodeAt(i)] = i;
  return table;
})();

const lotBits = 12;
const lotSize: number = 1 << lotBits;

export class OidTable {
  /** Ids stored so far; the next one gets this number. */
  size = 0;
  readonly #width: number;
  #slots: Int32Array = new Int32Array(1024).fill(-1);
  /** Ids in lots of `lotSize`: growing never copies them. */
  readonly #lots: Buffer[] = [];
  readonly #key: Buffer;

  /** `width`: 20 for sha1, 32 for sha256. */
  constructor(width: number) {
    this.#width = width;
    this.#key = Buffer.alloc(width);
  }

  /** The number of the id whose hex digits begin at `at`; added if new. */
  add(text: Uint8Array, at: number): number {
    return this.#addKey(this.#seek(text, at));
  }

  #addKey(slot: number): number {
    const known = this.#slots[slot]!;
    if (known >= 0) return known;
    const within = this.size & (lotSize - 1);
    if (within === 0) this.#lots.push(Buffer.allocUnsafeSlow(lotSize * this.#width));
    this.#key.copy(this.#lots.at(-1)!, within * this.#width);
    this.#slots[slot] = this.size;
    if (++this.size * 2 > this.#slots.length) this.#grow();
    return this.size - 1;
  }

  /** As `add`, for the id as bytes. */
  addBytes(oid: Uint8Array): number {
    this.#key.set(oid);
    return this.#addKey(this.#seekKey());
  }

  /** The id with a number, as bytes; valid until the next one is added. */
  bytes(index: number): Uint8Array {
    const at = this.#placeOf(index);
    return this.#lotOf(index).subarray(at, at + this.#width);
  }

  addHex(oid: string): number {
    return this.#addKey(this.#seekHex(oid));
  }

  /** As `find`, for the id as bytes. */
  findBytes(oid: Uint8Array): number {
    this.#key.set(oid);
    return this.#slots[this.#seekKey()]!;
  }

  /** The id's number, -1 where it is not known. */
  find(oid: string): number {
    return this.#slots[this.#seekHex(oid)]!;
  }

  hex(index: number): string {
    const at = this.#placeOf(index);
    return this.#lotOf(index).toString('hex', at, at + this.#width);
  }

  #lotOf(index: number): Buffer {
    return this.#lots[index >>> lotBits]!;
  }

  #placeOf(index: number): number {
    return (index & (lotSize - 1)) * this.#width;
  }

  #seek(text: Uint8Array, at: number): number {
    const key = this.#key;
    for (let i = 0, j = at; i < this.#width; i++, j += 2) {
      key[i] = (hexValue[text[j]!]! << 4) | hexValue[text[j + 1]!]!;
    }
    return this.#seekKey();
  }

  #seekHex(oid: string): number {
    const key = this.#key;
    for (let i = 0, j = 0; i < this.#width; i++, j += 2) {
      key[i] = (hexValue[oid.charCodeAt(j)]! << 4) | hexValue[oid.charCodeAt(j + 1)]!;
    }
    return this.#seekKey();
  }

  #seekKey(): number {
    const key = this.#key;
    const mask = this.#slots.length - 1;
    let slot = key.readUInt32LE(0) & mask;
    for (;;) {
      const index = this.#slots[slot]!;
      // Byte by byte: a call of `compare` costs more than the few bytes that differ.
      if (index < 0 || compareBytes(this.#lotOf(index), this.#placeOf(index), key, 0, this.#width) === 0) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let index = 0; index < this.size; index++) {
      let slot = this.#lotOf(index).readUInt32LE(this.#placeOf(index)) & (slots.length - 1);
      while (slots[slot]! >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = index;
    }
    this.#slots = slots;
  }
}
