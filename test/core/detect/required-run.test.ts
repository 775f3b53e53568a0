import { hasRun, runTest } from '@gitmoat/core/detect/required-run';
import type { RequiredRun } from '@gitmoat/core/rules/rule';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** The definition, read off start by start. */
function holdsRun(text: string, at: number, { from, to, length, bytes, lead = [] }: RequiredRun): boolean {
  for (let start = Math.max(at + from, lead.length, 0); start <= at + to; start++) {
    const run = text.slice(start, start + length);
    if (run.length < length || !Array.from(run).every((char) => bytes.includes(char))) continue;
    if (lead.every((set, i) => set.includes(text[start - 1 - i]!))) return true;
  }
  return false;
}

test('the skipping search finds a run and its lead wherever they stand', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', ' '), maxLength: 60 });
  const run = fc.record({
    from: fc.integer({ min: -20, max: 10 }),
    width: fc.integer({ min: 0, max: 30 }),
    length: fc.integer({ min: 1, max: 8 }),
    bytes: fc.constantFrom('a', 'ab', 'abc', 'abc.'),
    lead: fc.array(fc.constantFrom('.', 'a', ' .', 'abc.'), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(text, fc.nat(60), run, (text, at, { from, width, length, bytes, lead }) => {
      const required = { from, to: from + width, length, bytes, lead };
      expect(hasRun(Buffer.from(text), at, runTest(required))).toBe(holdsRun(text, at, required));
    }),
    { numRuns: 2000 },
  );
});
