/** `.gitmoat.yaml` after a new exception: everything else keeps every byte, and the result is a valid config. */
import { describe, expect, it } from 'vitest';
import { withException, withId } from '../../../packages/core/src/baseline/edit-config.ts';
import { loadConfig } from '../../../packages/core/src/config/config.ts';

const exception = { fingerprint: '3f2a9c0d11ee', reason: 'a: "b" #c', paths: ['a b.txt'], expires: '2030-01-02' };
const added = `- fingerprint: 3f2a9c0d11ee\n  paths:\n    - a b.txt\n  reason: 'a: "b" #c'\n  expires: 2030-01-02\n`;
const at = (indent: string) => added.replace(/^(?=.)/gm, indent);

async function read(text: string) {
  return loadConfig({
    text,
    path: '.gitmoat.yaml',
    rules: [{ id: 'x-y', provider: 'x', replaces: [] }],
    version: '1.0.0',
  });
}

const one = '- {fingerprint: 0123abcd, reason: x}';
describe('an exception', () => {
  it.each<[string, string | null, string]>([
    ['no file', null, `allow:\n${at('  ')}`],
    ['no list', 'mode: observe # why\n', `mode: observe # why\nallow:\n${at('  ')}`],
    ['no line end', 'mode: observe', `mode: observe\nallow:\n${at('  ')}`],
    ['a list at the end', `allow:\n  # c\n  ${one} # d\n`, `allow:\n  # c\n  ${one} # d\n${at('  ')}`],
    ['a list without line end', `allow:\n${one}`, `allow:\n${one}\n${added}`],
    [
      'a list in the middle',
      `allow:\n${one}\n\n# m\nmode: enforce\n`,
      `allow:\n${one}\n${added}\n# m\nmode: enforce\n`,
    ],
  ])('%s', async (_, before, after) => {
    expect(withException(before, exception)).toBe(after);
    expect((await read(after)).allow.at(-1)).toMatchObject(exception);
  });

  it('after an item that ends in a block of text', async () => {
    const text = 'allow:\n  - fingerprint: 0123abcd\n    reason: |\n      long\n      text\nmode: enforce\n';
    const after = withException(text, exception);
    expect(after).toBe(text.replace('mode:', `${at('  ')}mode:`));
    expect((await read(after)).allow).toHaveLength(2);
  });

  it.each(['allow: []\n', 'allow:\n', 'allow: [{fingerprint: 0123abcd, reason: x}]\n'])(
    'a list in another shape: %j',
    async (text) => {
      expect((await read(withException(text, exception))).allow.at(-1)).toMatchObject(exception);
    },
  );

  it.each(['a: [', '- x\n', 'allow: 3\n', '{mode: observe}\n'])('not a config: %j', (text) => {
    expect(() => withException(text, exception)).toThrow('.gitmoat.yaml');
  });
});

it.each<[string | null, string]>([
  [null, 'id: 0123456789ab\n'],
  ['# only a comment\n', '# only a comment\nid: 0123456789ab\n'],
  ['# about\n\nmode: enforce\n', '# about\n\nid: 0123456789ab\nmode: enforce\n'],
  ['# about\n\n# why\nmode: enforce\n', '# about\n\nid: 0123456789ab\n# why\nmode: enforce\n'],
  ['mode: enforce\n', 'id: 0123456789ab\nmode: enforce\n'],
])('an id for %j', async (before, after) => {
  expect(withId(before, '0123456789ab')).toBe(after);
  expect((await read(after)).id).toBe('0123456789ab');
});

it.each(['1234567890123456', '12e3456789'])('an id that looks like a number: %s', async (id) => {
  expect((await read(withId(null, id))).id).toBe(id);
});
