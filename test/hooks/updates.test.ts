/** What git writes to push hooks. */
import { describe, expect, it } from 'vitest';
import { parsePush, parseReceive } from '../../packages/hooks/src/index.ts';

const a = 'a'.repeat(40);
const b = 'b'.repeat(64);

describe('pre-push lines', () => {
  it.each([
    [
      'an update',
      `refs/heads/x ${a} refs/heads/y ${a}\n`,
      [{ localRef: 'refs/heads/x', localOid: a, remoteRef: 'refs/heads/y', remoteOid: a }],
    ],
    [
      'a new ref',
      `x ${a} refs/heads/y ${'0'.repeat(40)}\n`,
      [{ localRef: 'x', localOid: a, remoteRef: 'refs/heads/y', remoteOid: null }],
    ],
    [
      'a deletion',
      `(delete) ${'0'.repeat(64)} refs/heads/y ${b}\n`,
      [{ localRef: '(delete)', localOid: null, remoteRef: 'refs/heads/y', remoteOid: b }],
    ],
    [
      'an expression with spaces',
      `HEAD^{/a ${a} b} ${a} refs/heads/y ${a}`,
      [{ localRef: `HEAD^{/a ${a} b}`, localOid: a, remoteRef: 'refs/heads/y', remoteOid: a }],
    ],
    ['nothing', '', []],
  ])('%s', (_, text, updates) => expect(parsePush(text)).toEqual(updates));

  it.each(['hello', `x ${a} y`, `x ${a.slice(1)} y ${a}`])('not a line: %s', (text) => {
    expect(() => parsePush(text)).toThrow('not what git sends');
  });
});

it('pre-receive lines', () => {
  expect(parseReceive(`${'0'.repeat(40)} ${a} refs/heads/x\n`)).toEqual([
    { localRef: 'refs/heads/x', localOid: a, remoteRef: 'refs/heads/x', remoteOid: null },
  ]);
});
