/** The work of a delta scan as shared arrays: delta trees, then loose objects; workers draw from it. */
import { TREE } from '../../git/pack/entry-header.ts';
import type { ObjectStore } from '../../git/pack/object-store.ts';
import { compareBytes, findOid, hexOid, sharedUint32 } from '../../git/pack/oid-table.ts';
import type { PackIndex } from '../../git/pack/pack-index.ts';
import type { PackPlan } from '../../git/pack/plan.ts';

export interface DeltaTasks {
  readonly plans: readonly PackPlan[];
  /** By pack: 1 where an earlier pack holds the same object; null where there is none. */
  readonly repeated: readonly (Uint8Array | null)[];
  /** By rank: the tree's pack and root entry. */
  readonly packOf: Uint32Array;
  readonly rootOf: Uint32Array;
  /** Loose objects that no pack holds. */
  readonly loose: readonly string[];
  /** Entries of all packs before each pack, and at the end of all: numbers for the entries that are only checked. */
  readonly entriesBefore: readonly number[];
  /** Objects to report: trees left out, each object once. */
  readonly objects: number;
}

/** Trees drawn one by one, by cost. */
export const largestFirst = 256;

export function listTasks(store: ObjectStore): DeltaTasks {
  const plans = store.packs.map((_, pack) => store.plan(pack));
  const repeated = store.packs.map((_, pack) => repeatedEntries(store, pack));
  const rows: { pack: number; root: number; cost: number }[] = [];
  let objects = 0;
  plans.forEach(({ trees, type }, pack) => {
    for (let row = 0; row < trees.count; row++) {
      if (trees.type[row] === TREE) continue;
      rows.push({ pack, root: trees.root[row]!, cost: trees.cost[row]! });
    }
    for (let entry = 0; entry < type.length; entry++) {
      if (type[entry] !== TREE && !repeated[pack]?.[entry]) objects++;
    }
  });
  // The largest first, so that none is begun last; the rest as they lie in the pack, for the sake of what is in memory.
  const byCost = rows.sort((a, b) => b.cost - a.cost || a.pack - b.pack || a.root - b.root);
  const rest = byCost.slice(largestFirst).sort((a, b) => a.pack - b.pack || a.root - b.root);
  const ranked = byCost.slice(0, largestFirst).concat(rest);
  const packOf = sharedUint32(ranked.length);
  const rootOf = sharedUint32(ranked.length);
  ranked.forEach((row, rank) => {
    packOf[rank] = row.pack;
    rootOf[rank] = row.root;
  });
  const entriesBefore = [0];
  for (const plan of plans) entriesBefore.push(entriesBefore.at(-1)! + plan.count);
  const loose = looseOnly(store);
  return { plans, repeated, packOf, rootOf, loose, entriesBefore, objects: objects + loose.length };
}

/** Which entries of a pack an earlier pack holds too. Sorted tables are merged; a small one is looked up in a large one. */
function repeatedEntries(store: ObjectStore, pack: number): Uint8Array | null {
  if (pack === 0) return null;
  const { index } = store.packs[pack]!;
  const flags = new Uint8Array(new SharedArrayBuffer(index.count));
  let any = false;
  for (let other = 0; other < pack; other++) {
    const earlier = store.packs[other]!.index;
    for (const position of commonPositions(index, earlier)) {
      flags[index.entryOf[position]!] = 1;
      any = true;
    }
  }
  return any ? flags : null;
}

function* commonPositions(index: PackIndex, other: PackIndex): Generator<number> {
  const { width } = index;
  if (index.count * 16 < other.count) {
    for (let i = 0; i < index.count; i++) if (findOid(other, index.oids, i * width) >= 0) yield i;
    return;
  }
  let j = 0;
  for (let i = 0; i < index.count; i++) {
    const order = (): number => compareBytes(other.oids, j * width, index.oids, i * width, width);
    while (j < other.count && order() < 0) j++;
    if (j < other.count && order() === 0) yield i;
  }
}

function looseOnly(store: ObjectStore): string[] {
  const found = new Set<string>();
  for (const { oids } of store.loose) {
    for (let i = 0; i < oids.count; i++) {
      if (!store.packs.some(({ index }) => findOid(index, oids.oids, i * oids.width) >= 0)) found.add(hexOid(oids, i));
    }
  }
  return [...found].sort();
}
