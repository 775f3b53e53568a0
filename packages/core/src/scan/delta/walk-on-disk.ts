/**
 * The part of a delta tree that memory cannot hold: each object in a temporary file, made from its base's file, depth
 * first. Nothing is inherited: what fits is scanned whole, the rest in windows. A file goes as soon as its last child is made.
 */
import type { ObjectStore, SpillResult } from '../../git/pack/object-store.ts';
import type { PackFault } from '../../git/pack/pack-fault.ts';
import type { PackReader } from '../../git/pack/pack-reader.ts';
import type { PackPlan } from '../../git/pack/plan.ts';
import type { SpillFile } from '../../git/pack/spill-file.ts';
import { spillDelta } from '../../git/pack/stream-object.ts';

export interface DiskWalkInput {
  readonly store: ObjectStore;
  readonly reader: PackReader;
  readonly plan: PackPlan;
  /** `file` is open during the call only. */
  object(entry: number, type: number, file: SpillFile): void;
  lost(entry: number, fault: PackFault): void;
}

interface Frame {
  readonly entry: number;
  readonly type: number;
  /** Null where it could not be made: what builds on it may have another copy. */
  readonly file: SpillFile | null;
  /** Next child, as a position in `plan.children`. */
  child: number;
}

export function walkOnDisk(input: DiskWalkInput, root: number): void {
  const { childStart, children } = input.plan;
  const frames: Frame[] = [];
  try {
    enter(input, frames, root, null);
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const end = childStart[frame.entry + 1]!;
      if (frame.child === end) {
        frames.pop()!.file?.close();
        continue;
      }
      const child = children[frame.child++]!;
      if (frame.child === end) frames.pop();
      try {
        enter(input, frames, child, frame);
      } finally {
        if (frame.child === end) frame.file?.close();
      }
    }
  } finally {
    for (const { file } of frames) file?.close();
  }
}

function enter(input: DiskWalkInput, frames: Frame[], entry: number, base: Frame | null): void {
  const { type, file, fault } = onBase(input, entry, base) ?? input.store.spill(input.reader.oid(entry));
  frames.push({ entry, type, file, child: input.plan.childStart[entry]! });
  if (fault === null) input.object(entry, type, file);
  else input.lost(entry, fault);
}

/** Null where this pack does not give it. */
function onBase({ reader }: DiskWalkInput, entry: number, base: Frame | null): SpillResult | null {
  if (base === null || base.file === null || reader.open(entry) !== null) return null;
  try {
    return { type: base.type, file: spillDelta(reader, entry, base.file), fault: null };
  } catch {
    // Whatever it was, the store says it again, or has another copy.
    return null;
  }
}
