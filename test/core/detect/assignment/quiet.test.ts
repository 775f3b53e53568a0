/** Found in real repositories (docs/quiet.md): names and values that look alike and are no secrets. */
import { createDetector } from '@gitmoat/core';
import { completeExample } from '@gitmoat/core/rule-tools';
import { expect, test } from 'vitest';
import { compileAllRules } from '../../../helpers/rules.ts';

const detector = createDetector(compileAllRules().ruleset);

test.each([
  ['a public key of a curve', 'key: "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE<<base64:84>>=="'],
  ['a package and its version', 'let key = "@scope/pkg-with-1-dep@100.0.0".parse();'],
  ['a handshake nonce', 'Sec-WebSocket-Key: NDMyMTUzMjE2MzIxNzMyMQ=='],
  ['key ids to fetch', 'apt-key adv --recv-keys 3B4FE6ACC0B21F32'],
  ['a count', 'if (tokens == 48213) return;'],
  ['base64 before a number', 'PSI8Pw== 43471'],
  ['the name of a password', 'password=backup-pass'],
  ['two names in one word', "PASSWORD='cachepass'"],
  ['a password that is said to be another', "password = 'not-winter42'"],
  ['user and password as names', 'url: "ftp://userbloke:passbloke@ftp.internal/x"'],
  ['user and password by their letters', 'url: "http://u44u:p44p@api.internal/x"'],
  ['escaped signs', 'let key = "\\u{1F600}\\u{1F680}";'],
  ['a mask that is cut', 'GET http://shop.internal/?user=ann&password=[FILTERED]'],
  ['a choice of words', "report(ready ? 'pass' : 'warned')"],
  ['an alias', "alias showpwd='pwd -P .'"],
  ['a folder', 'DIRNAMEPWD=dir.Odiarnfc'],
  ['another variable', 'const char *proxyuserpwd = libtest_arg4;'],
  ['a comparison with a variable', 'assert: unvault(data1_password) == data1_plaintext'],
  ['a flag', 'POLICY_GET_SECRET = 0x00000020,'],
  ['a word of a grammar', '"token": "ACLCAT"'],
  ['which document', 'see https://docs.internal/view?DocumentKey=2f1b8e04-93cd-4a58-b7e6-0d5c1a9f6b32 there'],
  ['a salt of a key derivation', 'key_derivation_salt: <<alnum:32>>'],
  ['base64 of a name', `password: "${btoa('env-pass')}"`],
  ['hexadecimal digits of words', `secret = "${Buffer.from('decoded-secret-value').toString('hex')}"`],
  ['a setting of npm by name', "_password: 'authPassword',"],
  ['a publishable key', `midtrans_key = "SB-Mid-${'client'}-Xk93PcDP8pMKfhY2"`],
  ['a stand-in in a header', "'Authorization': 'Basic dXNlcjpwYXNzd29yZA=='"],
])('%s', (_, template) => {
  const bytes = Buffer.from(completeExample(template, 'quiet'));
  const found = detector
    .detect(bytes, 0, bytes.length)
    .filter(({ confidence, madeUp }) => confidence !== 'low' && madeUp === null);
  expect(found).toEqual([]);
});

test.each([
  ['what only begins like a name', 'password: "Pass@2019"'],
  ['a shell variable without quotes', 'export DB_PASSWORD=winter_is_4ever'],
  ['a word of the password kind', 'password = "sunshine"'],
])('still found: %s', (_, text) => {
  const found = detector.detect(Buffer.from(text), 0, text.length).filter(({ madeUp }) => madeUp === null);
  expect(found).not.toEqual([]);
});
