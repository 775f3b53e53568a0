/** The detector's contract: windows give the same matches as the whole, and a match is a function of its reach. */
import { createDetector, type Match } from '@gitmoat/core';
import { describe, expect, it } from 'vitest';
import { encodedSome } from '../../helpers/encoded.ts';
import { full, type Random, seededRandom, testSeed } from '../../helpers/random.ts';
import { allExamples, compileAllRules } from '../../helpers/rules.ts';

const compilation = compileAllRules();
const { ruleset } = compilation;
const detector = createDetector(ruleset);
const plain = allExamples(compilation, 'window').map(([, text]) => text);
const examples = [...plain, ...encodedSome(plain)];
/** Cuts in this run; `pnpm test:full` makes a million. */
const wantedCuts = full ? 1_000_000 : 40_000;

const encodings: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(text, 'utf8'),
  (text) => Buffer.from(text.replaceAll('\n', '\r\n'), 'utf8'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf8'),
  (text) => Buffer.from(`${text}\u00e9\u20ac`, 'latin1'),
  (text) => Buffer.from(text, 'utf16le'),
];

/** One to three examples, each perhaps cut short, with noise between. */
function splice(random: Random): Buffer {
  const parts: Buffer[] = [];
  for (let i = 0; i <= random.below(3); i++) {
    const whole = random.pick(encodings)(random.pick(examples));
    const from = random.below(4) === 0 ? random.below(whole.length) : 0;
    const to = random.below(4) === 0 ? from + random.below(whole.length - from + 1) : whole.length;
    parts.push(whole.subarray(from, to), Buffer.from(random.pick(['', '\n', ' ', '\r\n', '"', '=', 'x', '\0', '0'])));
  }
  return Buffer.concat(parts);
}

const keyOf = (match: Match, shift = 0): string =>
  JSON.stringify({ ...match, start: match.start + shift, end: match.end + shift, anchor: match.anchor + shift });
const keys = (matches: readonly Match[]): string[] => matches.map((match) => keyOf(match)).sort();

describe(`window property (seed ${testSeed})`, () => {
  it(`two windows find what the whole finds, over ${wantedCuts} cuts`, () => {
    const random = seededRandom(testSeed);
    let cuts = 0;
    let found = 0;
    while (cuts < wantedCuts) {
      const bytes = splice(random);
      const whole = detector.detect(bytes, 0, bytes.length);
      found += whole.length;
      const expected = keys(whole);
      // Every byte of short blobs, a stride through long ones (PEM blocks).
      const stride = 1 + Math.floor(bytes.length / 600);
      for (let cut = random.below(stride); cut <= bytes.length; cut += stride) {
        cuts++;
        const parts = [...detector.detect(bytes, 0, cut), ...detector.detect(bytes, cut, bytes.length)];
        if (parts.length !== whole.length || keys(parts).join() !== expected.join()) {
          expect(keys(parts), `cut at ${cut} of ${JSON.stringify(bytes.toString('latin1').slice(0, 400))}`).toEqual(
            expected,
          );
        }
      }
    }
    console.log(`window property: ${cuts} cuts, ${found} matches, seed ${testSeed}`);
    expect(found).toBeGreaterThan(cuts / 10_000);
  });

  it('a match is a function of the bytes in its reach alone', () => {
    const random = seededRandom(testSeed + 1);
    let checked = 0;
    for (let round = 0; round < (full ? 40_000 : 2_000); round++) {
      const bytes = splice(random);
      for (const match of detector.detect(bytes, 0, bytes.length)) {
        const rule = ruleset.rules[match.rule]!;
        // What is encoded reaches as far as its run does (`inherit.test.ts` holds that reach to its word).
        if (rule.kind === 'document' || match.chain !== '') continue;
        const from = Math.max(0, match.anchor - rule.before);
        const to = Math.min(bytes.length, match.anchor + rule.after);
        const noise = random.pick([Buffer.alloc(0), Buffer.from('aZ0_"'), Buffer.from('\n'), Buffer.from('\\n%3D')]);
        // Where the blob ends inside the reach, its end is part of the reach: no noise there.
        const head = from > 0 ? noise : Buffer.alloc(0);
        const tail = to < bytes.length ? noise : Buffer.alloc(0);
        const piece = Buffer.concat([head, bytes.subarray(from, to), tail]);
        const shift = from - head.length;
        const again = detector.detect(piece, match.anchor - shift, match.anchor - shift + 1);
        expect(again.map((other) => keyOf(other, shift))).toContain(keyOf(match));
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(1_000);
  });
});
