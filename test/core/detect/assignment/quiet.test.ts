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
  ['a stand-in in a header', "'Authorization': 'Basic dXNlcjpwYXNzd29yZA=='"],
])('%s', (_, template) => {
  const bytes = Buffer.from(completeExample(template, 'quiet'));
  const found = detector
    .detect(bytes, 0, bytes.length)
    .filter(({ confidence, madeUp }) => confidence !== 'low' && madeUp === null);
  expect(found).toEqual([]);
});
