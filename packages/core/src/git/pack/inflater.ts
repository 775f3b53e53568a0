/**
 * zlib for many small objects. One reused inflate handle costs 2.8 µs an object where `inflateSync` costs 7.3 (eslint,
 * 226 k entries) and writes straight into the caller's memory. The handle is not public API of Node (though its shape
 * is the same from 8 to 24), so it is tried out first and `inflateSync` takes its place where it fails.
 */
import * as zlib from 'node:zlib';
import { FEWER, MORE } from './inflate-chunks.ts';

export interface Inflater {
  /**
   * Inflates one zlib stream of exactly `size` bytes. `out` must have room for `size + 1`: the spare byte tells a
   * stream that ends from one that goes on. Returns null, or what is wrong. Bytes after the stream are left alone.
   */
  exact(input: Uint8Array, at: number, length: number, out: Uint8Array, to: number, size: number): string | null;
  /** Starts a stream of `size` bytes for `step`. */
  begin(size: number): void;
  /**
   * Inflates what it can; read `used`, `made` and `ended` afterwards. `last`: no input comes after this, so a stream
   * that does not end is an error. Returns null, or what is wrong.
   */
  step(
    input: Uint8Array,
    at: number,
    length: number,
    out: Uint8Array,
    to: number,
    room: number,
    last: boolean,
  ): string | null;
  /** Input bytes that the last `step` took. */
  readonly used: number;
  /** Bytes that the last `step` wrote. */
  readonly made: number;
  /** The last `step` met the end of the stream. Certain only after a `last` step, or when input was left over. */
  readonly ended: boolean;
}

interface Handle {
  writeSync(
    flush: number,
    input: Uint8Array,
    at: number,
    length: number,
    out: Uint8Array,
    to: number,
    room: number,
  ): void;
  reset(): void;
  onerror: (message: string) => void;
}

const { Z_FINISH, Z_NO_FLUSH } = zlib.constants;

class HandleInflater implements Inflater {
  used = 0;
  made = 0;
  ended = false;
  readonly #stream: zlib.Inflate;
  readonly #handle: Handle;
  /** [room left, input left] after each write. */
  readonly #left: Uint32Array;
  #error: string | null = null;

  constructor() {
    this.#stream = zlib.createInflate();
    const inside = this.#stream as unknown as { _handle: Handle; _writeState: Uint32Array };
    this.#handle = inside._handle;
    this.#left = inside._writeState;
    this.#handle.onerror = (message) => {
      this.#error = message;
    };
  }

  exact(input: Uint8Array, at: number, length: number, out: Uint8Array, to: number, size: number): string | null {
    if (!fits(out, to, size + 1)) return NO_ROOM;
    this.#error = null;
    this.#handle.reset();
    this.#handle.writeSync(Z_FINISH, input, at, length, out, to, size + 1);
    if (this.#error !== null) return this.#error;
    const left = this.#left[0]!;
    return left === 1 ? null : left === 0 ? MORE : FEWER;
  }

  begin(): void {
    this.#handle.reset();
    this.ended = false;
  }

  step(
    input: Uint8Array,
    at: number,
    length: number,
    out: Uint8Array,
    to: number,
    room: number,
    last: boolean,
  ): string | null {
    this.made = 0;
    this.used = 0;
    if (!fits(out, to, room)) return NO_ROOM;
    this.#error = null;
    this.#handle.writeSync(last ? Z_FINISH : Z_NO_FLUSH, input, at, length, out, to, room);
    this.made = room - this.#left[0]!;
    this.used = length - this.#left[1]!;
    this.ended = this.#left[0]! > 0 && (last || this.#left[1]! > 0);
    return this.#error;
  }
}

const NO_ROOM = 'no room for what it declares';

/** The handle ends the process on a range outside the array; it counts in 32 bits. */
function fits(out: Uint8Array, to: number, room: number): boolean {
  return to + room <= out.length && room <= 0xffffffff;
}

/** Without the handle: whole inputs only; `step` gathers them and inflates at the last one. */
class PlainInflater implements Inflater {
  used = 0;
  made = 0;
  ended = false;
  #parts: Uint8Array[] = [];
  #whole: Buffer | null = null;
  #given = 0;
  #size = 0;

  exact(input: Uint8Array, at: number, length: number, out: Uint8Array, to: number, size: number): string | null {
    if (!fits(out, to, size + 1)) return NO_ROOM;
    try {
      const options = { maxOutputLength: size + 1, chunkSize: Math.max(64, size + 1) };
      const whole = zlib.inflateSync(input.subarray(at, at + length), options);
      if (whole.length !== size) return whole.length > size ? MORE : FEWER;
      out.set(whole, to);
      return null;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? MORE : (error as Error).message;
    }
  }

  begin(size: number): void {
    this.#size = size;
    this.#parts = [];
    this.#whole = null;
    this.#given = 0;
    this.ended = false;
  }

  step(
    input: Uint8Array,
    at: number,
    length: number,
    out: Uint8Array,
    to: number,
    room: number,
    last: boolean,
  ): string | null {
    this.used = length;
    this.made = 0;
    this.#parts.push(Uint8Array.prototype.slice.call(input, at, at + length));
    if (!last) return null;
    try {
      this.#whole ??= zlib.inflateSync(Buffer.concat(this.#parts), { maxOutputLength: this.#size + 1 });
    } catch (error) {
      return (error as Error).message;
    }
    this.made = Math.min(room, this.#whole.length - this.#given);
    out.set(this.#whole.subarray(this.#given, this.#given + this.made), to);
    this.#given += this.made;
    this.ended = this.made < room;
    return null;
  }
}

export function createPlainInflater(): Inflater {
  return new PlainInflater();
}

/** Whether this Node's handle does what is expected of it; tried once a thread. */
let handleWorks: boolean | undefined;

/** One a thread is enough for `exact`; a stream that others may interleave with needs its own. */
export function createInflater(): Inflater {
  handleWorks ??= tryHandle();
  return handleWorks ? new HandleInflater() : new PlainInflater();
}

function tryHandle(): boolean {
  try {
    return worksHere(new HandleInflater());
  } catch {
    return false;
  }
}

function worksHere(inflater: Inflater): boolean {
  const packed = zlib.deflateSync('probe');
  const out = new Uint8Array(8);
  if (inflater.exact(packed, 0, packed.length, out, 1, 5) !== null || out[1] !== 0x70 || out[5] !== 0x65) return false;
  if (inflater.exact(packed, 0, packed.length, out, 0, 4) === null) return false;
  packed[packed.length - 1]! ^= 1;
  if (inflater.exact(packed, 0, packed.length, out, 0, 5) === null) return false;
  return inflater.exact(zlib.deflateSync(''), 0, 8, out, 0, 0) === null;
}
