/** private-key: real keys of every container that Node writes, made ones of the others, and how source code mangles them. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isCutShort } from '../../../../packages/core/src/detect/checks/primitives/cut-key.ts';
import { completeExample } from '../../../../packages/core/src/detect/examples/generate.ts';
import { run } from './run.ts';

const make = (name: string): string => completeExample(`<<make:${name}>>`, 'private-key');
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
const locked = { cipher: 'aes-256-cbc', passphrase: 'open' } as const;
const text = (value: string | Buffer): string => value.toString();

test.each([
  ['PKCS#1', text(rsa.export({ type: 'pkcs1', format: 'pem' })), { keyType: 'rsa', bits: 1024, encrypted: false }],
  [
    'PKCS#1 encrypted',
    text(rsa.export({ type: 'pkcs1', format: 'pem', ...locked })),
    { keyType: 'rsa', encrypted: true },
  ],
  ['PKCS#8', text(rsa.export({ type: 'pkcs8', format: 'pem' })), { keyType: 'rsa', bits: 1024, encrypted: false }],
  [
    'PKCS#8 encrypted',
    text(rsa.export({ type: 'pkcs8', format: 'pem', ...locked })),
    { keyType: 'pkcs8', encrypted: true },
  ],
  ['SEC1', text(ec.export({ type: 'sec1', format: 'pem' })), { keyType: 'ec', bits: 384, encrypted: false }],
  ['PKCS#8 EC', text(ec.export({ type: 'pkcs8', format: 'pem' })), { keyType: 'ec', bits: 384, encrypted: false }],
  ['DSA', make('dsa-key'), { keyType: 'dsa', bits: 1024, encrypted: false }],
  ['Ed25519', make('ed25519-key'), { keyType: 'ed25519', encrypted: false }],
  ['OpenSSH', make('openssh-key'), { keyType: 'ssh-ed25519', encrypted: false }],
  ['OpenSSH encrypted', make('openssh-key-encrypted'), { keyType: 'ssh-ed25519', encrypted: true }],
  ['PuTTY', make('putty-key'), { keyType: 'ssh-ed25519', encrypted: false }],
  ['PuTTY encrypted', make('putty-key-encrypted'), { keyType: 'ssh-ed25519', encrypted: true }],
  ['OpenPGP', make('pgp-key'), { keyType: 'pgp', encrypted: false }],
  ['OpenPGP encrypted', make('pgp-key-encrypted'), { keyType: 'pgp', encrypted: true }],
  ['bare DER in base64', make('pkcs8-key-base64'), { keyType: 'rsa', bits: 2048, encrypted: false }],
])('%s is read; behind a pass phrase it is no proof and counts two steps less, one in PEM of old', (_, key, facts) => {
  const verdict = facts.encrypted ? 'lower' : 'proves';
  expect(run('private-key', key)).toEqual({ verdict, facts });
  const slow = facts.encrypted && !key.includes('Proc-Type');
  expect(run('encrypted-key', key).verdict).toBe(slow ? 'lower' : 'pass');
});

test('less than any key takes is made up', () => {
  const block = (size: number): string =>
    `-----BEGIN PRIVATE KEY-----\n${randomBytes(size).toString('base64')}\n-----END PRIVATE KEY-----`;
  expect(run('private-key', block(26)).verdict).toBe('structure');
  expect(run('private-key', block(48)).verdict).toBe('pass');
});

const pem = text(ec.export({ type: 'sec1', format: 'pem' })).trim();
const lines = pem.split('\n');

test.each([
  ['CRLF', lines.join('\r\n')],
  ['indented', lines.join('\n      ')],
  ['JSON-escaped', lines.join('\\n')],
  ['escaped twice', lines.join('\\\\n')],
  ['slashes escaped', pem.replaceAll('/', '\\/')],
  ['one line of spaces', lines.join(' ')],
  ['concatenated strings', lines.map((line) => `"${line}\\n"`).join(' +\n  ')],
  ['C string pieces', lines.map((line) => `"${line}\\n"`).join('\n  ')],
  ['JavaScript array', lines.map((line) => `'${line}'`).join(',\n')],
  ['commented', lines.join('\n# ')],
  ['a log with times', lines.join('\n2026-04-26 12:36:01 ')],
])('%s: still proved', (_, key) => {
  expect(run('private-key', key).verdict).toBe('proves');
});

test('a body that does not parse is passed, never refused', () => {
  expect(run('private-key', '-----BEGIN RSA PRIVATE KEY-----').verdict).toBe('pass');
  expect(run('private-key', lines.slice(0, 3).join('\n')).verdict).toBe('pass');
  const scrambled = [...lines[1]!].reverse().join('');
  expect(run('private-key', [lines[0], scrambled, ...lines.slice(2)].join('\n')).verdict).toBe('pass');
});

test('a whole block with next to nothing inside is a placeholder', () => {
  for (const inside of ['', '...', '<your private key here>', 'MIIEpAIBAAKCAQEA...', 'x'.repeat(64)]) {
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${inside}\n-----END RSA PRIVATE KEY-----`;
    expect(run('private-key', key).verdict, inside).toBe('placeholder');
  }
});

const cutBody = (key: string, lines: number): string => {
  const [head, ...rest] = key.trim().split(/\r?\n/);
  const body = rest.slice(0, -1);
  return [head, ...body.slice(0, lines), ...body.slice(-1), rest.at(-1)].join('\n');
};

test.each([
  ['PKCS#1', text(rsa.export({ type: 'pkcs1', format: 'pem' }))],
  ['PKCS#8', text(rsa.export({ type: 'pkcs8', format: 'pem' }))],
  ['OpenSSH', make('openssh-key')],
])('%s: shorter than its container says is doubted, however its lines end; without END it passes', (_, key) => {
  const short = cutBody(key, 2);
  const doubted = { verdict: 'doubt', facts: { cut: true } };
  expect(run('private-key', short)).toEqual(doubted);
  expect(run('private-key', short.replaceAll('\n', '\r\n'))).toEqual(doubted);
  expect(run('private-key', short.replaceAll('\n', '\\n'))).toEqual(doubted);
  expect(run('private-key', short.split('\n').join('\\n" +\n  "'))).toEqual(doubted);
  expect(run('private-key', short.slice(0, short.indexOf('-----END'))).verdict).toBe('pass');
});

test('a container says how long it is: DER, OpenSSH, OpenPGP', () => {
  const base64 = (...bytes: number[]): string => Buffer.from(bytes).toString('base64');
  const fill = (size: number): number[] => Array.from({ length: size }, (_, i) => i);
  const der = 'PRIVATE KEY';
  expect(isCutShort(der, base64(0x30, 9, ...fill(9)))).toBe(false);
  expect(isCutShort(der, base64(0x30, 9, ...fill(8)))).toBe(true);
  expect(isCutShort(der, base64(0x30, 0x81, 200, ...fill(199)))).toBe(true);
  expect(isCutShort(der, base64(0x30, 0x81, 200, ...fill(200)))).toBe(false);
  expect(isCutShort(der, base64(0x30, 0x82, 1, 4, ...fill(259)))).toBe(true);
  expect(isCutShort(der, base64(0x31, 0x82, 1, 4, ...fill(20))), 'another structure').toBe(false);
  expect(isCutShort(der, base64(0x30, 0x83, 1, 4, 4, ...fill(20))), 'longer than keys are').toBe(false);
  const pgp = 'PGP PRIVATE KEY BLOCK';
  expect(isCutShort(pgp, base64(0x95, 1, 4, ...fill(259)))).toBe(true);
  expect(isCutShort(pgp, base64(0x95, 1, 4, ...fill(260)))).toBe(false);
  expect(isCutShort(pgp, base64(0xc5, 100, ...fill(99)))).toBe(true);
  expect(isCutShort(pgp, base64(0xc5, 193, 0, ...fill(447)))).toBe(true);
  expect(isCutShort(pgp, base64(0xc5, 193, 0, ...fill(448)))).toBe(false);
  expect(isCutShort(pgp, base64(0xc6, 100, ...fill(9))), 'a public key').toBe(false);
});

test('OpenPGP armour whose CRC-24 is wrong is not proved', () => {
  const key = make('pgp-key');
  const wrong = key.replace(/\n=(.)/, (_, first: string) => `\n=${first === 'A' ? 'B' : 'A'}`);
  expect(run('private-key', wrong).verdict).toBe('pass');
});

test('the key of RFC 8410', () => {
  const body = ['MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY', '8fdp+K06/nwoy/HU++CXqI9EdVhC'].join('');
  const key = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`;
  expect(run('private-key', key).facts).toEqual({ keyType: 'ed25519', encrypted: false });
});
