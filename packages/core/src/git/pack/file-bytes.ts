/**
 * Read-only access to one open file by offset: whole in shared memory when it is small, else through a small set of
 * windows that are read on demand and reused, oldest first. Node has no mmap, and one Buffer cannot hold every pack.
 * The descriptor stays open, so a `git gc` that unlinks the file changes nothing. One instance per thread; the
 * descriptor and the shared copy are common to all threads of the process.
 */
import * as fs from 'node:fs';

/** Postable to a worker thread of the same process. */
export interface SharedFile {
  readonly path: string;
  /** Valid in every thread of the process; -1 once `whole` holds everything. */
  readonly fd: number;
  readonly size: number;
  readonly whole: Uint8Array | null;
}

/** Delta trees are scattered over a pack: 1,024 windows of 16 KiB hold their parts at 15 % over a pack held whole, 64 of 256 KiB at 100 %. */
const WINDOW_BYTES = 16 * 1024;
/** A range up to this long comes in one piece, windows or not; longer ones are read in pieces. */
const PIECE_BYTES = 1 << 20;
/** One read call asks for no more: some kernels refuse 2 GiB and over. */
const READ_STEP = 1 << 28;

/** The windows of one thread, shared by all its files; given up by second chance, close to least recently used. */
export class WindowPool {
  readonly windowBytes: number;
  readonly buffers: Uint8Array[] = [];
  readonly #owners: (FileBytes | null)[];
  readonly #numbers: Float64Array;
  /** 1: used since the hand last came by. */
  readonly #used: Uint8Array;
  #hand = 0;

  /** `windowBytes`: a power of two. */
  constructor(totalBytes: number, windowBytes: number = WINDOW_BYTES) {
    const windows = Math.max(2, Math.floor(totalBytes / windowBytes));
    this.windowBytes = windowBytes;
    this.#owners = new Array<FileBytes | null>(windows).fill(null);
    this.#numbers = new Float64Array(windows);
    this.#used = new Uint8Array(windows);
  }

  touch(slot: number): void {
    this.#used[slot] = 1;
  }

  /** A slot whose buffer `owner` may fill with its window `number`. */
  take(owner: FileBytes, number: number): number {
    let slot = this.buffers.length;
    if (slot < this.#owners.length) this.buffers.push(new Uint8Array(this.windowBytes));
    else {
      slot = this.#hand;
      while (this.#used[slot] === 1) {
        this.#used[slot] = 0;
        slot = (slot + 1) % this.#used.length;
      }
      this.#hand = (slot + 1) % this.#used.length;
      this.#owners[slot]?.forget(this.#numbers[slot]!);
    }
    this.#owners[slot] = owner;
    this.#numbers[slot] = number;
    return slot;
  }

  /** Gives a slot back whose filling failed. */
  drop(slot: number): void {
    this.#owners[slot] = null;
  }
}

export class FileBytes {
  readonly path: string;
  readonly size: number;
  /** Holds the bytes that the last `at` asked for. */
  bytes: Uint8Array;
  readonly #fd: number;
  readonly #pool: WindowPool;
  /** Window number → slot of the pool, or -1. */
  readonly #slotOf: Int32Array;
  #start = 0;
  #end: number;
  #spill: Uint8Array = new Uint8Array(0);

  constructor(file: SharedFile, pool: WindowPool) {
    this.path = file.path;
    this.size = file.size;
    this.#fd = file.fd;
    this.#pool = pool;
    this.bytes = file.whole ?? new Uint8Array(0);
    this.#end = file.whole === null ? 0 : file.size;
    this.#slotOf = new Int32Array(file.whole === null ? Math.ceil(file.size / pool.windowBytes) : 0).fill(-1);
  }

  /** The most that one `at` should ask for. */
  get pieceBytes(): number {
    return PIECE_BYTES;
  }

  /**
   * Index in `this.bytes` of the byte at `offset`, with `length` bytes standing there; valid until the next call on
   * any file of the same pool. -1 if the file has no such range or reading failed.
   */
  at(offset: number, length: number): number {
    const end = offset + length;
    if (offset >= this.#start && end <= this.#end) return offset - this.#start;
    if (offset < 0 || end > this.size || this.#fd < 0) return -1;
    return this.#load(offset, length);
  }

  /** The pool gave this window to another. */
  forget(number: number): void {
    this.#slotOf[number] = -1;
    this.#show(this.bytes, 0, 0);
  }

  #load(offset: number, length: number): number {
    const size = this.#pool.windowBytes;
    const number = Math.floor(offset / size);
    const start = number * size;
    if (offset + length > start + size) return this.#loadAcross(offset, length);
    let slot = this.#slotOf[number]!;
    if (slot < 0) {
      slot = this.#pool.take(this, number);
      if (!readFully(this.#fd, this.#pool.buffers[slot]!, Math.min(size, this.size - start), start)) {
        this.#pool.drop(slot);
        return -1;
      }
      this.#slotOf[number] = slot;
    }
    this.#pool.touch(slot);
    this.#show(this.#pool.buffers[slot]!, start, Math.min(start + size, this.size));
    return offset - start;
  }

  /** A range over a window's end goes to a buffer of its own, from `offset` on. */
  #loadAcross(offset: number, length: number): number {
    if (this.#spill.length < length) this.#spill = new Uint8Array(Math.min(length * 2, Math.max(length, PIECE_BYTES)));
    this.#show(this.#spill, 0, 0);
    if (!readFully(this.#fd, this.#spill, length, offset)) return -1;
    this.#show(this.#spill, offset, offset + length);
    return 0;
  }

  #show(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.#start = start;
    this.#end = end;
  }
}

/** Fills `into` with `length` bytes from `offset`; false on an error or a short file. */
export function readFully(fd: number, into: Uint8Array, length: number, offset: number): boolean {
  try {
    for (let done = 0; done < length; ) {
      const got = fs.readSync(fd, into, done, Math.min(length - done, READ_STEP), offset + done);
      if (got === 0) return false;
      done += got;
    }
    return true;
  } catch {
    return false;
  }
}

/** Opens a regular file (a FIFO or device in its place would block for ever). Throws what the file system throws. */
export function openRegular(path: string): { fd: number; size: number } {
  if (!fs.statSync(path).isFile()) throw new Error('not a regular file');
  const fd = fs.openSync(path, 'r');
  return { fd, size: fs.fstatSync(fd).size };
}
