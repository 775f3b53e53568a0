/** No value makes the expressions of the likelihood search among exponentially many ways. */
import { expect, it } from 'vitest';
import {
  classifyName,
  noiseOf,
  placeholderOf,
  shapeOf,
} from '../../../../packages/core/src/detect/likelihood/index.ts';

const heads = [
  '',
  '/',
  './',
  '~/',
  'a',
  'A',
  '1',
  '-',
  '--a',
  '_',
  '$',
  '"',
  '(',
  '[',
  '{',
  '<a',
  '%a',
  'http://',
  'a:',
];
const units = [
  'a',
  'A',
  'Aa',
  'aA',
  '1',
  'a/',
  '/',
  'a.',
  'a-',
  'a_',
  'A_',
  'a:',
  'a1',
  '1.',
  ' a',
  'a ',
  ' ',
  '.',
  '-',
  '{',
  '$',
  'a=',
  'a,',
  'ab, ',
];
const tails = ['', '+', '!', ' ', '"', '\n', '/', '-', '_', '.', '=', '~', '\x80'];

it('reads any long value in reasonable time', () => {
  // An exponential search would not end within the test's limit; all together take less than a second.
  let read = 0;
  for (const head of heads) {
    for (const unit of units) {
      for (const tail of tails) {
        const value = `${head}${unit.repeat(Math.ceil(280 / unit.length))}${tail}`;
        for (const reads of [shapeOf, noiseOf, placeholderOf, classifyName]) reads(value);
        read++;
      }
    }
  }
  expect(read).toBe(heads.length * units.length * tails.length);
});

it('knows a path by its slashes', () => {
  for (const path of ['/', '/etc/passwd', '/etc/ssl/', '~/a/b.c', './x', '../{name}/$HOME'])
    expect(shapeOf(path), path).toBe('path');
  for (const other of ['/a+b', '//a b', '/a b/c']) expect(shapeOf(other), other).not.toBe('path');
});
