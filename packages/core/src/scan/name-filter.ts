/** Turns most paths away by how their names begin and end, before any glob is compiled. */
import type { CompiledRule } from '../rules/rule.ts';
import type { RawPath } from '../sources/source.ts';

/** How the last part of a path begins and ends, in lower case. */
type Edges = readonly [string, string];

/** False: no glob of these rules fits the path. */
export function nameFilter(rules: readonly Pick<CompiledRule, 'paths'>[]): (path: RawPath) => boolean {
  const edges = rules.flatMap(({ paths }) => paths.flatMap(edgesOf));
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    return edges.some(([head, tail]) => name.startsWith(head) && name.endsWith(tail));
  };
}

/** The literal ends of a glob's last part, one pair for each way through its braces; empty where the glob leaves it open. */
export function edgesOf(glob: string): Edges[] {
  const brace = /\{([^{}]*)\}/.exec(glob);
  if (brace !== null) {
    const [before, after] = [glob.slice(0, brace.index), glob.slice(brace.index + brace[0].length)];
    return brace[1]!.split(',').flatMap((one) => edgesOf(before + one + after));
  }
  // Inside `!(a|b)` and its like a slash does not end a part: such a glob has edges of its own only before.
  const special = /[^\w.\-/]/;
  const name = glob.slice(glob.lastIndexOf('/') + 1);
  if (/[()[\]\\]/.test(glob.slice(0, glob.length - name.length))) return [['', '']];
  const first = name.search(special);
  if (first < 0) return [[name.toLowerCase(), name.toLowerCase()]];
  const head = name.slice(0, first).toLowerCase();
  const rest = [...name].reverse().join('').search(special);
  const tail = name.slice(name.length - rest).toLowerCase();
  return [[head, /[()[\]\\]/.test(name) ? '' : tail]];
}
