/**
 * One object read on its own: down its chain of deltas to a whole object and up again. Chains may lead from pack to
 * pack. A link that turns out damaged is replaced by another copy of the same object where there is one, as git does.
 * Loops, not recursion: chains may be thousands long.
 */
import { tmpdir } from 'node:os';
import { applyDelta, type DeltaSizes, MAX_DELTA_RESULT, readDeltaSizes } from './delta.ts';
import type { LooseReader } from './loose-objects.ts';
import type { Location, ObjectStore, ReadResult, SpillResult } from './object-store.ts';
import { fileFault, type PackFault } from './pack-fault.ts';
import { EXTERNAL_BASE, NO_BASE, type PackReader } from './pack-reader.ts';
import { SpillFile } from './spill-file.ts';
import { looseChunks, packedChunks, StreamFault, spillChunks, spillDelta } from './stream-object.ts';

/** Room for base, delta and result of everyday objects. */
const FIRST_SCRATCH = 1 << 20;
/** A loose object's first bytes come in one piece of up to 64. */
const HEADER_SPARE = 64;

interface Link extends Location {
  readonly oid: string;
}

interface Failure {
  /** Number of the link in the chain. */
  link: number;
  fault: PackFault;
}

export class ObjectChain {
  readonly #store: ObjectStore;
  readonly #maxScratch: number;
  #scratch = new Uint8Array(FIRST_SCRATCH);
  readonly #sizes: DeltaSizes = { base: 0, result: 0, length: 0 };
  /** From the object asked for to the whole one at the chain's end. */
  readonly #links: Link[] = [];
  #type = 0;

  constructor(store: ObjectStore, maxScratch: number) {
    this.#store = store;
    this.#maxScratch = Math.min(maxScratch, MAX_DELTA_RESULT);
  }

  typeOf(oid: string): number {
    return this.#try(oid, () => null) === null ? this.#type : 0;
  }

  read(oid: string, limit: number = this.#maxScratch): ReadResult {
    let size = 0;
    const fault = this.#try(oid, () => {
      const rebuilt = this.#rebuild(limit);
      if (typeof rebuilt !== 'number') return rebuilt;
      size = rebuilt;
      return null;
    });
    if (fault !== null) return { type: this.#type, bytes: null, fault };
    return { type: this.#type, bytes: Buffer.from(this.#scratch.subarray(0, size)), fault: null };
  }

  /** Base and result each in a file of their own, for as long as they are needed. */
  spill(oid: string): SpillResult {
    let file: SpillFile | null = null;
    const fault = this.#try(oid, () => {
      const made = this.#spillChain();
      if (!(made instanceof SpillFile)) return made;
      file = made;
      return null;
    });
    if (fault !== null) return { type: this.#type, file: null, fault };
    return { type: this.#type, file: file!, fault: null };
  }

  #spillChain(): SpillFile | Failure {
    let file: SpillFile | null = null;
    let link = this.#links.length - 1;
    try {
      for (; link >= 0; link--) {
        const base: SpillFile | null = file;
        file = this.#spillLink(this.#links[link]!, base);
        base?.close();
      }
      return file!;
    } catch (error) {
      file?.close();
      if (error instanceof StreamFault) return { link, fault: error.fault };
      return { link, fault: { ...fileFault(tmpdir(), error), oid: this.#links[link]!.oid } };
    }
  }

  #spillLink({ pack, entry, oid }: Link, base: SpillFile | null): SpillFile {
    if (pack < 0) return spillChunks(looseChunks(this.#store, entry, oid));
    const reader = this.#store.reader(pack);
    return base === null ? spillChunks(packedChunks(reader, entry)) : spillDelta(reader, entry, base);
  }

  /** Follows the chain and calls `use`, again with other copies while that helps. */
  #try(oid: string, use: () => Failure | null): PackFault | null {
    const bad = new Set<string>();
    let first: PackFault | null = null;
    let listed = false;
    for (;;) {
      this.#type = 0;
      const failure = this.#follow(oid, bad) ?? use();
      if (failure === null) return null;
      first ??= failure.link <= 0 ? failure.fault : dependent(oid, failure.fault);
      if (this.#hasOtherCopy(failure.link, bad)) continue;
      // What was listed may have moved: a gc packs loose objects and replaces packs.
      if (listed || !this.#store.refreshIfChanged()) return first;
      listed = true;
    }
  }

  /** Marks the failed link bad, and what builds on it as far as no other copy helps. */
  #hasOtherCopy(failed: number, bad: Set<string>): boolean {
    for (let number = failed; number >= 0; number--) {
      const link = this.#links[number]!;
      bad.add(key(link));
      if (this.#pick(link.oid, bad) !== null) return true;
    }
    return false;
  }

  #pick(oid: string, bad: ReadonlySet<string>): Link | null {
    for (const { pack, entry } of this.#store.locate(oid)) {
      const link = { pack, entry, oid };
      if (!bad.has(key(link))) return link;
    }
    return null;
  }

  /** Fills `#links` and `#type`. */
  #follow(oid: string, bad: ReadonlySet<string>): Failure | null {
    const links = this.#links;
    links.length = 0;
    const seen = new Set<string>();
    let id = oid;
    for (let next = this.#pick(oid, bad); ; ) {
      const number = links.length - 1;
      if (next === null) {
        if (number < 0) return this.#failure(number, 'missing', 'no such object', oid);
        return this.#failure(number, 'base-missing', `its base ${id} is nowhere to be found`, oid);
      }
      if (seen.has(key(next)))
        return this.#failure(number, 'cycle', 'it is a delta that builds on itself in the end', oid);
      seen.add(key(next));
      links.push(next);
      if (next.pack < 0) return this.#withLoose(next, () => null);
      const reader = this.#store.reader(next.pack);
      const fault = reader.open(next.entry);
      if (fault !== null) return { link: number + 1, fault };
      if (reader.base === NO_BASE) {
        this.#type = reader.kind;
        return null;
      }
      id = reader.base === EXTERNAL_BASE ? reader.baseOid() : reader.oid(reader.base);
      const base: Link = { pack: next.pack, entry: reader.base, oid: id };
      next = reader.base === EXTERNAL_BASE || bad.has(key(base)) ? this.#pick(id, bad) : base;
    }
  }

  /** A loose object is always the last link. */
  #withLoose(location: Link, use: (loose: LooseReader) => PackFault | null): Failure | null {
    const link = this.#links.length - 1;
    const { oid } = location;
    try {
      const loose = this.#store.looseReader(location.entry, oid);
      try {
        const fault = loose.open() ?? use(loose);
        if (fault !== null) return { link, fault };
        this.#type = loose.type;
        return null;
      } finally {
        loose.close();
      }
    } catch (error) {
      const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const fault = fileFault(this.#store.loose[location.entry]!.folder, error, gone ? 'missing' : 'unreadable');
      return { link, fault: { ...fault, oid } };
    }
  }

  /** The object's bytes at the start of `#scratch`; their number, or what failed. */
  #rebuild(limit: number): number | Failure {
    const last = this.#links.length - 1;
    const made = this.#rebuildRoot(this.#links[last]!, last === 0 ? limit : this.#maxScratch);
    if (typeof made !== 'number') return made;
    let size = made;
    for (let link = last - 1; link >= 0; link--) {
      const result = this.#apply(this.#links[link]!, size, link === 0 ? limit : this.#maxScratch);
      if (typeof result !== 'number') return { link, fault: result };
      size = result;
    }
    return size;
  }

  #rebuildRoot(root: Link, limit: number): number | Failure {
    let size = 0;
    const inflate = (from: LooseReader | PackReader): PackFault | null => {
      size = from.size;
      if (size + 1 > Math.min(limit + 1, this.#maxScratch)) return tooBig(from.path, root.oid, size);
      this.#reserve(size + HEADER_SPARE, 0);
      return from.inflate(this.#scratch, 0);
    };
    if (root.pack < 0) return this.#withLoose(root, inflate) ?? size;
    const reader = this.#store.reader(root.pack);
    const fault = reader.open(root.entry) ?? inflate(reader);
    return fault === null ? size : { link: this.#links.length - 1, fault };
  }

  /** Base at 0, delta behind it, result behind that, then moved to 0. */
  #apply(link: Link, baseLength: number, limit: number): number | PackFault {
    const reader = this.#store.reader(link.pack);
    const sizes = this.#sizes;
    const opened = reader.open(link.entry);
    if (opened !== null) return opened;
    const deltaLength = reader.size;
    const out = baseLength + deltaLength;
    if (out + 1 > this.#maxScratch) return tooBig(reader.path, link.oid, deltaLength);
    this.#reserve(out + 1, baseLength);
    const fault = reader.inflate(this.#scratch, baseLength);
    if (fault !== null) return fault;
    let wrong = readDeltaSizes(this.#scratch, baseLength, deltaLength, sizes);
    if (wrong === null) {
      if (sizes.result > limit || out + sizes.result > this.#maxScratch)
        return tooBig(reader.path, link.oid, sizes.result);
      this.#reserve(out + sizes.result, out);
      wrong = applyDelta(this.#scratch, { base: 0, baseLength, delta: baseLength, deltaLength, out }, sizes, null);
    }
    if (wrong !== null) return reader.fault('bad-delta', link.entry, wrong);
    this.#scratch.copyWithin(0, out, out + sizes.result);
    return sizes.result;
  }

  #reserve(length: number, keep: number): void {
    if (this.#scratch.length >= length) return;
    const larger = new Uint8Array(
      Math.min(Math.max(length, this.#scratch.length * 2), this.#maxScratch + HEADER_SPARE),
    );
    larger.set(this.#scratch.subarray(0, keep));
    this.#scratch = larger;
  }

  #failure(link: number, code: PackFault['code'], reason: string, oid: string): Failure {
    const location = this.#links[link];
    if (location === undefined || location.pack < 0) {
      return { link, fault: { code, file: this.#store.objectsDir, offset: null, oid, reason } };
    }
    return { link, fault: this.#store.reader(location.pack).fault(code, location.entry, reason) };
  }
}

function key(link: Link): string {
  return link.pack < 0 ? `${link.entry}:${link.oid}` : `${link.pack}.${link.entry}`;
}

function tooBig(file: string, oid: string, size: number): PackFault {
  return { code: 'too-big', file, offset: null, oid, reason: `${size} bytes are over the limit` };
}

/** The object itself is whole; one that it builds on is not, or is too big for memory. */
function dependent(oid: string, fault: PackFault): PackFault {
  if (fault.code === 'cycle' || fault.code === 'too-big') return { ...fault, oid };
  return {
    ...fault,
    code: 'base-unreadable',
    oid,
    reason: `it builds on ${fault.oid}: ${fault.reason} (${fault.code})`,
  };
}
