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
