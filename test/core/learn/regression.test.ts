/** The script that learns weights: regression, units of a corpus, made-up passwords; each the same twice. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const script = (name: string): Promise<Record<string, CallableFunction>> =>
  import(new URL(`../../../scripts/learn/${name}.mjs`, import.meta.url).href);

test('weights separate what a feature separates, and shrink to the prior where nothing is known', async () => {
  const { regress } = await script('regression');
  const samples = Array.from({ length: 200 }, (_, i) => ({
    features: i % 2 === 0 ? [0] : [1],
    positive: i % 2 === 0 ? i % 20 !== 0 : i % 20 === 1,
    weight: 1,
  }));
  const weights = regress!(samples, [0, 0, -2], { penalty: 1 });
  expect(weights[0]).toBeGreaterThan(1);
  expect(weights[1]).toBeLessThan(-1);
  expect(weights[2]).toBeCloseTo(-2);
  expect([...regress!(samples, [0, 0, -2], { penalty: 1 })]).toEqual([...weights]);
});

test('a false line inside a true block is none; a line may be a unit of its own', async () => {
  const { readUnits } = await script('corpus');
  const folder = mkdtempSync(join(tmpdir(), 'gitmoat-learn-'));
  try {
    mkdirSync(join(folder, 'data'));
    const row = (line_start: number, line_end: number, label: string, group = 'generic'): object => ({
      repo: 'r',
      file: 'data/r/a.txt',
      line_start,
      line_end,
      label,
      group,
      category: 'Key',
      secret: 'x',
    });
    const rows = [row(1, 4, 'T', 'structured'), row(2, 2, 'F'), row(3, 3, 'T'), row(9, 9, 'X'), row(7, 7, 'T')];
    writeFileSync(join(folder, 'labels.jsonl'), rows.map((one) => JSON.stringify(one)).join('\n'));
    const { T, N } = readUnits!(folder);
    expect(T.map(({ from, to, group }: { from: number; to: number; group: string }) => [from, to, group])).toEqual([
      [1, 4, 'structured'],
      [7, 7, 'generic'],
    ]);
    expect(N.map(({ from }: { from: number }) => from)).toEqual([9]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('chosen passwords go by seed', async () => {
  const { chosenPasswords } = await script('chosen-passwords');
  const [a, b] = [chosenPasswords!(7), chosenPasswords!(7)];
  const some = Array.from({ length: 50 }, () => a.next());
  expect(Array.from({ length: 50 }, () => b.next())).toEqual(some);
  expect(new Set(some).size).toBeGreaterThan(40);
});
