/** The first test on bytes lets through whatever the forms confirm. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  assignmentRules,
  confirmAssignment,
  quickFormOf,
} from '../../../../packages/core/src/detect/assignment/index.ts';
import type { CompiledRule } from '../../../../packages/core/src/rules/rule.ts';
import { acrossLines, anchors, span } from './confirm.ts';

const V = ['tR7', 'vq2', 'Lw9k'].join('');
const seed32 = ['JBSWY3DP', 'EHPK3PXP'].join('');
const basic = Buffer.from(`user:${V}`).toString('base64');

const word = fc.constantFrom(
  ...[
    'password',
    'db_password',
    'apiKey',
    'API key',
    'token',
    'access-token',
    'secret',
    'auth',
    'HTTPBasicAuth',
    'otp',
  ],
  ...[
    'mysql',
    'mysqldump',
    'curl',
    'x',
    'name',
    'value',
    'type',
    'string',
    'keys',
    'getToken',
    'span class',
    '-u',
    '-p',
  ],
  ...[
    'user',
    'Basic',
    'Bearer',
    basic,
    V,
    seed32,
    'https',
    '--password',
    '-Dpassword',
    'define',
    'or',
    'String',
    'cred',
  ],
);
const sign = fc.constantFrom(
  ...[
    ' ',
    ' ',
    '=',
    ': ',
    ':',
    '"',
    "'",
    '(',
    ')',
    ',',
    ', ',
    '<',
    '>',
    '</',
    '\n',
    '[',
    ']',
    '{',
    '}',
    '://',
    '@',
    ' = ',
  ],
  ...['&', '?', '||', ' || ', ';', '`', '\\"', '\t', '.', '-', '_', '1', '->', '=>', '#', '/', '$', '\xa0'],
);
const text = fc.array(fc.tuple(word, sign, sign), { maxLength: 30 }).map((parts) => parts.flat().join(''));

test('what a form confirms has passed its first test (any text, any anchor)', () => {
  let confirmed = 0;
  fc.assert(
    fc.property(text, (whole) => {
      const lower = whole.toLowerCase();
      const bytes = Buffer.from(whole, 'latin1');
      for (const id of assignmentRules) {
        for (const anchor of anchors[id]!) {
          for (let at = lower.indexOf(anchor); at >= 0; at = lower.indexOf(anchor, at + 1)) {
            const [low, high] = span(whole, at, acrossLines.has(id));
            const rule = { id } as CompiledRule;
            const found = confirmAssignment(whole.slice(low, high), at - low, anchor.length, rule);
            if (found.length === 0) continue;
            confirmed++;
            const place = `${id} ${JSON.stringify(whole.slice(Math.max(0, at - 60), at + 90))}`;
            expect(quickFormOf(id)?.(bytes, at, at + anchor.length) ?? true, place).toBe(true);
          }
        }
      }
    }),
    { numRuns: process.env.GITMOAT_TEST_FULL === '1' ? 100_000 : 10_000, seed: 20261123 },
  );
  expect(confirmed).toBeGreaterThan(300);
});
