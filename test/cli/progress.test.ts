import { expect, test } from 'vitest';
import type { Output } from '../../packages/cli/src/io.ts';
import { createProgress, progressLine } from '../../packages/cli/src/progress.ts';

function terminal(isTTY: boolean): { output: Output; text: string[] } {
  const text: string[] = [];
  const write = async (chunk: string): Promise<boolean> => text.push(chunk) > 0;
  return { output: { isTTY, columns: 80, write }, text };
}

test('nothing in the first second, nothing off a terminal, and no trace at the end', async () => {
  let time = 0;
  const { output, text } = terminal(true);
  const bar = createProgress(output, true, () => time);
  bar.report('history', 1, 10);
  time = 999;
  bar.report('history', 2, 10);
  expect(text).toEqual([]);
  time = 2000;
  bar.report('history', 5, 10);
  time = 2050;
  bar.report('history', 6, 10);
  expect(text).toHaveLength(1);
  expect(text[0]).toContain('history 50 %, 2 s left');
  await bar.stop();
  expect(text.at(-1)).toBe('\r\u001b[K');

  for (const [isTTY, enabled] of [
    [false, true],
    [true, false],
  ] as const) {
    const other = terminal(isTTY);
    const silent = createProgress(other.output, enabled, () => time);
    time += 5000;
    silent.report('history', 5, 10);
    await silent.stop();
    expect(other.text).toEqual([]);
  }
});

test.each([20, 40, 80, 200])('a line never wraps at %i columns', (columns) => {
  for (const [done, total] of [
    [0, 0],
    [1234567, 0],
    [1, 3],
    [3, 3],
    [5, 3],
  ] as const) {
    expect(progressLine('history', done, total, 90_000, columns).length).toBeLessThan(columns);
  }
});
