/** What stands beyond 512 bytes of the anchor, or beyond its line, changes nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confirmAssignment } from '../../../../packages/core/src/detect/assignment/index.ts';
import type { CompiledRule } from '../../../../packages/core/src/rules/rule.ts';
import { findCounting } from './confirm.ts';

const rule = { id: 'generic-password' } as CompiledRule;
const V = ['tR7', 'vq2', 'Lw9k'].join('');

test('a value cut by the reach is not found; one that just fits is', () => {
  const long = `password = "${'aB3$'.repeat(60)}`;
  expect(findCounting(`${long}${' '.repeat(400)}"`)).toEqual([]);
  const gap = ' '.repeat(18);
  expect(findCounting(`password = ${gap}"${V}"`).map((found) => found.secret)).toEqual([V]);
});

test('bytes beyond the reach change nothing (any text, any anchor)', () => {
  const piece = fc.constantFrom(
    'password',
    '=',
    ':',
    '"',
    "'",
    ' ',
    V,
    'x',
    '\\',
    ',',
    '\t',
    'key',
    '<',
    '>',
    '(',
    ')',
    '&',
    '${',
    '}',
    '://',
    '@',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 200 }),
      fc.array(piece, { maxLength: 60 }),
      fc.array(piece, { maxLength: 200 }),
      (left, middle, right) => {
        const head = `${left.join('')}`;
        const text = `${head}password${middle.join('')}${right.join('')}`;
        const at = head.length;
        const low = Math.max(0, at - 512);
        const whole = confirmAssignment(text, at, 8, rule).map((c) => ({
          ...c,
          start: c.start - low,
          end: c.end - low,
        }));
        const sliced = confirmAssignment(text.slice(low, at + 512), at - low, 8, rule);
        expect(sliced).toEqual(whole);
      },
    ),
    { numRuns: 500 },
  );
});
