/** The cheap judgements that every candidate meets: entropy, charset, words, placeholder, not-hash, uuid, luhn. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { shannon } from '../../../../packages/core/src/detect/checks/entropy.ts';
import { checkArguments, checks } from '../../../../packages/core/src/detect/checks/index.ts';
import { completeExample } from '../../../../packages/core/src/detect/examples/generate.ts';
import { run } from './run.ts';

test('entropy counts the secret alone, and leaves nothing behind', () => {
  expect(shannon('abcd')).toBe(2);
  expect(shannon('aaaa')).toBe(0);
  expect(shannon('')).toBe(0);
  expect(shannon('aabb')).toBe(1);
  expect(run('entropy', 'aaaaaaab', { min: 2 }, 'q8Zx', 'Lw3k').verdict).toBe('no');
  expect(run('entropy', 'q8ZxLw3k', { min: 3 }, 'aaaa', 'aaaa').verdict).toBe('pass');
});

test('charset', () => {
  expect(run('charset', 'abcDEF123', { need: ['lower', 'upper', 'digit'] }).verdict).toBe('pass');
  expect(run('charset', 'abcdef123', { need: ['lower', 'upper', 'digit'] }).verdict).toBe('no');
  expect(run('charset', 'abc-123', { need: ['symbol'] }).verdict).toBe('pass');
});

test.each([
  'getUserName',
  'configuration',
  'application_default_credentials',
  'node_modules',
  'iosDeviceToken',
  'HTTPServerConfig',
])('words: %s', (value) => {
  expect(run('words', value).verdict).toBe('no');
});

test('known examples are told by where they were published, PEM keys by their first line', () => {
  const azurite = ['Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu', 'Fq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='].join(
    '',
  );
  const vagrant = ['MIIEogIBAAKCAQEA6NF8iallvQVp22WDkTkyrtvp', '9eWW6A8YVr+kz4TjGYe7gHzI'].join('');
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${vagrant}\nw+niNltGEFHzD8+v\n-----END RSA PRIVATE KEY-----`;
  expect(run('known-example', azurite)).toEqual({
    verdict: 'placeholder',
    facts: { published: 'Azurite emulator' },
  });
  expect(run('known-example', key).facts).toEqual({ published: 'Vagrant insecure key' });
  expect(run('known-example', azurite.toLowerCase()).verdict).toBe('pass');
});

test('the password of a URL: stand-ins and its own user are none', () => {
  const at = (user: string, password: string) =>
    run('url-password', password, {}, `postgres://${user}:`, '@db').verdict;
  expect(at('app', 'secret')).toBe('placeholder');
  expect(at('dev', 'dev')).toBe('placeholder');
  expect(at('app', 'q8ZxLw3k')).toBe('pass');
  expect(at('app', 's2Tf2k@rLMy')).toBe('pass');
  expect(at('app', 's3cr3t')).toBe('pass');
});

test('a long value like a path is judged at all', () => {
  expect(run('stand-in', `/${createHash('sha512').update('a').digest('hex')}+q8`).verdict).toBe('pass');
});

const placeholders = [
  'xxxxxxxxxxxxxxxx',
  'XXXX-XXXX-XXXX',
  '0000000000000000',
  'your_api_key_here',
  'YOUR-TOKEN',
  '<your-token>',
  `\${TOKEN}`,
  '{{ secrets.TOKEN }}',
  '%API_KEY%',
  '$API_TOKEN',
  'changeme',
  'change-me-please',
  '********',
  'fake-key-abc',
  'sk_live_...',
  `AKIA${'IOSFODNN7'}EXAMPLE`,
  `ghp_${'x'.repeat(36)}`,
  '00000000-0000-0000-0000-000000000000',
  'postgres://user:xxxxxxxx@db.internal/app',
];
test.each(placeholders)('placeholder: %s', (value) => {
  expect(run('placeholder', value).verdict).toBe('placeholder');
});

test.each([
  '12345678',
  '9876543210',
  'abcdefghijklmnop',
  'deadbeefdeadbeefdeadbeef',
  `qwertyuiopASDFGHJKL`,
  `tok_${'abcdefGHIJKLmnopqrstuvwxyz'}0123456789`,
])('counted through or typed, so listed with doubt: %s', (value) => {
  expect(run('placeholder', value).verdict).toBe('doubt');
});

test('an issued value with its edge typed over is a placeholder, one that people may have chosen is not', () => {
  const rest = 'c7Qu0EjDIEWdc83uCF0K4yw7RzpY39bio';
  for (const count of ['1234567', 'abcdef12345']) {
    expect(run('placeholder', `sk-${count}${rest}`).verdict).toBe('placeholder');
    expect(run('placeholder', `tok_${rest}${count}`).verdict).toBe('placeholder');
    expect(run('placeholder', count + rest).verdict).toBe('pass');
  }
  expect(run('placeholder', `sk-12345${rest}`).verdict).toBe('pass');
});

test('an id of one repeated digit before the secret part says nothing about that part', () => {
  expect(run('placeholder', `xo${'xa'}-3111111111111-e039d02840a0b9379cff`).verdict).toBe('pass');
  expect(run('placeholder', `xo${'xa'}-3111111111111-eaaaaaaaaaaaaaaab9379cff`).verdict).toBe('placeholder');
});

test.each([
  'hunter2',
  // repetitions and short counts happen in values that people chose
  'abcd1234abcd1234abcd1234',
  '00112233445566778899aabbccddeeff',
  'P@ssw0rd123',
  'Summer2024!',
  `sb_secret_${'k3J9x'}QpLw7Zt`,
  'mongodb://app:q9V7nB2K4xL8@db.example.net/app',
  `A${'A'.repeat(21)}${'MLheAAe0B9kR2TzQ7WvYc4nP5sJx8Ud'}`,
])('not a placeholder: %s', (value) => {
  expect(run('placeholder', value).verdict).toBe('pass');
});

test.each([
  'hex:32',
  'hex:64',
  'alnum:20',
  'alnum:40',
  'base64:40',
  'base64url:64',
  'base32:52',
  'lowernum:32',
  'lower:32',
  'digit:20',
])('random %s passes words, placeholder and entropy', (kind) => {
  for (let i = 0; i < 300; i++) {
    const value = completeExample(`<<${kind}>>`, `random ${i}`);
    expect(run('placeholder', value).verdict, value).toBe('pass');
    expect(run('words', value).verdict, value).toBe('pass');
    expect(run('entropy', value, { min: 3 }).verdict, value).toBe('pass');
  }
});

const digest = '3f785a0c9b1e42d6f8a1';
test.each([
  'sha256: ',
  '"integrity": "sha512-',
  'git_commit = ',
  '"etag": "',
  'image@sha256:',
  'contentHash: "',
  'MD5(',
  '/commit/',
  'fileChecksum => ',
])('not-hash: %s…', (before) => {
  expect(run('not-hash', digest, {}, before).verdict).toBe('no');
});
test.each(['api_key = ', 'token_hash: ', 'password: ', 'sha256: abc\nkey: ', 'secretDigest="'])(
  'not-hash lets %j pass',
  (before) => {
    expect(run('not-hash', digest, {}, before).verdict).toBe('pass');
  },
);

const oid = '8b6f3d0594c749ca57e1be03e6a0f21d4c8e9a70';
test.each([
  ['an ignored finding', '', ':src/app/main.ts:some-rule:12'],
  ['an ignored finding at the root', '', ':README.md:some-rule:12'],
  ['a pinned repository', 'uses: owner/name@', ' # v4'],
  ['a pinned repository', 'owner/name@', '`'],
])('not-hash: %s is an object id', (_, before, after) => {
  expect(run('not-hash', oid, {}, before, after).verdict).toBe('no');
  expect(run('not-hash', oid.slice(1), {}, before, after).verdict).toBe('pass');
});
test.each([
  ['https://', ':x-oauth-basic@github.com/a/b'],
  ['https://user@', ' '],
  ['key=', ':443/'],
  ['key=', ' // comment'],
  ['me@', ''],
])('not-hash lets %s<40 digits>%s pass', (before, after) => {
  expect(run('not-hash', oid, {}, before, after).verdict).toBe('pass');
});

test('uuid and luhn', () => {
  const id = completeExample('<<make:uuid>>', 'uuid');
  expect(run('uuid', id).verdict).toBe('pass');
  expect(run('uuid', id, { not: true }).verdict).toBe('no');
  expect(run('uuid', id.slice(1)).verdict).toBe('no');
  expect(run('luhn', '4242 4242 4242 4242').verdict).toBe('pass');
  expect(run('luhn', '4242 4242 4242 4241').verdict).toBe('no');
});

test('arguments are declared for existing checks only', () => {
  for (const name of Object.keys(checkArguments)) expect(checks).toHaveProperty(name);
});
