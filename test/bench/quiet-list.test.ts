/** The list of findings in docs/quiet.md adds up to its table. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync(new URL('../../docs/quiet.md', import.meta.url), 'utf8');
const rowsOf = (part: string): string[][] =>
  part
    .split('\n')
    .filter((line) => /^\| [^-]/.test(line) && !/^\| (?:place|repository) /.test(line))
    .map((line) => line.slice(2, -2).split(' | '));
const number = (cell: string | undefined): number => Number(cell!.replaceAll(',', '').trim());
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const [head, ...sections] = text.split(/^## /m);
const table = new Map(rowsOf(head!).map(([name, , ...cells]) => [name!, cells.map(number)]));
const listed = new Map(sections.map((section) => [section.split('\n')[0]!, byRepository(section)]));

/** `values` of each repository's rows. */
function byRepository(section: string): Map<string, number> {
  const parts = section.split(/^### /m).slice(1);
  return new Map(parts.map((part) => [part.split('\n')[0]!, sum(rowsOf(part).map((row) => number(row[3])))]));
}

const repositories = [...table.keys()].filter((name) => name.includes('/'));

test.each(repositories)('%s: the places add up to its row', (name) => {
  const of = (section: string): number => listed.get(section)!.get(name) ?? 0;
  const [lines, findings, real, madeUp, none, noneRate, bothRate] = table.get(name)!;
  expect([of('True'), of('Made up'), of('Cannot be one')]).toEqual([real, madeUp, none]);
  expect(findings).toBe(real! + madeUp! + none!);
  expect(noneRate).toBeCloseTo((none! * 1e5) / lines!, 1);
  expect(bothRate).toBeCloseTo(((none! + madeUp!) * 1e5) / lines!, 1);
});

test('the rows add up to the last two', () => {
  for (const [row, names] of [
    ['all', repositories],
    ['all but betterleaks', repositories.filter((name) => !name.startsWith('betterleaks/'))],
  ] as const) {
    const counts = names.map((name) => table.get(name)!);
    for (let column = 0; column < 5; column++)
      expect(table.get(row)![column], `${row}, ${column}`).toBe(sum(counts.map((cells) => cells[column]!)));
  }
  for (const [section, repos] of listed) for (const name of repos.keys()) expect(repositories, section).toContain(name);
});
