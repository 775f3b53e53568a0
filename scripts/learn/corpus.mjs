// A corpus of labelled lines: FOLDER/labels.jsonl (repo, file, line_start, line_end, label T|F|X, group, secret) beside FOLDER/data/<repo>/….
// Units as a scorer by lines counts them: one labelled line or one block; T true, F false, X stand-in.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Groups by what decides where a line has several labels; `identifier` (bare ids) counts neither way. */
const rank = { provider: 0, structured: 1, generic: 2, identifier: 3, other: 4 };
/** Blocks whose parts are labelled line by line. */
const byParts = new Set(['AWS Multi', 'Google Multi', 'JWK']);
/** Larger files hold data, not source. */
const largest = 5_000_000;

/** Files in order of their names: [{ file, repo, bytes }]. */
export function readFiles(corpus) {
  const out = [];
  const walk = (folder, path) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = join(folder, entry.name);
      const file = `${path}/${entry.name}`;
      if (entry.isDirectory()) walk(full, file);
      else if (entry.isFile() && statSync(full).size <= largest)
        out.push({ file, repo: file.split('/')[1], bytes: readFileSync(full) });
    }
  };
  walk(join(corpus, 'data'), 'data');
  return out;
}

/** { T, N }: true and false units, [{ file, repo, from, to, group, label, secrets }]. */
export function readUnits(corpus) {
  const rows = readFileSync(join(corpus, 'labels.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const [yes, no] = [new Map(), new Map()];
  for (const row of rows) {
    const units = row.label === 'T' ? yes : no;
    const key = `${row.file}\0${row.line_start}\0${row.line_end}`;
    if (!units.has(key)) units.set(key, []);
    units.get(key).push(row);
  }
  joinBlocks(yes);
  const T = [...yes.values()].map(unitOf);
  const lines = unitsByLine(T);
  const N = [...no.values()].map(unitOf).filter((unit) => linesOf(unit).every((line) => !lines.has(line)));
  return { T, N };
}

/** A block and the single lines in it are one unit, except where the parts are what is labelled. */
function joinBlocks(units) {
  const single = new Map();
  for (const [key, [row]] of units)
    if (row.line_start === row.line_end) single.set(`${row.file}\0${row.line_start}`, key);
  const dropped = new Set();
  for (const [key, rows] of units) {
    const { file, line_start: from, line_end: to } = rows[0];
    if (from === to) continue;
    const inside = [];
    for (let line = from; line <= to; line++)
      if (single.has(`${file}\0${line}`)) inside.push(single.get(`${file}\0${line}`));
    if (rows.every(({ category }) => byParts.has(category))) {
      if (inside.length > 0) dropped.add(key);
    } else {
      for (const part of inside) {
        dropped.add(part);
        rows.push(...units.get(part));
      }
    }
  }
  for (const key of dropped) units.delete(key);
}

function unitOf(rows) {
  const { file, repo, line_start: from, line_end: to, label } = rows[0];
  const group = rows.map((row) => row.group).reduce((a, b) => (rank[b] < rank[a] ? b : a));
  return { file, repo, from, to, label, group, secrets: rows.map(({ secret }) => secret ?? '') };
}

function linesOf({ file, from, to }) {
  return Array.from({ length: to - from + 1 }, (_, i) => `${file}\0${from + i}`);
}

/** `file NUL line` → units. */
export function unitsByLine(units) {
  const out = new Map();
  for (const unit of units) {
    for (const line of linesOf(unit)) {
      if (!out.has(line)) out.set(line, []);
      out.get(line).push(unit);
    }
  }
  return out;
}
