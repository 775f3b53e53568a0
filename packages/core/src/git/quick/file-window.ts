/**
 * A file seen through a window that moves. An index of 200,000 entries has 20 MB; memory of that size, fresh from the system,
 * costs several times what reading does, so the same half megabyte is filled again and again.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const most = 1 << 19;

export class FileWindow {
  readonly size: number;
  /** What the window shows; it ends with the file at the latest. Valid until the next `hold`. */
  bytes: Buffer;
  readonly #fd: number;
  readonly #memory: Buffer;
  #start = 0;

  /** Throws the system's error where the file cannot be opened. */
  constructor(file: string) {
    this.#fd = openSync(file, 'r');
    this.size = fstatSync(this.#fd).size;
    this.#memory = Buffer.allocUnsafe(Math.min(this.size, most));
    this.bytes = this.#memory.subarray(0, 0);
    this.hold(0, most);
  }

  /**
   * Shows [at, at + need), as far as the file goes, and returns where `at` stands in `bytes`. Where that means reading, up to
   * `ahead` bytes are read, if that is more. Needs above half a megabyte are cut.
   */
  hold(at: number, need: number, ahead: number = need): number {
    const end = this.#start + this.bytes.length;
    if (at >= this.#start && (at + need <= end || end === this.size)) return at - this.#start;
    const length = Math.min(Math.max(need, ahead), this.#memory.length, Math.max(0, this.size - at));
    let filled = 0;
    while (filled < length) {
      const read = readSync(this.#fd, this.#memory, filled, length - filled, at + filled);
      if (read === 0) break;
      filled += read;
    }
    this.#start = at;
    this.bytes = this.#memory.subarray(0, filled);
    return 0;
  }

  /** A copy of [from, end), of any length. */
  copy(from: number, end: number): Buffer {
    const copy = Buffer.alloc(end - from);
    for (let done = 0; done < copy.length; ) {
      const at = this.hold(from + done, Math.min(most, copy.length - done));
      const copied = this.bytes.copy(copy, done, at);
      if (copied === 0) throw new RangeError('the file is shorter than it says');
      done += copied;
    }
    return copy;
  }

  close(): void {
    closeSync(this.#fd);
  }
}
