import { describe, expect, test } from 'vitest';
import { columnsOf, shorten } from '../../../packages/core/src/report/text/layout.ts';
import type { Finding } from '../../../packages/core/src/scan/finding.ts';
import type { ScanResult } from '../../../packages/core/src/scan/result.ts';
import { commit, makeFinding, makeOccurrence, makeResult } from './make-result.ts';
import { render } from './render.ts';

const text = (result: ScanResult, over = {}): string => render('text', result, over);

const awsKey = makeFinding({
  fingerprint: 'feedfacefeedfacefeed',
  rule: 'aws-access-key',
  provider: 'aws',
  severity: 'critical',
  confidence: 'high',
  title: 'AWS access key',
  secret: 'AKIA…7Q',
  path: 'deploy/production.env',
});

function manyFindings(): Finding[] {
  const folders = [
    'test/fixtures/keys',
    'docs/guide',
    'src/app/very/deep/folder/with/a/long/name',
    'vendor/lib',
    'config',
    'legacy/php',
  ];
  return Array.from({ length: 399 }, (_, i) =>
    i < 60
      ? makeFinding({
          rule: 'private-key',
          severity: 'critical',
          confidence: 'provable',
          title: 'Private key',
          path: `test/fixtures/keys/k${i}.pem`,
        })
      : makeFinding({
          rule: `generic-${i % 9}`,
          path: `${folders[i % 6]}/file-${i}-${'long-'.repeat(i % 30)}name.ts`,
          commit: commit('2023-05-06', 'A subject of some length '.repeat((i % 5) + 1)),
          confidence: i % 7 === 0 ? 'low' : 'medium',
        }),
  );
}

describe('text report', () => {
  test('a repository with 400 findings fits 60 lines of 80 columns and shows its one real AWS key first', () => {
    const skipped = Array.from({ length: 6 }, (_, i) => ({
      reason: `reason ${i}`,
      unread: false,
      count: 3,
      names: ['a/very/long/path'.repeat(9)],
    }));
    const base = makeResult([
      ...manyFindings(),
      awsKey,
      makeFinding({ suppressed: { by: 'inline', reason: 'x', where: 'a:1' } }),
    ]);
    const result = {
      ...base,
      coverage: { ...base.coverage, blobs: { total: 9, scanned: 9, skipped } },
      notes: Array.from(
        { length: 5 },
        () => 'a note that is long enough to need a second line on a screen of eighty columns',
      ),
    };
    const lines = text(result, { next: 'gitmoat explain feedfacefeed' }).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(60);
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(80);
    const first = lines.find((line) => line.startsWith('  1 '));
    expect(first).toContain('AWS access key');
    expect(lines[0]).toMatch(/^Rotate now +61 /);
    expect(lines[1]).toMatch(/^Likely/);
    expect(lines[2]).toMatch(/^Low/);
    expect(lines[3]).toMatch(/^Hygiene/);
    expect(lines[4]).toMatch(/^Coverage .*complete, 2\.0 s/);
    expect(lines.at(-1)).toBe('Next: gitmoat explain feedfacefeed');
  });

  test('an entry names the secret, its places, first and last commit, HEAD and the remotes', () => {
    const places = [
      makeOccurrence({ path: 'deploy/production.env' }),
      makeOccurrence({ path: 'old.env', commit: commit('2024-03-01'), inHead: false }),
    ];
    const entry = text(makeResult([{ ...awsKey, occurrences: places }]));
    expect(entry).toMatchSnapshot();
    const all = text(makeResult([{ ...awsKey, occurrences: places }]), { all: true });
    expect(all).toContain('- old.env:12');
  });

  test('no colours unless asked for', () => {
    expect(text(makeResult([awsKey]))).not.toContain('\u001b');
    expect(text(makeResult([awsKey]), { color: true })).toContain('\u001b[31m');
  });

  test('suppressed findings are counted always and listed when asked', () => {
    const hidden = makeFinding({
      title: 'Hidden one',
      suppressed: { by: 'allowlist', reason: 'made up', where: '.gitmoat.yaml:4' },
    });
    const short = text(makeResult([hidden]));
    expect(short).toContain('Suppressed 1 (1 allowlist); --show-suppressed lists them');
    expect(short).not.toContain('Hidden one');
    const long = text(makeResult([hidden]), { showSuppressed: true });
    expect(long).toContain('Hidden one');
    expect(long).toContain('suppressed by allowlist (.gitmoat.yaml:4): made up');
  });

  test('incomplete coverage is said in capitals and by reason', () => {
    const base = makeResult([]);
    const skipped = [{ reason: 'missing objects', unread: true, count: 2, names: ['abc', 'def'] }];
    const out = text({
      ...base,
      coverage: { ...base.coverage, complete: false, blobs: { total: 4, scanned: 2, skipped } },
    });
    expect(out).toContain('INCOMPLETE');
    expect(out).toContain('NOT READ  2 missing objects: abc, def');
    expect(out).toContain('No secrets found in what was read.');
  });

  test('nothing to read says so', () => {
    const base = makeResult([]);
    const out = text({ ...base, coverage: { ...base.coverage, blobs: { total: 0, scanned: 0, skipped: [] } } });
    expect(out).toContain('Nothing to read.');
  });

  test('raw values only with showSecrets', () => {
    const finding = { ...awsKey, raw: 'raw-value-of-the-secret' };
    expect(text(makeResult([finding]))).not.toContain('raw-value');
    expect(text(makeResult([finding]), { showSecrets: true })).toContain('secret: raw-value-of-the-secret');
  });
});

test('shortening keeps both ends and the width, wide characters included', () => {
  expect(shorten('abcdefghij', 5)).toBe('ab…ij');
  for (let width = 0; width < 12; width++) {
    expect(columnsOf(shorten('密码密码密码密码', width))).toBeLessThanOrEqual(width);
    expect(columnsOf(shorten('abcdefghij', width))).toBe(Math.min(10, width));
  }
});

describe('an entry of the text report', () => {
  test('a title stands whole: what finds no room beside it follows below', () => {
    const title = 'A secret with a name that takes nearly all of the line (SPRING_DATASOURCE)';
    const lines = text(makeResult([makeFinding({ ...awsKey, title: title.slice(0, 60) })])).split('\n');
    const at = lines.findIndex((line) => line.startsWith('  1 '));
    expect(lines[at]).toContain(title.slice(0, 60));
    expect(lines[at + 2]).toMatch(/^ {4}critical · high · in HEAD · first/);
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(80);
  });

  test('what no commit holds is kept out, not rotated, and stands after what is out', () => {
    const onDisk = { ...awsKey, where: 'worktree', commit: null, inHead: false, title: 'New' } as const;
    const base = makeResult([makeFinding(onDisk), makeFinding({ ...awsKey, title: 'Old', severity: 'high' })]);
    const lines = text({ ...base, coverage: { ...base.coverage, source: 'audit' } }).split('\n');
    expect(lines[0]).toMatch(/^Rotate now +1 +1 in HEAD now, 0 elsewhere/);
    expect(lines[2]).toMatch(/^Uncommitted +1 +keep them out/);
    expect(lines.find((line) => line.startsWith('  1 '))).toContain('Old');
    const files = { ...base.coverage, source: 'worktree', commits: 0 } as const;
    expect(text({ ...base, coverage: files })).toMatch(/^Rotate now +2/);
  });

  test('facts in words; what is not so is not said', () => {
    const facts = { accountId: '1234', temporary: false };
    const shown = text(makeResult([makeFinding({ ...awsKey, facts })]));
    expect(shown).toContain('on origin · account id 1234');
    expect(shown).not.toContain('temporary');
  });
});
