/**
 * A temporary file for an object that does not fit in memory: written from front to back, then read in any order. Its
 * name is taken away as soon as it is open, so nothing is left however the process ends; where the system refuses that
 * (Windows), `close` removes it. Throws what the file system throws (a full disk).
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gathered before a write, and read at once. */
const STEP = 1 << 20;

export class SpillFile {
  /** Bytes written so far. */
  size = 0;
  readonly #fd: number;
  /** Null once the name is gone. */
  #path: string | null;
  readonly #buffer: Buffer = Buffer.allocUnsafe(STEP);
  /** Bytes of the buffer that are not in the file yet. */
  #waiting = 0;

  constructor() {
    this.#path = join(tmpdir(), `gitmoat-${process.pid}-${randomBytes(8).toString('hex')}`);
    // Never an existing file, and nobody else's to read.
    this.#fd = openSync(this.#path, 'wx+', 0o600);
    this.#unlink();
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const take = Math.min(STEP - this.#waiting, bytes.length - at);
      this.#buffer.set(bytes.subarray(at, at + take), this.#waiting);
      this.#wrote(take);
      at += take;
    }
  }

  /** Appends a range of another file, which has been flushed. */
  copy(from: SpillFile, start: number, length: number): void {
    for (let done = 0; done < length; ) {
      const take = Math.min(STEP - this.#waiting, length - done);
      from.#read(this.#buffer, this.#waiting, take, start + done);
      this.#wrote(take);
      done += take;
    }
  }

  /** Before the first reading. */
  flush(): void {
    let done = 0;
    while (done < this.#waiting) {
      const at = this.size - this.#waiting + done;
      done += writeSync(this.#fd, this.#buffer, done, this.#waiting - done, at);
    }
    this.#waiting = 0;
  }

  /** A chunk is valid until the next one. */
  *chunks(): Generator<Uint8Array> {
    const buffer = Buffer.allocUnsafe(STEP);
    for (let at = 0; at < this.size; at += STEP) {
      const length = Math.min(STEP, this.size - at);
      this.#read(buffer, 0, length, at);
      yield buffer.subarray(0, length);
    }
  }

  whole(): Buffer {
    const bytes = Buffer.allocUnsafeSlow(this.size);
    this.#read(bytes, 0, this.size, 0);
    return bytes;
  }

  close(): void {
    closeSync(this.#fd);
    this.#unlink();
  }

  #wrote(length: number): void {
    this.#waiting += length;
    this.size += length;
    if (this.#waiting === STEP) this.flush();
  }

  #read(into: Buffer, to: number, length: number, from: number): void {
    for (let done = 0; done < length; ) {
      const got = readSync(this.#fd, into, to + done, length - done, from + done);
      if (got === 0) throw new Error('a temporary file is shorter than what was written to it');
      done += got;
    }
  }

  #unlink(): void {
    if (this.#path === null) return;
    try {
      unlinkSync(this.#path);
      this.#path = null;
    } catch {
      // Windows keeps the name of an open file; `close` comes here again.
    }
  }
}
