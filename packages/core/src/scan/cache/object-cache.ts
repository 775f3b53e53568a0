/** The cache of objects: read before a scan, written after it. Every failure means "no cache", none is an error. */
import { TREE } from '../../git/pack/entry-header.ts';
import type { ObjectStore } from '../../git/pack/object-store.ts';
import { findHexOid, ObjectId } from '../../git/pack/oid-table.ts';
import type { PackPlan } from '../../git/pack/plan.ts';
import type { Repository } from '../../git/repository.ts';
import type { BlobScanner } from '../scan-blob.ts';
import { type CacheFile, cacheFile, dropOldFiles } from './cache-folder.ts';
import { readChecked, writeChecked } from './checked-file.ts';
import {
  emptyTable,
  type KnownObjects,
  mergeTables,
  ObjectRows,
  readTable,
  tableOf,
  writeTable,
} from './known-objects.ts';
import { type KnownResult, readResults, writeResults } from './known-results.ts';
import { BadCache, PayloadReader, PayloadWriter } from './payload.ts';
import { packTrailer, type Recalled, type RememberedObjects, recall } from './recall.ts';

/** What a scan adds: rows of what it read, and what it found in them. */
export interface Learned {
  readonly rows: readonly Uint8Array[];
  readonly results: readonly KnownResult[];
  readonly tags: ReadonlyMap<string, string>;
  readonly plans: readonly PackPlan[];
  readonly repeated: readonly (Uint8Array | null)[];
}

export class ObjectCache {
  readonly #repo: Repository;
  readonly #scanner: BlobScanner;
  readonly #file: CacheFile | null;

  /** `build` names the code that decides. */
  constructor(repo: Repository, scanner: BlobScanner, build: string) {
    this.#repo = repo;
    this.#scanner = scanner;
    this.#file = cacheFile({ repo, build, ruleset: scanner.ruleset.hash }, 'objects');
  }

  recall(store: ObjectStore): Recalled | null {
    if (this.#file === null) return null;
    const payload = readChecked(this.#file.path, this.#file.key);
    if (payload === null) return null;
    try {
      return recall(store, this.#read(payload, store.width), this.#scanner);
    } catch (error) {
      if (error instanceof BadCache) return null;
      throw error;
    }
  }

  /** Call it only after a scan that lost nothing. */
  save(store: ObjectStore, recalled: Recalled | null, learned: Learned): void {
    if (this.#file === null) return;
    const { width } = store;
    const added = tableOf([...learned.rows, gitTrees(store, learned)], width);
    if (recalled !== null && !recalled.stale && added.count === 0) return;
    const all = recalled === null ? added : mergeTables(recalled.table, recalled.present, added);
    const results = [...(recalled?.results ?? []), ...learned.results];
    const table = this.#withoutTelling(all, results);
    const packs = store.packs.map((_, pack) => packTrailer(store, pack)).filter((trailer) => trailer !== '');
    const tags = [...learned.tags].filter(([oid]) => findHexOid(table, oid) >= 0);
    const writer = new PayloadWriter();
    writeTable(writer, table);
    writer.text(packs.join(' ')).text(tags.map(([oid, target]) => `${oid} ${target}`).join('\n'));
    writeResults(writer, results, table);
    if (writeChecked(this.#file.path, this.#file.key, writer.parts)) dropOldFiles(this.#repo);
  }

  #read(payload: Buffer, width: number): RememberedObjects {
    const reader = new PayloadReader(payload);
    const table = readTable(reader, width);
    const packs = new Set(reader.text().split(' '));
    const tags = new Map<string, string>();
    for (const line of reader.text().split('\n')) {
      const [, oid, target] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}|)$/.exec(line) ?? [];
      if (line !== '' && oid === undefined) throw new BadCache();
      if (oid !== undefined) tags.set(oid, target!);
    }
    const results = readResults(reader, table, this.#scanner.ruleset.rules.length);
    reader.end();
    return { table, packs, tags, results };
  }

  /** Facts are written as they are; should they hold a secret, their object is not remembered and is read every time. */
  #withoutTelling(table: KnownObjects, results: readonly KnownResult[]): KnownObjects {
    const told = new Map<string, boolean>();
    const tells = (facts: string): boolean => {
      const bytes = Buffer.from(facts);
      if (!told.has(facts)) told.set(facts, this.#scanner.detector.detect(bytes, 0, bytes.length).length > 0);
      return told.get(facts)!;
    };
    const telling = results.filter(({ located }) => located.some(({ facts }) => tells(JSON.stringify(facts))));
    if (telling.length === 0) return table;
    const marked = new Uint8Array(table.count).fill(1);
    for (const { oid } of telling) marked[findHexOid(table, oid)] = 0;
    return mergeTables(table, marked, emptyTable(table.width, 0));
  }
}

/** Git's trees of the packs that were walked: checked, never scanned, and so not among the rows. */
function gitTrees(store: ObjectStore, { plans, repeated }: Learned): Uint8Array {
  const rows = new ObjectRows(store.width);
  for (const [pack, { type, count }] of plans.entries()) {
    const { index } = store.packs[pack]!;
    const id = new ObjectId(index);
    for (let entry = 0; entry < count; entry++) {
      if (type[entry] !== TREE || repeated[pack]?.[entry] === 1) continue;
      id.position = index.positionOf[entry]!;
      rows.add(id, TREE, 0);
    }
  }
  return rows.take();
}
