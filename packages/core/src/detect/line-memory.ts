/**
 * What stretches of text led to, remembered by their bytes: versions of a file repeat their lines. A direct-mapped table
 * over a ring of bytes, so that looking up makes no string and keeping lets nothing grow.
 */

/** Places; a stretch that finds its own taken takes it over. */
const placeBits = 13;
const places: number = 1 << placeBits;
/** Bytes of text remembered; the oldest are overwritten. */
const ringBytes = 1 << 19;

/** Bytes of a stretch that choose its place, at most twice as many, evenly spread: what decides is the comparison. */
const sampled = 48;

/** The largest below 2^32: all of a key's bits reach its hash. */
const keyPrime = 4294967291;

export class LineMemory<T> {
  #ring = new Uint8Array(0);
  /** Bytes ever written, those skipped at the ring's end included. */
  #written = 0;
  /** By place: where the text begins, counted as `#written` is; its length; what else it is looked up by; the answer. */
  readonly #starts: Float64Array = new Float64Array(places).fill(Number.NEGATIVE_INFINITY);
  readonly #lengths: Int32Array = new Int32Array(places);
  readonly #keys: Float64Array = new Float64Array(places);
  readonly #values: T[] = [];

  /** The answer kept for bytes[low, high), a reach at most, under `key`; else the one that `make` gives, which is kept. */
  get(bytes: Uint8Array, low: number, high: number, key: number, make: () => T): T {
    const length = high - low;
    let hash = (key % keyPrime) | 0;
    const step = Math.max(1, Math.floor(length / sampled));
    for (let i = low; i < high; i += step) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const place = (hash ^ (hash >>> placeBits)) & (places - 1);
    if (this.#holds(place, key, length) && this.#equals(this.#starts[place]! % ringBytes, bytes, low, length)) {
      return this.#values[place]!;
    }
    const value = make();
    this.#keep(place, bytes, low, length);
    this.#keys[place] = key;
    this.#values[place] = value;
    return value;
  }

  #holds(place: number, key: number, length: number): boolean {
    if (this.#keys[place] !== key || this.#lengths[place] !== length) return false;
    return this.#written - this.#starts[place]! <= ringBytes;
  }

  #equals(at: number, bytes: Uint8Array, low: number, length: number): boolean {
    const ring = this.#ring;
    for (let i = 0; i < length; i++) if (ring[at + i] !== bytes[low + i]) return false;
    return true;
  }

  #keep(place: number, bytes: Uint8Array, low: number, length: number): void {
    if (this.#ring.length === 0) this.#ring = new Uint8Array(ringBytes);
    const left = ringBytes - (this.#written % ringBytes);
    const start = this.#written + (left < length ? left : 0);
    const at = start % ringBytes;
    this.#ring.set(bytes.subarray(low, low + length), at);
    this.#written = start + length;
    this.#starts[place] = start;
    this.#lengths[place] = length;
  }
}
