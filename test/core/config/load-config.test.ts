import { describe, expect, test } from 'vitest';
import { defaultConfig, loadConfig } from '../../../packages/core/src/config/config.ts';
import { nearest } from '../../../packages/core/src/config/nearest.ts';

const rules = [
  { id: 'aws-access-key', provider: 'aws', replaces: ['aws-key'] },
  { id: 'github-pat', provider: 'github', replaces: [] },
];
const load = (text: string | null) => loadConfig({ text, path: '.gitmoat.yaml', rules, version: '0.1.0' });

test('no file and an empty file are the defaults', async () => {
  expect(await load(null)).toEqual(defaultConfig);
  expect(await load('')).toEqual(defaultConfig);
  expect(await load('# nothing\n')).toEqual(defaultConfig);
});

test('every key is read', async () => {
  const config = await load(
    [
      'id: abcdefgh12345678',
      'mode: observe',
      'minConfidence: low',
      'failOn: high',
      'rules:',
      '  disable: [github]',
      '  enable: [github-pat]',
      '  severity: {aws: low}',
      'allow:',
      '  - rule: aws-key',
      '    paths: ["docs/**"]',
      '    reason: documentation',
      '    expires: 2030-01-01',
      '    until: 2024-05-06',
      'exclude: [vendor/**]',
      'limits: {archiveSize: 1 MiB, decodeDepth: 2}',
      'receive: {timeLimit: 0.5}',
      'require: [lfs]',
      'requiredVersion: ">=0.1"',
    ].join('\r\n'),
  );
  expect(config).toMatchObject({
    id: 'abcdefgh12345678',
    mode: 'observe',
    minConfidence: 'low',
    failOn: 'high',
    receive: { timeLimit: 0.5, onFailure: 'block' },
    require: ['lfs'],
  });
  expect(config.allow).toEqual([
    {
      rule: 'aws-key',
      paths: ['docs/**'],
      fingerprint: null,
      reason: 'documentation',
      expires: '2030-01-01',
      until: '2024-05-06',
      rotated: false,
      where: '.gitmoat.yaml:10',
    },
  ]);
  expect(config.limits).toEqual({ ...defaultConfig.limits, archiveSize: 1_048_576, decodeDepth: 2 });
});

describe('mistakes name the file, the line, the column, the key and the nearest right one', () => {
  test.each([
    ['alow:\n  - rule: x\n', '.gitmoat.yaml:1:1: unknown key "alow"; did you mean "allow"?'],
    [
      'mode: enforce\nallow:\n  - reason: x\n    ruel: aws\n',
      '.gitmoat.yaml:4:5: unknown key "ruel"; did you mean "rule"?',
    ],
    ['rules:\n  disabel: [aws]\n', '.gitmoat.yaml:2:3: unknown key "disabel"; did you mean "disable"?'],
    [
      'rules:\n  disable: [aws, githb-pat]\n',
      '.gitmoat.yaml:2:18: no rule or provider is called "githb-pat"; did you mean "github-pat"?',
    ],
    [
      'rules:\n  severity:\n    awss: high\n',
      '.gitmoat.yaml:3:5: no rule or provider is called "awss"; did you mean "aws"?',
    ],
    ['mode: obsreve\n', '.gitmoat.yaml:1:7: mode must be one of enforce, observe; did you mean "observe"?'],
    ['allow:\n  - rule: github-pat\n', 'the entry has no "reason": every exception says why it is safe'],
    ['allow:\n  - rule: github-pat\n    reason: "  "\n', '.gitmoat.yaml:3:13: allow.reason must not be empty'],
    ['allow:\n  - reason: because\n', '.gitmoat.yaml:2:5: allow must say what it accepts: rule, paths or fingerprint'],
    ['- 1\n', '.gitmoat.yaml:1:1: the file must be keys with values'],
    ['a: [1\nb', '.gitmoat.yaml:2:1: not valid YAML'],
    ['mode: enforce\nmode: observe\n', 'not valid YAML'],
    ['limits:\n  blobSize: large\n', '.gitmoat.yaml:2:13: limits.blobSize must be a size'],
    ['requiredVersion: "9"\n', '.gitmoat.yaml:1:18: this file needs gitmoat 9, this is 0.1.0: update gitmoat here'],
    ['allow:\n  - paths: [a]\n    reason: x\n    expires: soon\n', '.gitmoat.yaml:4:14: allow.expires must be a date'],
  ])('%j', async (text, message) => {
    await expect(load(text)).rejects.toMatchObject({ code: 'config', message: expect.stringContaining(message) });
  });
});

test('several mistakes are told at once', async () => {
  await expect(load('mode: x\nfailOn: hihg\n')).rejects.toThrow(/1:7: mode .*\n.*2:9: failOn .*; did you mean "high"/);
});

test('nearest finds slips, swaps and beginnings, and stays silent otherwise', () => {
  const commands = ['audit', 'scan', 'staged', 'history', 'rules', 'explain'];
  expect(nearest('sacn', commands)).toBe('scan');
  expect(nearest('aduit', commands)).toBe('audit');
  expect(nearest('hist', commands)).toBe('history');
  expect(nearest('zebra', commands)).toBeNull();
});
