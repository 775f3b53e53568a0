/** The bytes that one element of a pattern accepts, asked of the run time's own matcher. Build time only. */
import type { AST } from '@eslint-community/regexpp';

const known = new Map<string, Uint8Array>();

/** A 256-entry mask. `fold`: the i flag. */
export function byteSet(node: AST.Character | AST.CharacterClass | AST.CharacterSet, fold = false): Uint8Array {
  const key = `${fold ? 'i' : ''}${node.raw}`;
  let set = known.get(key);
  if (set === undefined) {
    // `.` is the only element that the s flag changes; patterns are compiled without it.
    const one = new RegExp(`^(?:${node.raw})$`, `${fold ? 'i' : ''}${node.raw === '.' ? '' : 's'}`);
    set = Uint8Array.from({ length: 256 }, (_, byte) => (one.test(String.fromCharCode(byte)) ? 1 : 0));
    known.set(key, set);
  }
  return set;
}

/** A mask with what is asked of it again and again; equal ones are the same object (`sharedSet`). */
export interface SharedSet {
  readonly mask: Uint8Array;
  /** Bytes in it. */
  readonly size: number;
  /** `unionOf`'s memory. */
  readonly unions: Map<SharedSet, SharedSet>;
}

const byMask = new WeakMap<Uint8Array, SharedSet>();
const byContent = new Map<string, SharedSet>();

/** The one object for all masks that equal this one. The mask may not change afterwards. */
export function sharedSet(mask: Uint8Array): SharedSet {
  let set = byMask.get(mask);
  if (set === undefined) {
    const content = String.fromCharCode(...mask);
    set = byContent.get(content);
    if (set === undefined) {
      set = { mask, size: mask.reduce((sum, bit) => sum + bit, 0), unions: new Map() };
      byContent.set(content, set);
    }
    byMask.set(mask, set);
  }
  return set;
}

export const emptySet: SharedSet = sharedSet(new Uint8Array(256));

/** The bytes of both; computed once for each pair. */
export function unionOf(a: SharedSet, b: SharedSet): SharedSet {
  if (a === b) return a;
  let union = a.unions.get(b);
  if (union === undefined) {
    union = sharedSet(a.mask.map((bit, byte) => bit | b.mask[byte]!));
    a.unions.set(b, union);
  }
  return union;
}
