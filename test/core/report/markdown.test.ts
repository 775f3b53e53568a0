import { expect, test } from 'vitest';
import { markdownMarker } from '../../../packages/core/src/report/markdown.ts';
import { makeFinding, makeOccurrence, makeResult } from './make-result.ts';
import { render } from './render.ts';

test('begins with the marker, says the counts, lists the worst first', () => {
  const gone = makeFinding({
    severity: 'critical',
    confidence: 'provable',
    title: 'GitHub token',
    secret: 'ghp_…ab',
    path: 'old.env',
    inHead: false,
  });
  const report = render('markdown', makeResult([makeFinding(), gone], { notes: ['this change silences 2 findings'] }));
  const lines = report.split('\n');
  expect(lines[0]).toBe(markdownMarker);
  expect(lines[1]).toBe('### 🟥 gitmoat: 2 findings');
  expect(report.indexOf('silences 2 findings')).toBeLessThan(report.indexOf('| Finding'));
  expect(report).toContain('1 critical, 1 high · 1 in HEAD now · 1 not in HEAD · 1,234 blobs of 321 commits read');
  const rows = lines.filter((line) => line.startsWith('| 🟥') || line.startsWith('| 🟧'));
  expect(rows[0]).toContain('GitHub token');
  expect(rows[0]).toContain('<code>old.env&#58;12</code> (not in HEAD)');
  expect(rows[1]).toContain('<code>src/settings.ts&#58;12</code>');
});

test('nothing found: one line, no table; unread content is said', () => {
  expect(render('markdown', makeResult([]))).toBe(
    `${markdownMarker}\n### ✅ gitmoat: nothing found\n\n1,234 blobs of 321 commits read\n`,
  );
  const base = makeResult([]);
  const skipped = [{ reason: 'missing objects', unread: true, count: 3, names: [] }];
  const partial = {
    ...base,
    coverage: { ...base.coverage, complete: false, blobs: { total: 4, scanned: 1, skipped } },
  };
  expect(render('markdown', partial)).toContain('**Not read:** 3 missing objects');
});

test('5,000 findings fit a comment, and the rest is counted', () => {
  const findings = Array.from({ length: 5_000 }, (_, i) =>
    makeFinding({ path: `some/folder/with/a/name/file-${i}.ts`, occurrences: [makeOccurrence(), makeOccurrence()] }),
  );
  const report = render('markdown', makeResult(findings));
  expect(report.length).toBeLessThan(65_536);
  expect(report).toMatch(/… and 4,\d{3} more/);
  expect(report).toContain('<summary>What to do</summary>');
});
