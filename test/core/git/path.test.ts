import { describe, expect, it } from 'vitest';
import { displayPath, escapeControls, pathBytes, toRawPath } from '../../../packages/core/src/git/path.ts';

describe('displayPath', () => {
  const shown: [string, Buffer, string][] = [
    ['plain', Buffer.from('src/a b.txt'), 'src/a b.txt'],
    ['UTF-8', Buffer.from('ünï/日本.txt'), 'ünï/日本.txt'],
    ['a newline, a tab, an escape', Buffer.from('a\nb\tc\x1b[0m'), 'a\\nb\\tc\\x1b[0m'],
    ['a reading-direction mark', Buffer.from('a\u202egpj.exe'), 'a\\u{202e}gpj.exe'],
    ['latin1 bytes', Buffer.from([0x61, 0xe9, 0x62]), 'a\\xe9b'],
    ['a C1 control in UTF-8', Buffer.from('a\u0085b'), 'a\\x85b'],
  ];
  it.each(shown)('%s', (_, bytes, text) => expect(displayPath(bytes.toString('latin1'))).toBe(text));
});

it('pathBytes: only where the path is not UTF-8', () => {
  expect(pathBytes(toRawPath('ünï'))).toBeUndefined();
  expect(pathBytes('a\xe9')).toBe(Buffer.from([0x61, 0xe9]).toString('base64'));
});

it('escapeControls leaves ordinary text alone', () => {
  expect(escapeControls('Fixes #12: "quotes" – ünïcode')).toBe('Fixes #12: "quotes" – ünïcode');
});
