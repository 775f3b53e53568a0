/** Checks that parse: macaroons, JSON in base64, JWT, Discord ids, seed phrases, Base58Check. */
import { expect, test } from 'vitest';
import { completeExample } from '../../../../packages/core/src/detect/examples/generate.ts';
import { run } from './run.ts';

const make = (name: string, seed = 'structures'): string => completeExample(`<<make:${name}>>`, seed);
const json64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each([
  ['macaroon', 'pypi-macaroon', {}],
  ['macaroon', 'pypi-test-macaroon', {}],
  ['fly-macaroon', 'fly-macaroon', {}],
  ['base64-json', 'grafana-glc', { keys: ['o', 'n', 'k', 'm'] }],
  ['base64-json', 'grafana-legacy', { keys: ['k', 'n', 'id'] }],
  ['base64-json', 'sentry-org-token', { keys: ['iat', 'region_url'] }],
  ['base64-json', 'onepassword-ops', { keys: ['secretKey', 'signInAddress'] }],
  ['jwt', 'jwt', {}],
  ['jwt', 'jwt-rs256', {}],
  ['discord-snowflake', 'discord-bot', {}],
  ['base64-text', 'jira-pat', { pattern: '^[1-9][0-9]{3,15}:[^]{16,30}$' }],
  ['base64-text', 'jfrog-reference-token', { pattern: '^reftkn:[0-9]{2}:[0-9]{10}:' }],
  ['base64-text', 'aws-bedrock-key', { pattern: '^BedrockAPIKey-[a-z0-9]{4}-at-[0-9]{12}:', prefix: 'ABSK' }],
  ['stellar-seed', 'stellar-seed', {}],
  ['base58', 'bitcoin-wif', { checksum: true }],
  ['base58', 'bip32-xprv', { checksum: true }],
  ['bip39', 'bip39', {}],
  ['bip39', 'bip39-24', {}],
])('%s proves a made %s, and nothing shortened or scrambled', (check, name, use) => {
  for (let i = 0; i < 20; i++) {
    const token = make(name, `seed ${i}`);
    expect(run(check, token, use).verdict).toBe('proves');
    const half = token.length >> 1;
    const scrambled = [...token.slice(0, half)].reverse().join('') + token.slice(half);
    expect(run(check, scrambled, use).verdict).not.toBe('proves');
    expect(run(check, token.slice(0, 24), use).verdict).not.toBe('proves');
  }
});

test('several fly.io tokens in one header', () => {
  expect(run('fly-macaroon', `FlyV1 ${make('fly-macaroon', 'a')},${make('fly-macaroon', 'b')}`).verdict).toBe('proves');
});

test('base64-json without the keys is lowered', () => {
  expect(run('base64-json', `glc_${json64({ o: '1' })}`, { keys: ['o', 'k'] }).verdict).toBe('lower');
  expect(run('base64-json', `glc_${json64(['o', 'k'])}`, { keys: [] }).verdict).toBe('lower');
});

test('jwt: unsigned is structure, scrambled is lower, the sample of jwt.io a placeholder', () => {
  const [header = '', claims = '', signature = ''] = make('jwt').split('.');
  expect(run('jwt', make('jwt-none')).verdict).toBe('structure');
  expect(run('jwt', `${header}.${claims}.`).verdict).toBe('structure');
  expect(run('jwt', `${json64({ alg: 'NONE' })}.${claims}.${signature}`).verdict).toBe('structure');
  expect(run('jwt', `${json64({ typ: 'JWT' })}.${claims}.${signature}`).verdict).toBe('pass');
  expect(run('jwt', `${json64({ typ: 'JWT' })}.${claims}`).verdict).toBe('lower');
  expect(run('jwt', `eyJhbGcQ9x.${claims}.${signature}`).verdict).toBe('lower');
  const sample = json64({ sub: '1234567890', name: 'John Doe', iat: 1516239022 });
  expect(run('jwt', `${header}.${sample}.${signature}`).verdict).toBe('placeholder');
});

test('jwt: claims that the rule asks for', () => {
  const use = { claims: { role: 'service_role' } };
  expect(run('jwt', make('supabase-service-key'), use).verdict).toBe('proves');
  expect(run('jwt', make('supabase-anon-key'), use).verdict).toBe('no');
  expect(run('jwt', 'eyJhbGcQ9x.eyJx.c2ln', use).verdict).toBe('lower');
});

test('jwt: the examples of RFC 7519 and RFC 7515', () => {
  const claims = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
  expect(run('jwt', `eyJhbGciOiJub25lIn0.${claims}.`).verdict).toBe('structure');
  const signature = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  expect(run('jwt', `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${claims}.${signature}`).verdict).toBe('proves');
});

test('bip39: test vectors, foreign words, wrong sums', () => {
  const vector = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  expect(run('bip39', vector)).toEqual({ verdict: 'proves', facts: { words: 12 } });
  expect(run('bip39', vector.replaceAll(' ', '\n')).verdict).toBe('proves');
  expect(run('bip39', vector.replace('yellow', 'year')).verdict).toBe('no');
  expect(run('bip39', vector.replace('yellow', 'gitmoat')).verdict).toBe('no');
  expect(run('bip39', vector.slice(0, -7)).verdict).toBe('no');
  expect(run('bip39', `${'abandon '.repeat(11)}about`).verdict).toBe('placeholder');
});

test('base58: decoded length and Base58Check', () => {
  const wif = ['5HueCGU8rMjxEXxiPuD5BDku4', 'MkFqeZyd4dZ1jvhTVqvbTLvyTJ'].join('');
  expect(run('base58', wif, { checksum: true }).verdict).toBe('proves');
  expect(run('base58', wif, { bytes: 37 }).verdict).toBe('pass');
  expect(run('base58', wif, { bytes: 36 }).verdict).toBe('lower');
  expect(run('base58', wif.replace('Hue', 'Huf'), { checksum: true }).verdict).toBe('lower');
  expect(run('base58', `AKCp${'1a2b3c'.repeat(11)}Abc`, { bytes: 54 }).verdict).toBe('pass');
});
