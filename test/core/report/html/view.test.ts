import { expect, test } from 'vitest';
import type { PageData } from '../../../../packages/core/src/report/html/data.ts';
import { stepsFor } from '../../../../packages/core/src/report/html/page/steps.ts';
import {
  filtered,
  lifeText,
  noFilters,
  rowsOf,
  stateText,
  tally,
} from '../../../../packages/core/src/report/html/page/view.ts';
import type { ReportOptions } from '../../../../packages/core/src/report/options.ts';
import { manyFindings } from '../many-findings.ts';
import { render } from '../render.ts';

const options: Partial<ReportOptions> = {
  madeAt: '2026-01-02T00:00:00Z',
  ruleText: (id) => ({ id, name: id, description: '', remediation: 'Revoke it.', references: [] }),
  removal: ({ fingerprint }) =>
    fingerprint.endsWith('0') ? null : { oid: 'f'.repeat(40), date: '2025-12-31T00:00:00Z' },
  advice: () => ({
    page: 'https://acme.example/keys',
    reference: 'https://acme.example/docs',
    rotate: ['$ acme rotate'],
    used: ['Read the log.'],
  }),
};
const report = render('html', manyFindings(500), options);
const from = report.indexOf('id="data">') + 'id="data">'.length;
const data = JSON.parse(report.slice(from, report.indexOf('</script>', from))) as PageData;
const rows = rowsOf(data);

test('the same result gives the same bytes', () => {
  const again = render('html', manyFindings(500), options);
  expect(again).toBe(report);
});

test('suppressed ones are shown when asked for, and alone', () => {
  const open = filtered(rows, noFilters, 'worst');
  const hidden = filtered(rows, { ...noFilters, state: 'suppressed' }, 'worst');
  expect(open.length + hidden.length).toBe(500);
  expect(hidden.every(({ finding }) => finding.suppressed !== null)).toBe(true);
  expect(open.some(({ finding }) => finding.suppressed !== null)).toBe(false);
});

test('filters meet, words meet, orders hold', () => {
  const some = filtered(
    rows,
    { ...noFilters, severity: 'high', author: 'Grace Example', text: 'DEPLOY  file-1' },
    'worst',
  );
  expect(some.length).toBeGreaterThan(0);
  for (const { finding, author, haystack } of some) {
    expect([finding.severity, author]).toEqual(['high', 'Grace Example']);
    expect(haystack).toContain('deploy');
  }
  const newest = filtered(rows, noFilters, 'newest').map(({ from }) => from ?? -Infinity);
  expect(newest).toEqual([...newest].sort((a, b) => b - a));
  const longest = filtered(rows, noFilters, 'longest').map(({ days }) => days ?? -1);
  expect(longest).toEqual([...longest].sort((a, b) => b - a));
  expect(filtered(rows, noFilters, 'worst').map(({ rank }) => rank)).toEqual(
    filtered(rows, noFilters, 'worst')
      .map(({ rank }) => rank)
      .sort((a, b) => a - b),
  );
  expect(tally(rows, ({ finding }) => finding.provider)[0]![1]).toBeGreaterThan(50);
});

test('states and lifetimes in words', () => {
  const open = filtered(rows, noFilters, 'worst').filter(({ finding }) => !finding.hygiene);
  const still = open.find(({ finding }) => finding.state === 'present')!;
  const removed = open.find(({ until }) => until !== null)!;
  const unknown = open.find(({ finding, until }) => finding.state === 'past' && until === null)!;
  expect(lifeText(still)).toMatch(/^there for [\d,]+ days, still there$/);
  expect([stateText(removed), lifeText(removed)]).toEqual([
    'removed 2025-12-31',
    expect.stringMatching(/^lived [\d,]+ days$/),
  ]);
  expect([stateText(unknown), lifeText(unknown)]).toEqual([
    'only in history',
    expect.stringMatching(/^came in [\d,]+ days ago, not in HEAD$/),
  ]);
});

test('steps: rotate first, who has it, the rest after', () => {
  const open = filtered(rows, noFilters, 'worst').filter(({ finding }) => !finding.hygiene);
  const textOf = (state: string): string => {
    const { finding } = open.find((row) => row.finding.state === state)!;
    return stepsFor(finding, data)
      .flatMap(({ text, lines, pages }) => [text, ...lines, ...pages])
      .join('\n');
  };
  expect(textOf('present')).toMatch(/^Rotate it first\.\n\$ acme rotate\nhttps:\/\/acme\.example\/keys\n/);
  expect(textOf('present')).toContain('pushed to origin');
  expect(textOf('present')).toContain('Take it out of ');
  expect(textOf('past')).toContain('HEAD is clean of it');
  expect(textOf('past')).toMatch(/\$ gitmoat allow [0-9a-f]{12} --rotated$/);
});
