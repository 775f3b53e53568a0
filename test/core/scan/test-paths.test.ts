/** Which paths are tests and examples, and what that does to a match. */
import { describe, expect, test } from 'vitest';
import type { Located } from '../../../packages/core/src/scan/located.ts';
import { countedAt, isTestPath } from '../../../packages/core/src/scan/test-paths.ts';

const match = (severity: Located['severity'], confidence: Located['confidence']): Located =>
  ({ severity, confidence }) as Located;

describe('paths', () => {
  test.each([
    'test/a.js',
    'src/__tests__/a.ts',
    'spec/models/user.rb',
    'pkg/testdata/key.txt',
    'integration-tests/conf.yml',
    'examples/app/main.py',
    'Acme.Web.Tests/appsettings.json',
    'src/login.test.ts',
    'auth/token_test.go',
    'lib/test_client.py',
    'src/LoginTest.java',
    'a.zip!fixtures/b.env',
  ])('%s is one', (path) => expect(isTestPath(path)).toBe(true));

  test.each([
    'src/contest/a.js',
    'latest/config.yml',
    'src/attestation.ts',
    'protest/a.rb',
    'src/special/a.rb',
    'config/production.yml',
    'docs/setup.md',
    'inspect/a.go',
  ])('%s is none', (path) => expect(isTestPath(path)).toBe(false));
});

test('one step lower, never below medium; what is proven stays', () => {
  const at = (severity: Located['severity'], confidence: Located['confidence']): string => {
    const counted = countedAt(match(severity, confidence), 'tests/a.py');
    return `${counted.severity} ${counted.confidence}`;
  };
  expect(at('critical', 'high')).toBe('high medium');
  expect(at('high', 'medium')).toBe('medium medium');
  expect(at('medium', 'medium')).toBe('medium medium');
  expect(at('low', 'low')).toBe('low low');
  expect(at('critical', 'provable')).toBe('critical provable');
  expect(countedAt(match('critical', 'high'), 'src/a.py')).toEqual(match('critical', 'high'));
  expect(countedAt(match('critical', 'high'), null)).toEqual(match('critical', 'high'));
});
