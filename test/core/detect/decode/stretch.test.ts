import { describe, expect, it } from 'vitest';
import { base64Around, quadAt } from '../../../../packages/core/src/detect/decode/base64.ts';
import { base64Near } from '../../../../packages/core/src/detect/decode/base64-stretch.ts';
import type { DecodedAround } from '../../../../packages/core/src/detect/decode/decoded.ts';
import { hexAround } from '../../../../packages/core/src/detect/decode/hex.ts';
import { percentAround } from '../../../../packages/core/src/detect/decode/percent.ts';
import { undoAround } from '../../../../packages/core/src/detect/decode/unescape.ts';
import { randomOf } from '../../../../packages/core/src/detect/examples/random.ts';

/** What of it counts, copied: buffers and ranges serve until the next call. Percent and hex may hold more before the anchor. */
function seen(around: DecodedAround | null, before: number, after: number): unknown {
  if (around === null) return null;
  const from = Math.max(0, around.at - before);
  const to = Math.min(around.bytes.length, around.at + after);
  const text = around.bytes.toString('latin1', from, to);
  const ranges = [from, around.at, to - 1].map((at) => around.range(at, at + 1));
  return { at: around.at - from, text, ranges };
}

/** Long runs, some wrapped, indented or with breaks written out, some broken by a stray byte. */
function encodedText(seed: string, encode: (bytes: Buffer) => string): Buffer {
  const random = randomOf(seed);
  const parts: string[] = [];
  for (let i = 0; i < 12; i++) {
    const run = encode(Buffer.from(random.bytes(100 + random.below(3000))));
    const breaks = ['\n', '\r\n', '\n  ', '\\n', '\\r\\n', ' '];
    const wrap = random.below(3) === 0 ? null : breaks[random.below(breaks.length)]!;
    parts.push(wrap === null ? run : run.replace(/.{72}/g, `$&${wrap}`), ['', '=', ' ', '\\n', '!'][random.below(5)]!);
  }
  return Buffer.from(parts.join(''), 'latin1');
}

describe('what was decoded for one anchor serves another only where it would be decoded the same', () => {
  const reaches = [
    [10, 90],
    [200, 600],
    [0, 2000],
  ] as const;

  it.each(['a', 'b', 'c', 'd'])('base64, seed %s', (seed) => {
    const texts = ['1', '2'].map((n) => encodedText(seed + n, (bytes) => bytes.toString('base64url')));
    const random = randomOf(seed);
    for (let at = 0; at < 20_000; at += random.below(60)) {
      // another blob at the same places
      const bytes = texts[random.below(12) === 0 ? 1 : 0]!;
      if (quadAt(bytes, at) < 0) continue;
      const [before, after] = reaches[random.below(reaches.length)]!;
      const wanted = seen(base64Around(bytes, at, before, after), before, after);
      expect(seen(base64Near(bytes, at, before, after), before, after)).toEqual(wanted);
    }
  });

  it.each(['a', 'b'])('hex, seed %s', (seed) => {
    const texts = ['1', '2'].map((n) => encodedText(seed + n, (bytes) => bytes.toString('hex')));
    const random = randomOf(seed);
    for (let at = 0; at < 20_000; at += random.below(60)) {
      const bytes = texts[random.below(12) === 0 ? 1 : 0]!;
      if (!/^[0-9a-f]{2}$/.test(bytes.toString('latin1', at, at + 2))) continue;
      const [before, after] = reaches[random.below(reaches.length)]!;
      const found = seen(hexAround(bytes, at, before, after), before, after);
      // Far from the last anchor nothing is taken over.
      hexAround(bytes, 0, 0, 0);
      hexAround(bytes, bytes.length - 2, 0, 0);
      expect(found).toEqual(seen(hexAround(bytes, at, before, after), before, after));
      hexAround(bytes, Math.max(0, at - 20), before, after);
    }
  });

  it.each(['a', 'b'])('percent escapes, seed %s', (seed) => {
    const encode = (bytes: Buffer): string =>
      bytes.toString('hex').replace(/../g, (two) => (two < 'a' ? `%${two}` : two));
    const texts = ['1', '2'].map((n) => encodedText(seed + n, encode));
    const random = randomOf(seed);
    for (let at = 0; at < 20_000; at += random.below(60)) {
      const bytes = texts[random.below(12) === 0 ? 1 : 0]!;
      const [before, after] = reaches[random.below(reaches.length)]!;
      const reach = { from: Math.max(0, at - 3 * before), at, to: Math.min(bytes.length, at + 3 * after), most: after };
      const wanted = undoAround(bytes, reach, 'percent');
      const found = percentAround(bytes, at, before, after);
      // Where reading began inside an escape, only what lies beyond the reach differs.
      if (wanted === null || found === null) expect(found).toEqual(wanted);
      else expect(seen(found, before, after)).toEqual(seen(wanted, before, after));
    }
  });
});
