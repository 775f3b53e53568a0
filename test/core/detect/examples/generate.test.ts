/** The example generator: kinds, lengths, sums, determinism, and its complaints. */
import { expect, test } from 'vitest';
import {
  completeExample,
  GenerateError,
  generatorNames,
} from '../../../../packages/core/src/detect/examples/generate.ts';

test.each([
  ['lower', /^[a-z]{24}$/],
  ['upper', /^[A-Z]{24}$/],
  ['alpha', /^[A-Za-z]{24}$/],
  ['digit', /^[0-9]{24}$/],
  ['hex', /^[0-9a-f]{24}$/],
  ['HEX', /^[0-9A-F]{24}$/],
  ['alnum', /^[A-Za-z0-9]{24}$/],
  ['lowernum', /^[a-z0-9]{24}$/],
  ['uppernum', /^[A-Z0-9]{24}$/],
  ['base64', /^[A-Za-z0-9][A-Za-z0-9+/]{22}[A-Za-z0-9]$/],
  ['base64url', /^[A-Za-z0-9][A-Za-z0-9_-]{22}[A-Za-z0-9]$/],
  ['base32', /^[A-Z2-7]{24}$/],
  ['base36', /^[a-z0-9]{24}$/],
  ['base58', /^[1-9A-HJ-NP-Za-km-z]{24}$/],
  ['word', /^[a-z]{24}$/],
])('%s', (kind, shape) => {
  for (let i = 0; i < 100; i++) expect(completeExample(`<<${kind}:24>>`, `seed ${i}`)).toMatch(shape);
});

test('a length between', () => {
  const lengths = new Set(Array.from({ length: 200 }, (_, i) => completeExample('<<alnum:3-6>>', `seed ${i}`).length));
  expect([...lengths].sort()).toEqual([3, 4, 5, 6]);
});

test('mixed kinds show every class of theirs', () => {
  for (let i = 0; i < 200; i++) {
    const value = completeExample('<<alnum:16>>', `mix ${i}`);
    expect(value).toMatch(/[a-z]/);
    expect(value).toMatch(/[A-Z]/);
    expect(value).toMatch(/[0-9]/);
  }
});

test('the same template and seed give the same text, another seed another; editing one part leaves the next', () => {
  const template = 'a <<alnum:20>> b <<hex:32>>';
  expect(completeExample(template, 'x')).toBe(completeExample(template, 'x'));
  expect(completeExample(template, 'x')).not.toBe(completeExample(template, 'y'));
  expect(completeExample('changed <<alnum:21>> b <<hex:32>>', 'x').slice(-32)).toBe(
    completeExample(template, 'x').slice(-32),
  );
  expect(completeExample('<<alnum:20>> <<alnum:20>>', 'x').slice(0, 20)).not.toBe(
    completeExample('<<alnum:20>> <<alnum:20>>', 'x').slice(-20),
  );
});

test('a sum covers the run before it, or what follows <<begin>>', () => {
  const plain = completeExample('ghp_aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0<<sum:crc32-base62>>', '');
  const token = plain.slice(-40);
  for (const before of ['token=', '{"token": "', "x = '", 'TOKEN: ', '`', 'a=<<begin>>']) {
    const template = `${before}${token.slice(0, -6)}<<sum:crc32-base62>>`;
    expect(completeExample(template, '').endsWith(token), before).toBe(true);
  }
});

test('what is no placeholder stays: shifts, heredocs, PDF dictionaries', () => {
  for (const text of ['1 << 2 >> 3', 'cat <<EOF', '<< /Type /Page >>', 'a <b> $& $1', '<<>>']) {
    expect(completeExample(text, '')).toBe(text);
  }
});

test('every name can be written', () => {
  for (const name of generatorNames) {
    const template = name.includes(':') || name === 'begin' ? `<<${name}>>` : `<<${name}:8>>`;
    expect(() => completeExample(template, 'all'), name).not.toThrow();
  }
});

test.each([
  ['<<alnun:20>>', 'alnum'],
  ['<<sum:crc32base62>>', 'sum:crc32-base62'],
  ['<<make:rsa-kay>>', 'make:rsa-key'],
  ['<<make>>', 'make:'],
  ['<<make:toString>>', 'make:'],
  ['<<alnum>>', '<<alnum:36>>'],
  ['<<alnum:9-3>>', '<<alnum:30-40>>'],
])('%s is an error that names %s', (template, near) => {
  const attempt = (): string => completeExample(template, '');
  expect(attempt).toThrow(GenerateError);
  try {
    attempt();
  } catch (error) {
    expect((error as GenerateError).code).toBe('config');
    expect((error as GenerateError).hint).toContain(near);
  }
});
