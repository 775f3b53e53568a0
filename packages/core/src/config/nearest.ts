/** "Did you mean": the known name with the fewest typing slips. For config keys, rule ids, commands and options. */

/** Null where nothing is close enough to be what was meant. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(Math.max(word.length, 4) / 3)) + 1;
  for (const name of known) {
    const slips = countSlips(word.toLowerCase(), name.toLowerCase());
    if (slips < least) [best, least] = [name, slips];
  }
  if (best !== null) return best;
  const longer = known.filter((name) => word.length >= 3 && name.startsWith(word));
  return longer.length === 1 ? (longer[0] ?? null) : null;
}

/** ` (did you mean "x"?)`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const name = nearest(word, known);
  return name === null ? '' : `; did you mean "${name}"?`;
}

/** Damerau–Levenshtein, optimal string alignment: insert, delete, replace, swap neighbours. */
function countSlips(a: string, b: string): number {
  let [twoAbove, above]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, at(twoAbove, j - 2) + 1);
      }
      row.push(slips);
    }
    [twoAbove, above] = [above, row];
  }
  return at(above, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
