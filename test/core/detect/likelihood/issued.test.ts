/** Values that a provider's documented format settles, and values that only decode to words. */
import { expect, test } from 'vitest';
import { encodeBase32 } from '../../../../packages/core/src/detect/checks/primitives/bases.ts';
import { crc16 } from '../../../../packages/core/src/detect/checks/primitives/crc16.ts';
import { classifyName, judge } from '../../../../packages/core/src/detect/likelihood/index.ts';
import { breaksItsFormat, isPublicNkey } from '../../../../packages/core/src/detect/likelihood/issued.ts';

const judged = (name: string, value: string): ReturnType<typeof judge> =>
  judge({ name: classifyName(name), value, quoted: true, operator: 'assign', config: true });

test.each([
  ['api_token', `ucat_${'01DQE3'}`],
  ['scalr_key', `${'eyJhbGciOi'}JIUzI1NiJ9.short.token`],
  ['telegram_token', `5429:${'Avr1s1oig2w4yp4i5y54fofadx84ag8'}`],
])('%s with a cut value counts little', (name, value) => {
  expect(breaksItsFormat(value, classifyName(name))).toBe(true);
  expect(judged(name, value).confidence).toBe('low');
});

test('whole tokens and values without an outline are not touched', () => {
  expect(breaksItsFormat(`110201543:${'q7Zx'.repeat(8)}abc`, classifyName('telegram_token'))).toBe(false);
  expect(breaksItsFormat('q8ZxLw3kVt9pR2mN', classifyName('api_token'))).toBe(false);
});

test('the public half of an nkey pair is no secret, a wrong sum is none of its', () => {
  const bytes = new Uint8Array(35);
  for (let i = 1; i < 33; i++) bytes[i] = (i * 37) & 0xff;
  bytes[33] = crc16(bytes, 33) & 0xff;
  bytes[34] = crc16(bytes, 33) >> 8;
  const key = encodeBase32(bytes);
  expect(key).toMatch(/^A[A-Z2-7]{55}$/);
  expect(isPublicNkey(key)).toBe(true);
  expect(judged('account_key', key).verdict).toBe('no');
  expect(isPublicNkey(`${key.slice(0, -4)}AAAA`)).toBe(false);
});

test('base64 of words is none, of a password may be', () => {
  expect(judged('any_key', btoa('dummy text data data')).verdict).not.toBe('secret');
  expect(judged('any_key', btoa('a-git-token')).verdict).not.toBe('secret');
  expect(judged('db_password', btoa('correct horse')).verdict).toBe('secret');
});

test.each(['nonMatchingToken', 'not_a_token'])('%s says that it is none', (name) => {
  expect(classifyName(name)).toBeNull();
});
