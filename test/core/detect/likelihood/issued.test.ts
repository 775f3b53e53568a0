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
  expect(breaksItsFormat(value, classifyName(name))).not.toBeNull();
  expect(judged(name, value).confidence).toBe('low');
});

/** Random enough to be a finding under a token's name; so many hexadecimal digits, so many letters and digits. */
const hex = (length: number): string => '8b6f3d0594c749ca57e1be03e6a0f21d4c8e'.repeat(2).slice(0, length);
const mixed = (length: number): string => 'q7ZxLw3kVt9pR2mNf8BdYs4HgJc6'.repeat(4).slice(0, length);

test.each([
  ['apify_token', `apify_api_${mixed(30)}`],
  ['swarm_token', ['SWMTKN', '1', mixed(20)].join('-')],
  ['pod_token', `${'rp'}a_${mixed(30)}`],
  ['deepseek_key', `sk-${hex(22)}`],
  ['elevenlabs_key', `sk_${hex(32)}`],
  ['meraki_token', `${hex(60)}R21`],
  ['cursor_key', `key_${hex(31)}`],
  ['ollama_key', hex(32)],
  ['authress_key', `sc_bad.ihwj.acc-${mixed(30)}`],
  ['checkout_key', `sk_${'0b9b5db6-fabc-49d0-b68f'}-13343bb4f70`],
])('%s: a part of a token, or one of another form (%s), is not listed; explain says why', (name, value) => {
  const { confidence, reasons } = judged(name, value);
  expect(confidence).toBe('low');
  expect(reasons.at(-1)).toEqual([breaksItsFormat(value, classifyName(name)), 0]);
});

test.each([
  ['access_token', hex(32)],
  ['access_token', hex(33)],
  ['deepseek_key', `sk-${hex(32)}`],
  ['my_proxy_key', `sk-${mixed(22)}`],
  ['elevenlabs_key', `sk_${hex(48)}`],
  ['meraki_token', hex(40)],
  ['cursor_key', `key_${hex(64)}`],
  ['other_key', `key_${hex(31)}`],
  ['checkout_key', `sk_${'0b9b5db6-fabc-49d0-b68f'}-13343bb4f70a`],
  ['access_token', mixed(31)],
])('%s: %s may be whole', (name, value) => {
  expect(breaksItsFormat(value, classifyName(name))).toBeNull();
  expect(['medium', 'high']).toContain(judged(name, value).confidence);
});

test('whole tokens and values without an outline are not touched', () => {
  expect(breaksItsFormat(`110201543:${'q7Zx'.repeat(8)}abc`, classifyName('telegram_token'))).toBeNull();
  expect(breaksItsFormat('q8ZxLw3kVt9pR2mN', classifyName('api_token'))).toBeNull();
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

test.each([
  ['hex', Buffer.from('decoded-secret-valuevHEX').toString('hex')],
  ['base64, percent signs in it', btoa('decoded-secret-value').replace('R', '%52')],
  ['percent signs, four deep', encodeDeep(btoa('decoded-secret-value'), 4)],
  ['base64 with a number', btoa('my-secret-value-12')],
])('words in %s are none', (_, value) => {
  expect(judged('some_secret', value).verdict).not.toBe('secret');
});

test('what is not made of words is judged as before', () => {
  for (const text of ['kd83-hsUwq-Zp2lf9', 'correct-hrsbtr-qwptk', 'value-20251124'])
    expect(judged('some_secret', btoa(text)).reasons[0]?.[0], text).not.toBe('decodes to words');
});

/** Each `R` and `=` as `%52`, `%3D`, the percent signs again and again. */
function encodeDeep(text: string, depth: number): string {
  let out = text.replace(/[R=]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  for (let i = 1; i < depth; i++) out = out.replaceAll('%', '%25');
  return out;
}

test('base64 of words is none, of a password may be', () => {
  expect(judged('any_key', btoa('dummy text data data')).verdict).not.toBe('secret');
  expect(judged('any_key', btoa('a-git-token')).verdict).not.toBe('secret');
  expect(judged('db_password', btoa('correct horse')).verdict).toBe('secret');
});

test.each(['nonMatchingToken', 'not_a_token'])('%s says that it is none', (name) => {
  expect(classifyName(name)).toBeNull();
});
