/** Markdown tables, padded so that they read well in a terminal too. */

export type Cell = string | number | null;

export interface Column<Row> {
  readonly title: string;
  /** null is shown as –. */
  readonly of: (row: Row) => Cell;
  /** Digits after the point of a number; default 0. */
  readonly digits?: number;
}

/** A column stands right if all its values are numbers. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const values = columns.map(({ of }) => rows.map(of));
  const right = values.map((column) => column.every((cell) => typeof cell !== 'string') && column.length > 0);
  const texts = values.map((column, c) => column.map((cell) => cellText(cell, columns[c]!.digits ?? 0)));
  const widths = texts.map((column, c) => Math.max(3, columns[c]!.title.length, ...column.map((text) => text.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, c) => (right[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!))).join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    `|${widths.map((width, c) => (right[c] ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`,
    ...rows.map((_, r) => line(texts.map((column) => column[r]!))),
  ].join('\n');
}

function cellText(cell: Cell, digits: number): string {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return '–';
  return typeof cell === 'number' ? cell.toFixed(digits) : cell.replaceAll('|', '\\|');
}
