/** A plain depth-first walk over a plan, as the history engine does it: one buffer, deltas applied in place. */
import { applyDelta, createDeltaOps, readDeltaSizes } from '../../../../packages/core/src/git/pack/delta.ts';
import type { ObjectStore } from '../../../../packages/core/src/git/pack/object-store.ts';
import { PACK_FAULT_CODES, type PackFault } from '../../../../packages/core/src/git/pack/pack-fault.ts';
import { EXTERNAL_BASE } from '../../../../packages/core/src/git/pack/pack-reader.ts';
import { type PackPlan, planFault } from '../../../../packages/core/src/git/pack/plan.ts';

export interface Walked {
  readonly objects: Map<string, { type: number; bytes: Buffer }>;
  readonly faults: Map<string, PackFault>;
}

/** Rebuilds every object of a pack; those that a fault keeps from it are in `faults`. */
export function walkPlan(store: ObjectStore, pack: number, plan: PackPlan = store.plan(pack)): Walked {
  const reader = store.reader(pack);
  const walked: Walked = { objects: new Map(), faults: new Map() };
  const stack: { entry: number; bytes: Buffer | null }[] = [];
  const baseOf = new Map(plan.external.map(({ entry, baseOid }) => [entry, baseOid]));
  for (let tree = 0; tree < plan.trees.count; tree++) {
    const root = plan.trees.root[tree]!;
    const outside = plan.base[root] === EXTERNAL_BASE ? store.read(baseOf.get(root)!).bytes : null;
    stack.push({ entry: root, bytes: plan.type[root] === 0 ? null : rebuild(root, outside) });
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const oid = reader.oid(node.entry);
      if (node.bytes !== null) walked.objects.set(oid, { type: plan.type[node.entry]!, bytes: node.bytes });
      else if (!walked.faults.has(oid)) walked.faults.set(oid, planFault(plan, reader, node.entry) ?? unnamed(oid));
      for (let i = plan.childStart[node.entry]!; i < plan.childStart[node.entry + 1]!; i++) {
        const child = plan.children[i]!;
        stack.push({ entry: child, bytes: node.bytes === null ? null : rebuild(child, node.bytes) });
      }
    }
  }
  return walked;

  function rebuild(entry: number, base: Buffer | null): Buffer | null {
    const fail = (fault: PackFault): null => {
      walked.faults.set(reader.oid(entry), fault);
      return null;
    };
    const fault = reader.open(entry);
    if (fault !== null) return fail(fault);
    if (reader.size > 1 << 28) return fail(reader.fault('too-big', entry, 'too big'));
    const start = base?.length ?? 0;
    const { size } = reader;
    const mem = Buffer.alloc(start + size + 1);
    base?.copy(mem);
    const damaged = reader.inflate(mem, start);
    if (damaged !== null) return fail(damaged);
    if (base === null)
      return plan.kind[entry]! < 6 ? mem.subarray(0, size) : fail(reader.fault('base-missing', entry, ''));
    return applied(entry, mem, start, size);
  }

  function applied(entry: number, delta: Buffer, start: number, size: number): Buffer | null {
    const sizes = { base: 0, result: 0, length: 0 };
    const ops = createDeltaOps();
    const out = start + size;
    let wrong = readDeltaSizes(delta, start, size, sizes);
    let result: Buffer | null = null;
    if (wrong === null && sizes.result < 1 << 28) {
      const mem = Buffer.alloc(out + sizes.result);
      delta.copy(mem, 0, 0, out);
      wrong = applyDelta(mem, { base: 0, baseLength: start, delta: start, deltaLength: size, out }, sizes, ops);
      if (wrong === null) result = mem.subarray(out);
      if (result !== null) checkOps(delta.subarray(0, start), result, ops.data.subarray(0, ops.count * 2));
    } else wrong ??= 'too big';
    if (wrong !== null) walked.faults.set(reader.oid(entry), reader.fault('bad-delta', entry, wrong));
    return result;
  }
}

/** The ranges cover the result, copies say the truth, no two neighbours could be one. */
function checkOps(base: Buffer, result: Buffer, ops: Int32Array): void {
  let at = 0;
  let before = Number.NaN;
  for (let i = 0; i < ops.length; i += 2) {
    const from = ops[i]!;
    const length = ops[i + 1]!;
    if (length <= 0 || before === from) throw new Error('ranges are not joined');
    if (from >= 0 && result.compare(base, from, from + length, at, at + length) !== 0)
      throw new Error('a copied range differs');
    before = from < 0 ? -1 : from + length;
    at += length;
  }
  if (at !== result.length) throw new Error('ranges do not cover the result');
}

function unnamed(oid: string): PackFault {
  return { code: PACK_FAULT_CODES[0], file: '', offset: null, oid, reason: '' };
}
