/** What other programs read must be what their schemas say; each format with every attack and every kind of finding. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Ajv as Ajv7, type ValidateFunction } from 'ajv';
import Ajv4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Format } from '../../../packages/core/src/report/reporters.ts';
import type { ScanResult } from '../../../packages/core/src/scan/result.ts';
import { attacks, hostileResult, ruleText } from './hostile.ts';
import { commit, makeFinding, makeOccurrence, makeResult } from './make-result.ts';
import { render } from './render.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/schemas/${name}`, import.meta.url), 'utf8');

const draft4 = new Ajv4.default({ strict: false, allErrors: true });
const draft7 = new Ajv7({ strict: false, allErrors: true });
for (const ajv of [draft4, draft7]) addFormats.default(ajv as Ajv7);

const validators: Partial<Record<Format, ValidateFunction>> = {
  sarif: draft4.compile(JSON.parse(fixture('sarif-2.1.0.json'))),
  rdjsonl: draft4.compile(JSON.parse(fixture('rdf-diagnostic.json'))),
  gitlab: draft7.compile(JSON.parse(fixture('gitlab-secret-detection.json'))),
  codequality: draft7.compile(JSON.parse(fixture('gitlab-code-quality.json'))),
};

/**
 * GitLab's schema as published. It is not in this repository, so the file is named from outside:
 * `dist/secret-detection-report-format.json` of gitlab-org/security-products/security-report-schemas, 15.0.0 or later.
 */
const publishedGitlab = process.env.GITMOAT_GITLAB_SCHEMA ?? '';
const validatePublished: ValidateFunction | null =
  publishedGitlab === ''
    ? null
    : new Ajv7({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(publishedGitlab, 'utf8')));
if (validatePublished === null) {
  console.warn('GITMOAT_GITLAB_SCHEMA is not set: GitLab reports are held to our own restatement of its schema only.');
}

const place = makeOccurrence();
const results: Readonly<Record<string, ScanResult>> = {
  empty: makeResult([]),
  plain: makeResult([
    makeFinding({ severity: 'critical', confidence: 'provable', facts: { account: '1', live: true, bits: 256 } }),
    makeFinding({ kind: 'hygiene', severity: 'info', path: 'Dockerfile', commit: null }),
    makeFinding({ commit: null, blob: null, where: 'stdin', path: null }),
    makeFinding({ suppressed: { by: 'inline', reason: '', where: 'a:1' } }),
    makeFinding({ suppressed: { by: 'baseline', reason: 'old', where: 'b:1' } }),
    makeFinding({
      occurrences: [
        { ...place, where: 'commit-message', path: null },
        { ...place, where: 'note', path: null, commit: null },
        { ...place, path: '\\xff.txt', pathBytes: Buffer.from([0xff, 0x2e]).toString('base64') },
        { ...place, path: 'über uns/文件.txt', commit: commit('2024-05-06') },
      ],
    }),
  ]),
  ...Object.fromEntries(Object.entries(attacks).map(([name, attack]) => [name, hostileResult(attack)])),
};

describe.each(Object.keys(results))('%s', (name) => {
  const options = { showSuppressed: true, madeAt: '2026-01-02T03:04:05Z', ruleText: ruleText(attacks[name] ?? 'text') };
  const written = (format: Format): string => render(format, results[name]!, options);

  test.each(['sarif', 'gitlab', 'codequality'] as const)('%s', (format) => {
    const validate = validators[format]!;
    validate(JSON.parse(written(format)));
    expect(validate.errors).toBe(null);
  });

  test.skipIf(validatePublished === null)('gitlab, as published (GITMOAT_GITLAB_SCHEMA)', () => {
    validatePublished!(JSON.parse(written('gitlab')));
    expect(validatePublished!.errors).toBe(null);
  });

  test('rdjsonl', () => {
    for (const line of written('rdjsonl').split('\n').filter(Boolean)) {
      validators.rdjsonl!(JSON.parse(line));
      expect(validators.rdjsonl!.errors).toBe(null);
    }
  });

  test('junit', async () => {
    const xml = { fileName: 'junit.xml', contents: written('junit') };
    const { valid, errors } = await validateXML({ xml: [xml], schema: [fixture('junit-10.xsd')] });
    expect(errors).toEqual([]);
    expect(valid).toBe(true);
  });
});

test('the validators do say no', async () => {
  for (const validate of Object.values(validators)) expect(validate(3)).toBe(false);
  if (validatePublished !== null) {
    const report = JSON.parse(render('gitlab', results.plain!, { madeAt: '2026-01-02T03:04:05Z' }));
    expect(validatePublished({ ...report, scan: { ...report.scan, type: 'sast' } })).toBe(false);
    expect(validatePublished({ ...report, vulnerabilities: [{ id: '1' }] })).toBe(false);
  }
  const { valid } = await validateXML({
    xml: [{ fileName: 'x.xml', contents: '<testsuites><testcase/></testsuites>' }],
    schema: [fixture('junit-10.xsd')],
  });
  expect(valid).toBe(false);
});

test('sarif keeps GitHub’s limits with more of everything than it takes', () => {
  const hex = (i: number, j: number) => (i * 7919 + j * 104_729 + 1).toString(16).repeat(7).slice(0, 40);
  const findings = Array.from({ length: 25_100 }, (_, i) =>
    makeFinding({
      fingerprint: hex(i, 1).slice(0, 20),
      rule: `rule-${i % 700}`,
      occurrences: Array.from({ length: i < 50 ? 1_500 : 20 }, (_, j) =>
        makeOccurrence({
          path: `src/folder-${i % 91}/file-${i}-${j}.ts`,
          commit: { ...commit('2024-01-02'), oid: hex(i, j) },
        }),
      ),
    }),
  );
  const report = render('sarif', makeResult(findings));
  const [run] = JSON.parse(report).runs;
  expect(run.results).toHaveLength(25_000);
  expect(run.properties.resultsLeftOut).toBe(100);
  expect(run.tool.driver.rules.length).toBeLessThanOrEqual(25_000);
  for (const rule of run.tool.driver.rules) expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
  for (const one of run.results) expect(one.locations.length).toBeLessThanOrEqual(100);
  expect(gzipSync(report).length).toBeLessThan(10_000_000);
});
