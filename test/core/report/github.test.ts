import { expect, test } from 'vitest';
import { makeFinding, makeOccurrence, makeResult } from './make-result.ts';
import { render } from './render.ts';

const at = (i: number, over = {}) => makeFinding({ path: `src/f${i}.ts`, rule: `rule-${i}`, ...over });

test('an annotation names place, title, redacted secret and what to do', () => {
  const report = render('github', makeResult([at(1, { severity: 'critical', secret: 'ghp_…ab' })]), {
    ruleText: (id) => ({ id, name: 'n', description: '', remediation: 'Revoke it, at once: 100%', references: [] }),
  });
  expect(report).toBe(
    '::error file=src/f1.ts,line=12,endLine=12,col=9,endColumn=28,title=Password in an assignment::' +
      'ghp_…ab (rule-1, medium).%0ARevoke it, at once: 100%25%0Agitmoat explain 0123456789ab\n',
  );
});

test('ten of a kind at most, the worst first, the rest is counted', () => {
  const findings = [
    ...Array.from({ length: 30 }, (_, i) => at(i, { severity: 'high' })),
    ...Array.from({ length: 5 }, (_, i) => at(100 + i, { severity: 'critical', confidence: 'provable' })),
    ...Array.from({ length: 12 }, (_, i) => at(200 + i, { severity: 'medium' })),
    ...Array.from({ length: 3 }, (_, i) => at(300 + i, { severity: 'info' })),
  ];
  const lines = render('github', makeResult(findings)).trimEnd().split('\n');
  const of = (kind: string) => lines.filter((line) => line.startsWith(`::${kind} `));
  expect([of('error').length, of('warning').length, of('notice').length]).toEqual([10, 10, 3]);
  expect(
    of('error')
      .slice(0, 5)
      .every((line) => line.includes('f10')),
  ).toBe(true);
  expect(lines.at(-1)).toBe('gitmoat: 27 more findings than GitHub shows as annotations');
});

test('remarks on policy and unread content come first; a range over lines has no columns', () => {
  const base = makeResult([at(1, { line: 3, endLine: 9 })], { notes: ['this change silences 2 findings'] });
  const skipped = [{ reason: 'missing objects', unread: true, count: 3, names: [] }];
  const result = { ...base, coverage: { ...base.coverage, complete: false, blobs: { total: 4, scanned: 1, skipped } } };
  const lines = render('github', result).trimEnd().split('\n');
  expect(lines[0]).toBe('::notice title=gitmoat::this change silences 2 findings');
  expect(lines[1]).toBe('::warning title=gitmoat%3A not read::3 missing objects');
  expect(lines[2]).toContain('file=src/f1.ts,line=3,endLine=9,title=');
});

test('a secret that HEAD no longer holds is published: rotate; a message has no file', () => {
  const place = makeOccurrence({ path: null, where: 'commit-message', inHead: false });
  const finding = { ...at(1), path: null, where: 'commit-message', inHead: false, occurrences: [place] } as const;
  const report = render('github', makeResult([finding]));
  expect(report).toMatch(/^::error title=Password in an assignment::/);
  expect(report).toContain('not in HEAD');
  expect(report).toContain('It is published: rotate it.');
});
