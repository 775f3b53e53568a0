/** The work of a delta scan as shared arrays: delta trees, then loose objects; workers draw from it. */
import { TREE } from '../../git/pack/entry-header.ts';
import type { ObjectStore } from '../../git/pack/object-store.ts';
import { compareBytes, findOid, hexOid, sharedFloat64, sharedUint32 } from '../../git/pack/oid-table.ts';
import type { PackIndex } from '../../git/pack/pack-index.ts';
import type { PackPlan } from '../../git/pack/plan.ts';
import type { Recalled } from '../cache/recall.ts';

export interface DeltaTasks {
  readonly plans: readonly PackPlan[];
  /** By pack: 1 where an earlier pack holds the same object, or an earlier run has read it; null where there is none. */
  readonly repeated: readonly (Uint8Array | null)[];
  /** By rank: the tree's pack and root entry. */
  readonly packOf: Uint32Array;
  readonly rootOf: Uint32Array;
  /** Objects read without their neighbours: loose ones that no pack holds, and the new ones of a pack with few. */
  readonly alone: readonly string[];
  /** Entries of all packs before each pack, and at the end of all: numbers for the entries that are only checked. */
  readonly entriesBefore: readonly number[];
  /** Objects to report: trees left out, each object once. */
  readonly objects: number;
}

/** Trees drawn one by one, by cost. */
export const largestFirst = 256;

/** A pack with so few new objects (or a part of them all, below) is not worth a pass over its headers and trees. */
const fewNew = 64;
const fewNewShare = 1 / 64;

/** `recalled`: what need not be read again. */
export function listTasks(store: ObjectStore, recalled: Recalled | null = null): DeltaTasks {
  const repeated = store.packs.map((_, pack) => repeatedEntries(store, pack, recalled?.entries[pack] ?? null));
  const alone: string[] = [];
  const plans = store.packs.map(({ index }, pack) => {
    const fresh = recalled === null ? null : unflagged(repeated[pack] ?? null, index.count);
    if (fresh === null || fresh.length > Math.max(fewNew, index.count * fewNewShare)) return store.plan(pack);
    for (const entry of fresh) alone.push(hexOid(index, index.positionOf[entry]!));
    return noPlan();
  });
  let objects = 0;
  const trees = treeRows(plans.reduce((sum, plan) => sum + plan.trees.count, 0));
  plans.forEach((plan, pack) => {
    const { type } = plan;
    const wanted = recalled === null ? null : rootsOfUnflagged(plan, repeated[pack] ?? null);
    for (let row = 0; row < plan.trees.count; row++) {
      const root = plan.trees.root[row]!;
      if (plan.trees.type[row] === TREE || wanted?.[root] === 0) continue;
      trees.pack[trees.count] = pack;
      trees.root[trees.count] = root;
      trees.cost[trees.count++] = plan.trees.cost[row]!;
    }
    for (let entry = 0; entry < type.length; entry++) {
      if (type[entry] !== TREE && !repeated[pack]?.[entry]) objects++;
    }
  });
  const { packOf, rootOf } = ranked(trees);
  const entriesBefore = [0];
  for (const plan of plans) entriesBefore.push(entriesBefore.at(-1)! + plan.count);
  alone.push(...looseOnly(store).filter((oid) => !recalled?.loose.has(oid)));
  return { plans, repeated, packOf, rootOf, alone, entriesBefore, objects: objects + alone.length };
}

/** Delta trees to walk, one number of each list a tree: a large repository has hundreds of thousands. */
interface TreeRows {
  count: number;
  readonly pack: Uint32Array;
  readonly root: Uint32Array;
  readonly cost: Float64Array;
}

function treeRows(most: number): TreeRows {
  return { count: 0, pack: new Uint32Array(most), root: new Uint32Array(most), cost: new Float64Array(most) };
}

/** The largest first, so that none is begun last; the rest as they lie in the pack, for the sake of what is in memory. */
function ranked({ count, pack, root, cost }: TreeRows): Pick<DeltaTasks, 'packOf' | 'rootOf'> {
  const asTheyLie = (a: number, b: number): number => pack[a]! - pack[b]! || root[a]! - root[b]!;
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  order.sort((a, b) => cost[b]! - cost[a]! || asTheyLie(a, b));
  order.subarray(largestFirst).sort(asTheyLie);
  const packOf = sharedUint32(count);
  const rootOf = sharedUint32(count);
  for (let rank = 0; rank < count; rank++) {
    packOf[rank] = pack[order[rank]!]!;
    rootOf[rank] = root[order[rank]!]!;
  }
  return { packOf, rootOf };
}

function unflagged(flags: Uint8Array | null, count: number): number[] {
  const entries: number[] = [];
  for (let entry = 0; entry < count; entry++) if (flags?.[entry] !== 1) entries.push(entry);
  return entries;
}

/** By entry: 1 for roots of trees in which something is to be read. */
function rootsOfUnflagged({ base, count }: PackPlan, flags: Uint8Array | null): Uint8Array {
  const roots = new Uint8Array(count);
  for (let entry = 0; entry < count; entry++) {
    if (flags?.[entry] === 1) continue;
    let root = entry;
    while (base[root]! >= 0) root = base[root]!;
    roots[root] = 1;
  }
  return roots;
}

function noPlan(): PackPlan {
  const bytes = new Uint8Array(new SharedArrayBuffer(0));
  const [numbers, sums] = [sharedUint32(0), sharedFloat64(0)];
  const base = new Int32Array(numbers.buffer);
  const trees = { count: 0, root: numbers, type: bytes, entries: numbers, cost: sums };
  const all = { kind: bytes, type: bytes, faults: bytes, size: sums, base, children: numbers };
  return { ...all, count: 0, childStart: sharedUint32(1), trees, external: [] };
}

/**
 * Which entries of a pack an earlier pack holds too, added to those known. Sorted tables are merged; a small one is looked
 * up in a large one.
 */
function repeatedEntries(store: ObjectStore, pack: number, known: Uint8Array | null): Uint8Array | null {
  if (pack === 0) return known;
  const { index } = store.packs[pack]!;
  const flags = known ?? new Uint8Array(new SharedArrayBuffer(index.count));
  let any = known !== null;
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
