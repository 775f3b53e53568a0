/** What can be said of a path rule's files without compiling a glob: how their names begin and end. Worked out with the rules. */

/** How the last part of a path begins and ends, in lower case. */
export type NameEnds = readonly [string, string];

/** The literal ends of a glob's last part, one pair for each way through its braces; empty where the glob leaves it open. */
export function nameEnds(glob: string): NameEnds[] {
  const brace = /\{([^{}]*)\}/.exec(glob);
  if (brace !== null) {
    const [before, after] = [glob.slice(0, brace.index), glob.slice(brace.index + brace[0].length)];
    return brace[1]!.split(',').flatMap((one) => nameEnds(before + one + after));
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
