/** `.gitmoat-baseline`: what is written is read back, sorted; what it covers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BaselineEntry,
  baselineNotes,
  createBaseline,
  entriesFor,
  firstOf,
  formatBaseline,
  isStill,
  parseBaseline,
} from '../../../packages/core/src/baseline/baseline.ts';
import type { Finding, Occurrence } from '../../../packages/core/src/scan/finding.ts';

const print = 'ab'.repeat(10);
const entry: BaselineEntry = {
  fingerprint: print,
  rule: 'x-y',
  path: 'a.txt',
  bound: false,
  date: '2026-01-02',
  reason: null,
};

const entries = fc.record({
  fingerprint: fc.stringMatching(/^[0-9a-f]{20}$/),
  rule: fc.stringMatching(/^[a-z]+-[a-z]+$/),
  path: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\p{Cs}/u.test(text))),
  bound: fc.constant(false),
  date: fc.constant('2026-01-02'),
  reason: fc.option(fc.constantFrom('made up', 'a  b', 'unreviewed yet')),
});

describe('the file', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entries, { selector: ({ fingerprint }) => fingerprint }), (all) => {
        const sorted = [...all].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
        expect(parseBaseline(formatBaseline(all))).toEqual(sorted);
        expect(formatBaseline(parseBaseline(formatBaseline(all)))).toBe(formatBaseline(all));
      }),
    );
  });

  it.each(['-', 'only:x', 'a b', '%41', 'tab\there', 'ü'])('path %j, bound or not', (path) => {
    for (const bound of [true, false]) {
      expect(parseBaseline(formatBaseline([{ ...entry, path, bound }]))).toEqual([{ ...entry, path, bound }]);
    }
  });

  it('a line that is none is named; Windows line ends are read', () => {
    const text = formatBaseline([entry]);
    expect(parseBaseline(text.replaceAll('\n', '\r\n'))).toEqual([entry]);
    expect(() => parseBaseline(`${text}<<<<<<< HEAD\n`)).toThrow('.gitmoat-baseline:3: not a line');
  });
});

const occurrence = (path: string): Occurrence => ({ path, suppressed: null }) as Occurrence;
const about = { rule: 'x-y', fingerprint: print, absorbed: [] };

describe('what it covers', () => {
  it('the fingerprint anywhere; bound: at its path only; also by what it absorbed', () => {
    expect(createBaseline([entry]).suppress(about, occurrence('b.txt'))).toEqual({
      by: 'baseline',
      reason: 'unreviewed',
      where: '.gitmoat-baseline',
    });
    const bound = createBaseline([{ ...entry, bound: true, reason: 'old' }]);
    expect(bound.suppress(about, occurrence('b.txt'))).toBeNull();
    expect(bound.suppress(about, occurrence('a.txt'))).toMatchObject({ reason: 'old' });
    const other = { ...about, fingerprint: 'cd'.repeat(10) };
    expect(createBaseline([entry]).suppress(other, occurrence('a.txt'))).toBeNull();
    expect(createBaseline([entry]).suppress({ ...other, absorbed: [print] }, occurrence('a.txt'))).not.toBeNull();
  });

  it('an empty one asks for no fingerprint that has to be worked out', () => {
    expect(firstOf([null, null])).toBeNull();
    const one = createBaseline([entry]);
    expect(firstOf([null, one])).toBe(one);
  });

  it('guessable values are bound to each of their places', () => {
    const finding = {
      ...about,
      path: 'a.txt',
      occurrences: [occurrence('a.txt'), occurrence('b.txt')],
    } as unknown as Finding;
    expect(entriesFor({ ...finding, raw: 'changeme1' }, '2026-01-02').map(({ path, bound }) => [path, bound])).toEqual([
      ['a.txt', true],
      ['b.txt', true],
    ]);
    expect(entriesFor({ ...finding, raw: 'x8Kq0zV5nB2mW7tRj4Lc' }, '2026-01-02')).toEqual([entry]);
    expect(isStill(entry, [finding])).toBe(true);
    expect(isStill({ ...entry, bound: true, path: 'c.txt' }, [finding])).toBe(false);
  });

  it('what is accepted and unreviewed is said in a line', () => {
    const reviewed = { ...entry, fingerprint: 'cd'.repeat(10), reason: 'old' };
    expect(baselineNotes([entry, reviewed])).toEqual(['.gitmoat-baseline accepts 2 findings, 1 unreviewed']);
  });
});
