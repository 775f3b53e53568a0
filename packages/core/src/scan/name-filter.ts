/** Turns most paths away by how their names begin and end, before any glob is compiled. */
import type { NameEnds } from '../rules/path-names.ts';
import type { RawPath } from '../sources/source.ts';

/** False: no glob with these ends fits the path. */
export function nameFilter(ends: readonly NameEnds[]): (path: RawPath) => boolean {
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    return ends.some(([head, tail]) => name.startsWith(head) && name.endsWith(tail));
  };
}
