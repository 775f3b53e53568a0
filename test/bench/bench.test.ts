import { describe, expect, it } from 'vitest';
import { fill, type HostileInput } from './adversarial/hostile-text.ts';
import { firstDifference, withoutTiming } from './history/compare-reports.ts';
import { slug } from './measure/machine.ts';
import { readTimes } from './measure/measure.ts';
import { median, medianRatio } from './measure/median.ts';
import { table } from './measure/table.ts';
import { changes, type QuietPlace } from './quiet/places.ts';
import { syntheticRules } from './rules/synthetic.ts';

describe('figures', () => {
  it('takes the middle of odd counts and the mean of the two middle ones of even counts', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('compares runs of the same round, so that a slow round does not count', () => {
    expect(medianRatio([1, 10, 2], [2, 20, 4])).toBe(0.5);
    expect(medianRatio([1, 2, 3], [2])).toBe(0.5);
  });

  it('reads what bash says of a run, with either decimal sign', () => {
    expect(readTimes('0.120 0.030 0.050\n100.500000 100.625000\n')).toEqual({ wall: 0.125, cpu: 0.08 });
    expect(readTimes('0,120 0,030 0,050\n \n').wall).toBe(0.12);
  });

  it('writes a table with numbers to the right and gaps as dashes', () => {
    const rows = [
      { name: 'a|b', wall: 1.234 },
      { name: 'c', wall: null },
    ];
    const text = table(rows, [
      { title: 'row', of: ({ name }) => name },
      { title: 'wall s', of: ({ wall }) => wall, digits: 1 },
    ]);
    expect(text.split('\n')).toEqual([
      '| row  | wall s |',
      '|------|-------:|',
      '| a\\|b |    1.2 |',
      '| c    |      – |',
    ]);
  });

  it('names result files after the processor', () => {
    expect(slug('Intel(R) Xeon(R) CPU @ 2.20GHz')).toBe('intel-xeon-cpu-2-20ghz');
  });
});

describe('the comparison of engines', () => {
  const json = (seconds: number, engine: string, rule: string): string =>
    `{\n"coverage": {"blobs":1,"seconds":${seconds},"engine":"${engine}"},\n"findings": [{"rule":"${rule}"}]\n}`;

  it('overlooks seconds and engine', () => {
    expect(withoutTiming(json(1.5, 'delta', 'a'))).toBe(withoutTiming(json(2, 'full', 'a')));
  });

  it('names the first line that differs', () => {
    const said = firstDifference(withoutTiming(json(1, 'delta', 'a')), withoutTiming(json(1, 'full', 'b')));
    expect(said).toContain('line 3');
  });

  it('says nothing of equal texts', () => {
    expect(firstDifference('same', 'same')).toBeNull();
  });
});

it('tells places that came and went, not those that moved to another line', () => {
  const place = (line: number, fingerprint: string, repo = 'r'): QuietPlace => ({
    repo,
    path: 'a.env',
    line,
    rule: 'x',
    confidence: 'high',
    secret: '…',
    fingerprint,
  });
  const before = [place(1, 'moved'), place(2, 'gone'), place(3, 'elsewhere', 'not scanned now')];
  const { came, went } = changes(before, [place(9, 'moved'), place(5, 'new')]);
  expect(came.map(({ fingerprint }) => fingerprint)).toEqual(['new']);
  expect(went.map(({ fingerprint }) => fingerprint)).toEqual(['gone']);
});

it('fills hostile input to the byte, by seed, without repeating itself', () => {
  expect(fill({ name: '', piece: ['ab'] }, 5, 1).toString()).toBe('ababa');
  const input: HostileInput = { name: '', piece: ['key=', { kind: 'alnum', least: 15, most: 15 }, '\n'] };
  const lines = fill(input, 20_000, 1).toString().split('\n');
  expect(lines).toHaveLength(1001);
  expect(new Set(lines).size).toBe(1001);
  expect(fill(input, 100, 1)).toEqual(fill(input, 100, 1));
  expect(fill(input, 100, 2)).not.toEqual(fill(input, 100, 1));
});

it('makes the same synthetic rules from the same seed', () => {
  expect(syntheticRules(20, 7)).toEqual(syntheticRules(20, 7));
  expect(syntheticRules(20, 7)).not.toEqual(syntheticRules(20, 8));
});
