/** The likelihood by itself: names, shapes, stand-ins, and that every reason is named with its weight. */
import { describe, expect, test } from 'vitest';
import {
  bias,
  classifyName,
  judge,
  learned,
  noiseOf,
  placeholderOf,
  shapeOf,
  splitWords,
  thresholds,
  triples,
} from '../../../../packages/core/src/detect/likelihood/index.ts';

describe('names', () => {
  test.each([
    ['DB_PASSWORD', 'password'],
    ['dbPassword', 'password'],
    ['db.password', 'password'],
    ['passwordConfirmation', 'password'],
    ['MYSQL_PWD', 'password'],
    ['keystorePass', 'password'],
    ['client_secret', 'secret'],
    ['accessToken', 'token'],
    ['api-key', 'key'],
    ['AWS_SECRET_ACCESS_KEY', 'key'],
    ['key', 'weak'],
    ['PASSWORD_SALT', 'weak'],
    ['credentials', 'credential'],
  ])('%s promises a %s', (name, kind) => {
    expect(classifyName(name)?.class).toBe(kind);
  });

  test.each([
    'password_hash',
    'passwordField',
    'password_reset_url',
    'tokenType',
    'token_count',
    'secretName',
    'public_key',
    'foreignKey',
    'csrf_token',
    'LABEL_PASSWORD',
    'has_password',
    'monkey',
    'compass',
    'author',
    'tokenizer',
  ])('%s promises nothing', (name) => {
    expect(classifyName(name)).toBeNull();
  });
});

describe('stand-ins', () => {
  test.each([
    ['', 'empty'],
    ['${PASSWORD}', 'template'],
    ['{{ password }}', 'template'],
    ['<password>', 'template'],
    ['%s', 'template'],
    ['********', 'mask'],
    ['xxxxxxxxxx', 'mask'],
    ['abababababab', 'repeated'],
    ['1234567890', 'sequence'],
    ['000102030405060708', 'sequence'],
    ['changeme', 'stand-in'],
    ['your-api-key', 'stand-in'],
    ['password123', 'stand-in'],
    ['reset_password', 'names-itself'],
  ])('%s is %s', (value, kind) => {
    expect(placeholderOf(value)).toBe(kind);
  });

  test.each(['sunshine2019', 'Dragon45!', '1qaz2wsx', 'k{{v9}q)z'])('%s is none', (value) => {
    expect(placeholderOf(value)).toBeNull();
  });
});

test.each([
  ['01234567-89ab-4cde-8f01-23456789abcd', 'uuid'],
  ['https://example.com/a', 'url'],
  ['/etc/ssl/private', 'path'],
  ['server.key', 'file-name'],
  ['2024-05-06', 'date'],
  ['1.2.3-beta', 'version'],
  ['#ff8800', 'colour'],
  ['a@example.com', 'email'],
  ['user.profile.title', 'dotted'],
  ['currentUserName', 'identifier'],
  ['MAX_LENGTH', 'constant'],
  ['Choose another one', 'sentence'],
  ['ssh-rsa AAAA', 'public-key'],
])('shape of %s is %s', (value, shape) => {
  expect(shapeOf(value)).toBe(shape);
});

test('letter triples tell words from noise', () => {
  expect(triples('administration').share).toBeGreaterThan(0.8);
  expect(triples('xqzvkwpjrtb').share).toBeLessThan(0.3);
  expect(noiseOf('administration').random).toBe(false);
  expect(noiseOf('q8Zr2LmV5tXc9Bn4').random).toBe(true);
});

test('identifiers split at case, digits and signs', () => {
  expect(splitWords('AWSSecretKey2_old')).toEqual(['aws', 'secret', 'key', '2', 'old']);
});

test('every reason is a feature of the table and the score is their sum', () => {
  const judgement = judge({
    name: classifyName('db_password'),
    value: 'sunshine2019',
    quoted: true,
    operator: 'assign',
    config: true,
  });
  for (const [feature, weight] of judgement.reasons) expect(feature === 'bias' ? bias : learned[feature]).toBe(weight);
  expect(judgement.score).toBeCloseTo(judgement.reasons.reduce((sum, [, weight]) => sum + weight, 0));
  expect(judgement.verdict).toBe('secret');
  expect(judgement.score).toBeGreaterThanOrEqual(thresholds.medium);
});

test('a token must be random, a password need not', () => {
  const value = 'sunshine2019';
  const of = (name: string): string =>
    judge({ name: classifyName(name), value, quoted: true, operator: 'assign', config: false }).confidence;
  expect(of('password')).not.toBe('low');
  expect(of('api_token')).toBe('low');
});
