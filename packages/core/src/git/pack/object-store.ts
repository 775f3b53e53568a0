/**
 * All objects of a repository: packs, loose objects, alternates; found by id, listed, read one by one. Packs stay open,
 * so a `git gc` beside us takes nothing away; what is not found is looked for again after a fresh listing. Worker
 * threads attach to the same memory and descriptors (`share`, `attachObjectStore`). The delta walk goes through
 * `reader` and `plan` instead of `read`. One object's trouble is returned as a fault; nothing throws for it.
 */
import { closeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listObjectFolders } from './alternates.ts';
import { WindowPool } from './file-bytes.ts';
import { createInflater, type Inflater } from './inflater.ts';
import { type LooseFolder, LooseReader, listLoose, loosePath } from './loose-objects.ts';
import { ObjectChain } from './object-chain.ts';
import { findOid, type ObjectFormat, oidWidth } from './oid-table.ts';
import type { PackFault } from './pack-fault.ts';
import { listPacks, type PackListOptions } from './pack-list.ts';
import { PackReader, type SharedPack } from './pack-reader.ts';
import { type PackPlan, planPack } from './plan.ts';
import type { SpillFile } from './spill-file.ts';
import { streamLoose, streamPacked } from './stream-object.ts';

export interface StoreOptions {
  readonly objectFormat: ObjectFormat;
  /** Bytes that packs held whole, windows and one object being rebuilt may take together; default 512 MiB. */
  readonly maxMemory?: number;
  /** That may each rebuild an object at a time; default 1. */
  readonly threads?: number;
  /** Bytes of packs to hold whole in shared memory, 15 % faster than windows; default an eighth of `maxMemory`. */
  readonly wholeBytes?: number;
  /** GIT_ALTERNATE_OBJECT_DIRECTORIES, split. */
  readonly alternates?: readonly string[];
}

/** Postable to a worker thread of this process; everything large in it is shared memory. */
export interface SharedStore {
  readonly objectsDir: string;
  readonly options: StoreOptions;
  readonly packs: readonly SharedPack[];
  readonly loose: readonly LooseFolder[];
  readonly listFaults: readonly PackFault[];
  readonly stamp: string;
}

/** One copy of an object: in a pack by number and entry, or loose in a folder (`pack` -1, `entry` number of the folder). */
export interface Location {
  readonly pack: number;
  readonly entry: number;
}

/** `type` 1–4 (entry-header.ts), 0 if it is not known. */
export type ReadResult =
  | { readonly type: number; readonly bytes: Buffer; readonly fault: null }
  | { readonly type: number; readonly bytes: null; readonly fault: PackFault };

/**
 * `chunks` may be called again and again; the last item is a fault if the object could not be read to its end. A chunk lives
 * until the next one. Close it.
 */
export type StreamResult =
  | {
      readonly type: number;
      readonly size: number;
      readonly chunks: () => Iterable<Uint8Array | PackFault>;
      readonly close: () => void;
      readonly fault: null;
    }
  | { readonly type: number; readonly size: number; readonly chunks: null; readonly fault: PackFault };

export type SpillResult =
  | { readonly type: number; readonly file: SpillFile; readonly fault: null }
  | { readonly type: number; readonly file: null; readonly fault: PackFault };

const MAX_MEMORY = 512 << 20;
/** Loose objects have windows of their own, so that they do not push out those of packs. */
const LOOSE_WINDOWS = 512 << 10;
/** The header scan goes front to back: few large windows. */
const SCAN_WINDOWS = 4 << 20;
const SCAN_WINDOW = 1 << 20;
const RELISTS = 5;

export function openObjectStore(objectsDir: string, options: StoreOptions): ObjectStore {
  const store = new ObjectStore({ objectsDir, options, packs: [], loose: [], listFaults: [], stamp: '' });
  store.refresh();
  return store;
}

/** The same store in another thread. Its `refresh` affects this thread only. */
export function attachObjectStore(shared: SharedStore): ObjectStore {
  return new ObjectStore(shared);
}

export class ObjectStore {
  readonly objectsDir: string;
  readonly options: StoreOptions;
  readonly width: number;
  /** Grows by `refresh`; numbers stay. */
  readonly packs: SharedPack[];
  /** As of the last listing. */
  loose: readonly LooseFolder[];
  readonly inflater: Inflater = createInflater();
  readonly #readers: PackReader[] = [];
  readonly #windows: WindowPool;
  readonly #looseWindows: WindowPool = new WindowPool(LOOSE_WINDOWS);
  readonly #listOptions: PackListOptions;
  readonly #chain: ObjectChain;
  #listFaults: readonly PackFault[];
  /** State of the pack folders before the last listing. */
  #stamp: string;

  constructor(shared: SharedStore) {
    const maxMemory = shared.options.maxMemory ?? MAX_MEMORY;
    this.objectsDir = shared.objectsDir;
    this.options = shared.options;
    this.width = oidWidth(shared.options.objectFormat);
    this.packs = [...shared.packs];
    this.loose = shared.loose;
    this.#listFaults = shared.listFaults;
    this.#stamp = shared.stamp;
    this.#windows = new WindowPool(maxMemory / 128);
    this.#listOptions = {
      format: shared.options.objectFormat,
      wholeBudget: shared.options.wholeBytes ?? maxMemory / 8,
    };
    this.#chain = new ObjectChain(this, maxMemory / 4 / (shared.options.threads ?? 1));
  }

  share(): SharedStore {
    const { objectsDir, options, packs, loose } = this;
    return { objectsDir, options, packs: [...packs], loose, listFaults: this.#listFaults, stamp: this.#stamp };
  }

  /** What is wrong with whole files: each means that objects may be lost. */
  get faults(): PackFault[] {
    return [...this.#listFaults, ...this.packs.flatMap((pack) => pack.faults)];
  }

  /** This thread's reader of a pack. */
  reader(pack: number): PackReader {
    this.#readers[pack] ??= new PackReader(this.packs[pack]!, this.#windows, this.inflater);
    return this.#readers[pack];
  }

  /** Opens a loose object; throws what the file system throws. Close it. */
  looseReader(folder: number, oid: string, inflater: Inflater = this.inflater): LooseReader {
    return new LooseReader(loosePath(this.loose[folder]!.folder, oid), oid, this.#looseWindows, inflater);
  }

  plan(pack: number): PackPlan {
    const windows = new WindowPool(SCAN_WINDOWS, SCAN_WINDOW);
    return planPack(new PackReader(this.packs[pack]!, windows, this.inflater), (oid) => this.typeOf(oid));
  }

  /** Lists folders, packs and loose objects anew: what is new is added, open packs stay. */
  refresh(): void {
    for (let attempt = 1; attempt <= RELISTS; attempt++) {
      const { folders, faults } = listObjectFolders(this.objectsDir, this.options.alternates ?? []);
      this.#stamp = stampOf(folders);
      let vanished = false;
      const loose: LooseFolder[] = [];
      for (const folder of folders) {
        // Loose objects first: a gc moves them into packs, so what it takes from here is found there.
        const listed = listLoose(folder, this.width);
        loose.push(listed.loose);
        const known = new Set(this.packs.map((pack) => pack.file.path));
        const listing = listPacks(folder, known, this.#listOptions);
        this.packs.push(...listing.packs);
        faults.push(...listed.faults, ...listing.faults);
        vanished ||= listing.vanished;
      }
      this.loose = loose;
      this.#listFaults = faults;
      if (!vanished) break;
    }
  }

  /** Lists anew if packs came or went since the last listing (a gc, a fetch): a few µs if not. */
  refreshIfChanged(): boolean {
    if (stampOf(this.loose.map((folder) => folder.folder)) === this.#stamp) return false;
    this.refresh();
    return true;
  }

  /** Every copy of an object, packs first. */
  locate(oid: string): Location[] {
    const found: Location[] = [];
    const bytes = Buffer.from(oid, 'hex');
    if (bytes.length !== this.width) return found;
    for (const [pack, { index }] of this.packs.entries()) {
      const position = findOid(index, bytes, 0);
      if (position >= 0) found.push({ pack, entry: index.entryOf[position]! });
    }
    for (const [folder, { oids }] of this.loose.entries()) {
      if (findOid(oids, bytes, 0) >= 0) found.push({ pack: -1, entry: folder });
    }
    return found;
  }

  /** 1–4, or 0 if no readable copy exists. */
  typeOf(oid: string): number {
    return this.#chain.typeOf(oid);
  }

  /** The whole object; over `limit` bytes the fault `too-big`. Any sound copy will do, and any sound copy of its bases. */
  read(oid: string, limit?: number): ReadResult {
    return this.#chain.read(oid, limit);
  }

  /** As `read`, by way of a temporary file where memory leaves no room for its bases. */
  readWhole(oid: string, limit: number): ReadResult {
    const read = this.read(oid, limit);
    if (read.fault?.code !== 'too-big') return read;
    const { type, file, fault } = this.spill(oid);
    if (fault !== null) return { type, bytes: null, fault };
    try {
      return file.size > limit ? read : { type, bytes: file.whole(), fault: null };
    } finally {
      file.close();
    }
  }

  /** For objects too big for `read`: constant memory; what is a delta is rebuilt in temporary files. */
  stream(oid: string): StreamResult {
    for (const location of this.locate(oid)) {
      const result = location.pack < 0 ? streamLoose(this, location.entry, oid) : streamPacked(this, location);
      if (result?.fault === null) return result;
    }
    const { type, file, fault } = this.spill(oid);
    if (fault !== null) return { type, size: 0, chunks: null, fault };
    return { type, size: file.size, chunks: () => file.chunks(), close: () => file.close(), fault: null };
  }

  /** The object in a temporary file; any sound copy will do, and any sound copy of its bases. Close the file. */
  spill(oid: string): SpillResult {
    return this.#chain.spill(oid);
  }

  /** Closes the descriptors, for all threads: only where the store was opened. */
  close(): void {
    for (const { file } of this.packs) if (file.fd >= 0) closeSync(file.fd);
    this.packs.length = 0;
    this.#readers.length = 0;
  }
}

function stampOf(folders: readonly string[]): string {
  const stamps = folders.map((folder) => {
    const stat = statSync(join(folder, 'pack'), { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? '' : `${stat.ino}:${stat.mtimeNs}`;
  });
  return stamps.join(' ');
}
