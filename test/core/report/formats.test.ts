import { describe, expect, test } from 'vitest';
import { isCounted } from '../../../packages/core/src/report/gate.ts';
import { type Format, formats } from '../../../packages/core/src/report/reporters.ts';
import { makeFinding, makeOccurrence, makeResult } from './make-result.ts';
import { render } from './render.ts';

const two = makeFinding({
  rule: 'github-pat',
  raw: 'RAW-VALUE',
  secret: 'ghp_…ab',
  occurrences: [
    makeOccurrence({ rule: 'github-pat', path: 'a b.txt', line: 1 }),
    makeOccurrence({
      rule: 'other',
      path: 'naïve.txt',
      line: 7,
      suppressed: { by: 'inline', reason: 'r', where: 'naïve.txt:7' },
    }),
    makeOccurrence({ where: 'commit-message', path: null, line: 3 }),
    makeOccurrence({ path: '\\xff.txt', pathBytes: Buffer.from([0xff, 0x2e, 0x74]).toString('base64') }),
  ],
});
const low = makeFinding({ confidence: 'low', rule: 'maybe' });
const hidden = makeFinding({ rule: 'hidden', suppressed: { by: 'inline', reason: 'made up', where: 'x:1' } });
const result = makeResult([two, low, hidden], { notes: ['a note'] });

const write = (format: Format, over = {}): string => render(format, result, over);

describe('json', () => {
  test('has the promised shape', () => {
    const report = JSON.parse(write('json'));
    expect(Object.keys(report)).toEqual([
      'schemaVersion',
      'tool',
      'target',
      'coverage',
      'findings',
      'summary',
      'notes',
    ]);
    expect(report.findings).toHaveLength(1);
    const [finding] = report.findings;
    for (const key of 'fingerprint rule provider severity confidence title secret where held path line column endLine endColumn blob commit inHead refs occurrences facts verified suppressed'.split(
      ' ',
    ))
      expect(finding).toHaveProperty(key);
    expect(finding.secret).toBe('ghp_…ab');
    expect(report.summary).toMatchObject({
      findings: 1,
      places: 4,
      belowConfidence: 1,
      suppressed: 1,
      suppressedBy: { inline: 1 },
    });
    expect(JSON.parse(write('json', { minConfidence: 'low', showSuppressed: true })).findings).toHaveLength(3);
  });

  test('is valid without findings', () => {
    expect(JSON.parse(render('json', makeResult([]))).findings).toEqual([]);
  });
});

test('jsonl has one line a place, with that place’s path, line and rule', () => {
  const lines = write('jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ path, line, rule, secret }) => [path, line, rule, secret])).toEqual([
    ['a b.txt', 1, 'github-pat', 'ghp_…ab'],
    [null, 3, 'generic-password', 'ghp_…ab'],
    ['\\xff.txt', 12, 'generic-password', 'ghp_…ab'],
  ]);
  expect(write('jsonl', { showSuppressed: true }).trimEnd().split('\n')).toHaveLength(5);
});

test('the raw value leaves only through json, jsonl and text, and only when asked for', () => {
  for (const format of formats) {
    expect(write(format)).not.toContain('RAW-VALUE');
    const asked = write(format, { showSecrets: true });
    if (['text', 'json', 'jsonl'].includes(format)) expect(asked).toContain('RAW-VALUE');
    else expect(asked, format).not.toContain('RAW-VALUE');
  }
});

describe('sarif', () => {
  const log = JSON.parse(
    write('sarif', {
      ruleText: (id: string) => ({
        id,
        name: 'Name',
        description: 'Opens it.',
        remediation: 'Revoke it.',
        references: ['https://example.com/x'],
      }),
    }),
  );
  const [run] = log.runs;

  test('has rules with help, stable fingerprints and suppressions', () => {
    expect(log.version).toBe('2.1.0');
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(['github-pat', 'hidden']);
    expect(run.tool.driver.rules[0]).toMatchObject({
      helpUri: 'https://example.com/x',
      help: { text: expect.stringContaining('Revoke it.') },
    });
    expect(run.results).toHaveLength(2);
    expect(run.results[0]).toMatchObject({ ruleId: 'github-pat', ruleIndex: 0, level: 'error' });
    expect(run.results[0].partialFingerprints).toEqual({
      'gitmoatFingerprint/v1': two.fingerprint,
      primaryLocationLineHash: `${two.fingerprint}:1`,
    });
    expect(run.results[0].suppressions).toBeUndefined();
    expect(run.results[1].suppressions).toEqual([{ kind: 'inSource', status: 'accepted', justification: 'made up' }]);
  });

  test('locations are relative URIs by bytes', () => {
    const uris = run.results[0].locations.map(
      (place: { physicalLocation?: { artifactLocation: { uri: string } } }) =>
        place.physicalLocation?.artifactLocation.uri,
    );
    expect(uris).toEqual(['a%20b.txt', 'na%C3%AFve.txt', 'commit-message/20240102aaaa', '%FF.t']);
    expect(run.results[0].locations[0].physicalLocation.region).toEqual({
      startLine: 12 - 11,
      startColumn: 9,
      endLine: 12,
      endColumn: 29,
    });
  });
});

test('the gate: confidence first, severity on request, suppressed never', () => {
  const gate = { minConfidence: 'medium', failOn: null } as const;
  expect(isCounted(two, gate)).toBe(true);
  expect(isCounted(low, gate)).toBe(false);
  expect(isCounted(low, { ...gate, minConfidence: 'low' })).toBe(true);
  expect(isCounted(hidden, gate)).toBe(false);
  expect(isCounted(two, { ...gate, failOn: 'critical' })).toBe(false);
  expect(isCounted(two, { ...gate, failOn: 'high' })).toBe(true);
});
