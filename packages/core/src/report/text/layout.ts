/** Fitting text into columns: width as a terminal counts it, shortening in the middle, wrapping, two-sided lines. */

// Marks that take no column, and East Asian and emoji ranges that take two (Unicode 15, coarse on purpose).
const zeroWidth = /\p{Mark}/u;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += zeroWidth.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/** At most `width` columns, the middle replaced by `…`: the ends of a path or a subject say the most. */
export function shorten(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  if (width <= 1) return width === 1 ? '…' : '';
  const characters = [...text];
  const right = take(characters.toReversed(), Math.ceil((width - 1) / 2));
  const left = take(characters, width - 1 - right.columns);
  return `${left.taken.join('')}…${right.taken.reverse().join('')}`;
}

function take(characters: readonly string[], width: number): { taken: string[]; columns: number } {
  const taken: string[] = [];
  let columns = 0;
  for (const character of characters) {
    const more = columnsOf(character);
    if (columns + more > width) break;
    columns += more;
    taken.push(character);
  }
  return { taken, columns };
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columnsOf(text)));
}

/** `left … right` on one line; the left side gives way. */
export function twoSided(left: string, right: string, width: number): string {
  if (right === '') return shorten(left, width);
  const room = width - columnsOf(right) - 2;
  return room < 10 ? shorten(`${left}  ${right}`, width) : `${padEnd(shorten(left, room), room)}  ${right}`;
}

/** Words on lines of at most `width` columns; a longer word is shortened. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const fits = columnsOf(line) + 1 + columnsOf(word) <= width;
    if (line.trim() === '') line = indent + shorten(word, width - indent.length);
    else if (fits) line += ` ${word}`;
    else {
      lines.push(line);
      line = indent + shorten(word, width - indent.length);
    }
  }
  lines.push(line);
  return lines;
}

/** Parts joined by ` · `, the last ones dropped where they do not fit. */
export function joinFitting(parts: readonly string[], width: number): string {
  let line = '';
  for (const part of parts) {
    const next = line === '' ? shorten(part, width) : `${line} · ${part}`;
    if (columnsOf(next) > width) break;
    line = next;
  }
  return line;
}
