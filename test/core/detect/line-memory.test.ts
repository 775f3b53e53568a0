import { LineMemory } from '@gitmoat/core/detect/line-memory';
import { expect, test } from 'vitest';
import { seededRandom, testSeed } from '../../helpers/random.ts';

test('answers are those of the same bytes and key, however many were met between', () => {
  const random = seededRandom(testSeed);
  const memory = new LineMemory<string>();
  const lines = Array.from({ length: 20_000 }, (_, i) => Buffer.from(`${i}`.padEnd(1 + random.below(200), 'x')));
  let asked = 0;
  for (let i = 0; i < 200_000; i++) {
    const line = lines[random.below(lines.length) >>> random.below(8)]!;
    const key = random.below(3);
    const expected = `${key} ${line.toString()}`;
    const answer = memory.get(line, 0, line.length, key, () => {
      asked++;
      return expected;
    });
    if (answer !== expected) expect(answer).toBe(expected);
  }
  expect(asked).toBeLessThan(150_000);
});
