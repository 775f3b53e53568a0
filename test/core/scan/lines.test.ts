import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../packages/core/src/scan/lines.ts';

/** As the definition has it: line feeds before, and UTF-16 code units since the last. */
function byDefinition(bytes: Buffer, offset: number): { line: number; column: number } {
  const before = bytes.subarray(0, offset);
  return {
    line: before.filter((byte) => byte === 10).length + 1,
    column: before.subarray(before.lastIndexOf(10) + 1).toString('utf8').length + 1,
  };
}

const text = Buffer.from('one\n\ntwo ü 𝄞 three\nfour, without a line feed at its end');

describe('line index', () => {
  it('knows the line and column of offsets in any order', () => {
    const lines = new LineIndex(text);
    const offsets = [0, 3, 4, 5, 9, 18, 40, 30, 30, 5, 4, 0, text.length];
    for (const offset of offsets) expect(lines.position(offset)).toEqual(byDefinition(text, offset));
  });

  it('goes on where its bytes slide', () => {
    const lines = new LineIndex(text.subarray(0, 30));
    expect(lines.position(9)).toEqual(byDefinition(text, 9));
    lines.slide(text.subarray(5), 5);
    for (const offset of [18, 25, 40]) expect(lines.position(offset - 5)).toEqual(byDefinition(text, offset));
  });

  it('finds a line feed that only the bytes of a slide bring', () => {
    const lines = new LineIndex(text.subarray(0, 3));
    expect(lines.position(2)).toEqual({ line: 1, column: 3 });
    lines.slide(text.subarray(1), 1);
    expect(lines.position(9 - 1)).toEqual(byDefinition(text, 9));
  });
});
