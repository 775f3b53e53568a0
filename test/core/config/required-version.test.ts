import { expect, it } from 'vitest';
import { requiredVersionPattern, versionMismatch } from '../../../packages/core/src/config/required-version.ts';

it.each([
  ['0.4', '0.4.0'],
  ['0.4', '1.9.9'],
  ['>= 0.4', '0.4.1'],
  ['^1.2', '1.9.0'],
  ['^0.4.1', '0.4.9'],
  ['~1.2.3', '1.2.9'],
  ['>=0.4 <2', '1.0.0'],
  ['=1.2.3', '1.2.3'],
  ['<=1.2', '1.2.0'],
])('%s fits %s', (required, version) => {
  expect(required).toMatch(requiredVersionPattern);
  expect(versionMismatch(required, version)).toBeNull();
});

it.each([
  ['0.4', '0.3.9'],
  ['^1.2', '1.1.9'],
  ['>1', '1.0.0'],
  ['>=0.4 <2', '0.3.0'],
])('%s is newer than %s: gitmoat is to change', (required, version) => {
  expect(versionMismatch(required, version)).toContain('update gitmoat here');
});

it.each([
  ['^1.2', '2.0.0'],
  ['^0.4', '0.5.0'],
  ['~1.2', '1.3.0'],
  ['>=0.4 <2', '2.0.0'],
  ['=1.2.3', '1.2.4'],
])('%s is older than %s: the file is to change', (required, version) => {
  expect(versionMismatch(required, version)).toContain('raise requiredVersion');
});

it.each(['latest', '1.x', '>= ', '1.2.3.4', '^1 || ^2'])('%s is no version', (text) => {
  expect(text).not.toMatch(requiredVersionPattern);
});
