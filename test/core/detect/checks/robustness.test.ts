/** No check throws, proves junk, or takes long on hostile input: they run on whatever a repository holds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checks } from '../../../../packages/core/src/detect/checks/index.ts';
import { run } from './run.ts';

const names = Object.keys(checks);
const latin1 = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 120,
});
const tokenLike = fc.string({
  unit: fc.constantFrom(
    ...'abcXYZ0189+/=._-~ \n"{}:',
    'eyJ',
    'fm2_',
    'pypi-',
    '8Q~',
    'JQQJ99',
    '+ASt',
    '-----BEGIN PRIVATE KEY-----',
  ),
  maxLength: 120,
});

test('random bytes and token-like text', () => {
  fc.assert(
    fc.property(fc.oneof(latin1, tokenLike), (secret) => {
      for (const name of names) {
        const { verdict } = run(name, secret, { need: ['lower'], min: 3, keys: ['k'] }, 'key = "', '"');
        expect(verdict, name).not.toBe('proves');
      }
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['spaces between quotes', `-----BEGIN RSA PRIVATE KEY-----${`"${' '.repeat(400)}`.repeat(40)}-----END`],
  ['quotes', `-----BEGIN RSA PRIVATE KEY-----${'"'.repeat(16_000)}-----END`],
  ['backslashes', `-----BEGIN RSA PRIVATE KEY-----${'\\'.repeat(16_000)}-----END`],
  ['equals signs', `-----BEGIN PGP PRIVATE KEY BLOCK-----${'\n='.repeat(8_000)}`],
  [
    'a PuTTY file without an end',
    `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 14\n${'aaaa'.repeat(4_000)} !`,
  ],
  ['one letter', 'a'.repeat(16_000)],
  ['dots', '.'.repeat(16_000)],
  ['nested MessagePack', `fm2_${Buffer.alloc(9_000, 0x91).toString('base64')}`],
  ['nested DER', Buffer.alloc(9_000, 0x30).toString('base64')],
])('hostile: %s', (_, secret) => {
  const began = performance.now();
  for (const name of names) run(name, secret, { need: ['lower'], min: 3, keys: ['k'] });
  expect(performance.now() - began).toBeLessThan(2_000);
});
