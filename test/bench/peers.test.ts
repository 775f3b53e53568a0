import { describe, expect, it } from 'vitest';
import { parseCredsweeper } from './peers/credsweeper.ts';
import { parseDetectSecrets } from './peers/detect-secrets.ts';
import { parseGitleaks } from './peers/gitleaks.ts';
import { parseGitmoat, parseGitmoatLines } from './peers/gitmoat.ts';
import { findVersion } from './peers/index.ts';
import { parseKingfisher } from './peers/kingfisher.ts';
import { parseNoseyparker } from './peers/noseyparker.ts';
import { countDistinct } from './peers/peer.ts';
import { parseRipsecrets } from './peers/ripsecrets.ts';
import { parseSecretlint } from './peers/secretlint.ts';
import { parseTitus } from './peers/titus.ts';
import { parseTrufflehog } from './peers/trufflehog.ts';

const base64 = Buffer.from('value').toString('base64');
const expected = { path: 'a.py', line: 3, secret: 'value', rule: 'rule' };

/** Each peer's own form of the same finding, cut down to what is read of it. */
const forms: [string, (text: string) => unknown[], unknown, object][] = [
  [
    'gitleaks',
    parseGitleaks,
    [{ RuleID: 'rule', File: 'a.py', StartLine: 3, EndLine: 4, Secret: 'value' }],
    { ...expected, endLine: 4 },
  ],
  [
    'noseyparker',
    parseNoseyparker,
    [
      {
        rule_text_id: 'rule',
        matches: [
          {
            provenance: [{ kind: 'file', path: 'a.py' }],
            location: { source_span: { start: { line: 3 }, end: { line: 4 } } },
            groups: [base64],
            snippet: { matching: 'key = value' },
          },
        ],
      },
    ],
    { ...expected, endLine: 4 },
  ],
  [
    'trufflehog',
    parseTrufflehog,
    { SourceMetadata: { Data: { Git: { file: 'a.py', line: 3 } } }, DetectorName: 'rule', Raw: 'value' },
    expected,
  ],
  [
    'kingfisher',
    parseKingfisher,
    { findings: [{ rule: { id: 'rule' }, finding: { snippet: 'value', path: 'a.py', line: 3 } }] },
    expected,
  ],
  ['titus', parseTitus, [{ RuleID: 'rule', Groups: [base64] }], { ...expected, path: null, line: null }],
  [
    'detect-secrets',
    parseDetectSecrets,
    { results: { 'a.py': [{ type: 'rule', line_number: 3 }] } },
    { ...expected, secret: null },
  ],
  [
    'CredSweeper',
    parseCredsweeper,
    [{ rule: 'rule', line_data_list: [{ path: 'a.py', line_num: 3, value: 'value' }] }],
    { ...expected, endLine: 3 },
  ],
  [
    'secretlint',
    parseSecretlint,
    [{ filePath: 'a.py', messages: [{ ruleId: 'rule', loc: { start: { line: 3 } } }] }],
    { ...expected, secret: null },
  ],
  [
    'gitmoat, json',
    parseGitmoat,
    { findings: [{ fingerprint: 'value', rule: 'rule', path: 'a.py', line: 3 }] },
    expected,
  ],
  [
    'gitmoat, jsonl',
    parseGitmoatLines,
    { path: 'a.py', line: 3, endLine: 3, secret: 'value', rule: 'rule' },
    { ...expected, endLine: 3 },
  ],
];

describe('reports of scanners', () => {
  it.each(forms)('%s', (_, parse, report, finding) => {
    expect(parse(JSON.stringify(report))).toEqual([finding]);
  });

  it('ripsecrets, which prints lines', () => {
    expect(parseRipsecrets('a.py:3:key: value\n\n')).toEqual([
      { ...expected, secret: 'key: value', rule: 'ripsecrets' },
    ]);
  });

  it('takes an empty or null report for no findings, and logs between JSON lines for none', () => {
    expect(parseGitleaks('')).toEqual([]);
    expect(parseTitus('null')).toEqual([]);
    expect(parseKingfisher('')).toEqual([]);
    expect(parseTrufflehog('scanning…\n')).toEqual([]);
  });

  it('counts a secret once, and places where the secret is not said', () => {
    const place = { path: 'a', line: 1, rule: 'r' };
    const secrets = [
      { ...place, secret: 'one' },
      { ...place, line: 2, secret: 'one' },
      { ...place, secret: null },
    ];
    expect(countDistinct(secrets)).toBe(2);
  });
});

it.each([
  ['kingfisher 2.14.0', '2.14.0'],
  ['trufflehog 3.97.1\n', '3.97.1'],
  ['noseyparker 0.25.0-dev\n rustc Version: 1.95.0', '0.25.0-dev'],
  ['/go/bin/gitleaks: go1.26.4\n\tpath\tx\n\tmod\tgithub.com/zricethezav/gitleaks/v8\tv8.30.1\th1:x', '8.30.1'],
])('finds the version in %j', (text, version) => {
  expect(findVersion(text)).toBe(version);
});

it('finds no version where there is none', () => {
  expect(findVersion('version is set by build process')).toBeNull();
});
