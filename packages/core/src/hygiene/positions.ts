/** Character offsets → lines and columns from 1, UTF-16 units, as all reports have them. */

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the whole file is meant. */
export const fileStart: Position = { line: 1, column: 1 };

export function positionReader(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}
