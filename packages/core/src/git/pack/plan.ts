/**
 * The shape of a pack: what every entry is and which entries build on which, from one pass over the headers. A delta
 * tree is a root (a whole object, or a delta whose base lies outside this pack) with all that builds on it. Nothing is
 * inflated here; the walk does that. Everything by entry number (rank by offset), in shared memory.
 */
import { OFS_DELTA } from './entry-header.ts';
import { sharedFloat64, sharedUint32 } from './oid-table.ts';
import { faultNumber, PACK_FAULT_CODES, type PackFault } from './pack-fault.ts';
import { EXTERNAL_BASE, type PackReader } from './pack-reader.ts';

/** `base` of an entry whose header or base is unusable: it heads a tree of type 0. */
export const BROKEN_BASE = -3;

export interface PackPlan {
  readonly count: number;
  /** Header type: 1–4 whole objects, 6 and 7 deltas, 0 unreadable. */
  readonly kind: Uint8Array;
  /** Type of the object after its deltas, 1–4; 0 if it cannot be known: a fault stands here or further up the tree. */
  readonly type: Uint8Array;
  /** Inflated bytes of the entry's own data: for a delta, of the delta. */
  readonly size: Float64Array;
  /** Entry of the base, NO_BASE, EXTERNAL_BASE or BROKEN_BASE. */
  readonly base: Int32Array;
  /** Children of e: children[childStart[e]] … children[childStart[e+1]-1], ascending. */
  readonly childStart: Uint32Array;
  readonly children: Uint32Array;
  /** Position in PACK_FAULT_CODES of what is wrong with the entry itself; 0 for nothing. */
  readonly faults: Uint8Array;
  readonly trees: DeltaTrees;
  /** Entries whose base lies outside this pack, with its id (empty if it could not be read). */
  readonly external: readonly { readonly entry: number; readonly baseOid: string }[];
}

/** Columns of one table: a row is a tree. In order of the root's offset. */
export interface DeltaTrees {
  readonly count: number;
  readonly root: Uint32Array;
  /** Type of every object in it, 0 if it cannot be known. */
  readonly type: Uint8Array;
  /** Objects in it. */
  readonly entries: Uint32Array;
  /** Sum of `size`: a measure of work and, for the root alone, of memory. */
  readonly cost: Float64Array;
}

/** `typeOf` gives the type of an object outside this pack, 0 if there is none. */
export function planPack(reader: PackReader, typeOf: (oid: string) => number): PackPlan {
  const { count } = reader.index;
  const kind = new Uint8Array(new SharedArrayBuffer(count));
  const type = new Uint8Array(new SharedArrayBuffer(count));
  const faults = new Uint8Array(new SharedArrayBuffer(count));
  const size = sharedFloat64(count);
  const base = new Int32Array(new SharedArrayBuffer(count * 4));
  const external: { entry: number; baseOid: string }[] = [];

  for (let entry = 0; entry < count; entry++) {
    const fault = reader.open(entry);
    if (fault !== null) {
      faults[entry] = faultNumber(fault.code);
      base[entry] = BROKEN_BASE;
      continue;
    }
    kind[entry] = reader.kind;
    size[entry] = reader.size;
    base[entry] = reader.base;
    if (reader.base === EXTERNAL_BASE) external.push({ entry, baseOid: reader.baseOid() });
  }
  for (const { entry, baseOid } of external) {
    type[entry] = baseOid === '' ? 0 : typeOf(baseOid);
    if (type[entry] === 0) faults[entry] = faultNumber('base-missing');
  }

  const root = findRoots(kind, type, base, faults);
  const { childStart, children } = listChildren(base);
  const trees = sumTrees(root, type, size, base);
  return { count, kind, type, size, base, childStart, children, faults, trees, external };
}

/** Root of every entry; spreads types down from the roots and cuts cycles. Bases may lie behind (ref deltas). */
function findRoots(kind: Uint8Array, type: Uint8Array, base: Int32Array, faults: Uint8Array): Uint32Array {
  const count = kind.length;
  const root = new Uint32Array(count);
  /** 0 new, 1 on the path being climbed, 2 done. */
  const state = new Uint8Array(count);
  const path: number[] = [];
  for (let start = 0; start < count; start++) {
    let entry = start;
    while (state[entry] === 0 && base[entry]! >= 0) {
      state[entry] = 1;
      path.push(entry);
      entry = base[entry]!;
    }
    if (state[entry] === 0) {
      state[entry] = 2;
      root[entry] = entry;
      if (kind[entry]! < OFS_DELTA) type[entry] = kind[entry]!;
    } else if (state[entry] === 1) {
      // The path from `entry` on is a cycle: each member heads a tree of its own.
      for (let member = path.pop()!; ; member = path.pop()!) {
        state[member] = 2;
        root[member] = member;
        base[member] = BROKEN_BASE;
        faults[member] = faultNumber('cycle');
        if (member === entry) break;
      }
    }
    for (let below = path.pop(); below !== undefined; below = path.pop()) {
      state[below] = 2;
      root[below] = root[base[below]!]!;
      type[below] = type[base[below]!]!;
    }
  }
  return root;
}

function listChildren(base: Int32Array): { childStart: Uint32Array; children: Uint32Array } {
  const count = base.length;
  const childStart = sharedUint32(count + 1);
  for (let entry = 0; entry < count; entry++) if (base[entry]! >= 0) childStart[base[entry]! + 1]!++;
  for (let entry = 0; entry < count; entry++) childStart[entry + 1]! += childStart[entry]!;
  const children = sharedUint32(childStart[count]!);
  const next = childStart.slice(0, count);
  for (let entry = 0; entry < count; entry++) if (base[entry]! >= 0) children[next[base[entry]!]!++] = entry;
  return { childStart, children };
}

function sumTrees(root: Uint32Array, type: Uint8Array, size: Float64Array, base: Int32Array): DeltaTrees {
  const rowOf = new Uint32Array(root.length);
  let count = 0;
  for (let entry = 0; entry < root.length; entry++) if (root[entry] === entry) rowOf[entry] = count++;
  const trees = {
    count,
    root: sharedUint32(count),
    type: new Uint8Array(new SharedArrayBuffer(count)),
    entries: sharedUint32(count),
    cost: sharedFloat64(count),
  };
  for (let entry = 0; entry < root.length; entry++) {
    const row = rowOf[root[entry]!]!;
    trees.entries[row]!++;
    trees.cost[row]! += size[entry]!;
    if (base[entry]! >= 0) continue;
    trees.root[row] = entry;
    trees.type[row] = type[entry]!;
  }
  return trees;
}

/** What is wrong with an entry that the plan could not place, or null. Names the entry's own trouble or its base's. */
export function planFault(plan: PackPlan, reader: PackReader, entry: number): PackFault | null {
  const code = PACK_FAULT_CODES[plan.faults[entry]!]!;
  if (code !== 'none') return reader.open(entry) ?? reader.fault(code, entry, REASONS[code] ?? code);
  if (plan.type[entry] !== 0) return null;
  return reader.fault('base-unreadable', entry, 'an object that it builds on cannot be read');
}

const REASONS: Partial<Record<(typeof PACK_FAULT_CODES)[number], string>> = {
  cycle: 'it is a delta that builds on itself in the end',
  'base-missing': 'the object that it builds on cannot be found or read',
};
