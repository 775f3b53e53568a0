/** Inheriting along a delta gives the state that reading the blob whole gives, whatever the edits. */
import { createDetector } from '@gitmoat/core';
import { describe, expect, it } from 'vitest';
import { type BlobState, createBlobState, scanFresh } from '../../../../packages/core/src/scan/delta/blob-state.ts';
import { scanInherited } from '../../../../packages/core/src/scan/delta/inherit.ts';
import { encodedSome } from '../../../helpers/encoded.ts';
import { full, type Random, seededRandom, testSeed } from '../../../helpers/random.ts';
import { allExamples, compileAllRules } from '../../../helpers/rules.ts';

const compilation = compileAllRules();
const detector = createDetector(compilation.ruleset);
const plain = allExamples(compilation, 'inherit').map(([, text]) => text);
const examples = [...plain, ...encodedSome(plain)];
const rounds = full ? 60_000 : 3_000;

const words = [
  'const',
  'return',
  'password',
  'token =',
  '{',
  '}\n',
  '\n',
  '"',
  "'",
  ' = ',
  ': ',
  'key',
  'secret',
  'x',
  '\r\n',
  'AKIA',
  '-----BEGIN ',
];

function someText(random: Random): string {
  let text = '';
  for (let i = random.below(40); i > 0; i--) text += random.below(4) === 0 ? random.pick(examples) : random.pick(words);
  return text;
}

/** A result made of pieces of the base (any order, some short) and new bytes, as git's deltas are. */
function randomDelta(random: Random, base: Buffer): { bytes: Buffer; data: Int32Array; count: number } {
  const parts: Buffer[] = [];
  const data: number[] = [];
  let at = 0;
  for (let i = 1 + random.below(6); i > 0; i--) {
    if (random.below(3) > 0 && base.length > 0) {
      const from = random.below(5) === 0 ? random.below(base.length) : Math.min(at, base.length - 1);
      const to = random.below(4) === 0 ? base.length : from + 1 + random.below(base.length - from);
      parts.push(base.subarray(from, to));
      data.push(from, to - from);
      at = to + random.below(8);
    } else {
      const fresh = Buffer.from(
        random.below(2) === 0 ? random.pick(words) : someText(random),
        random.below(9) === 0 ? 'utf16le' : 'utf8',
      );
      if (fresh.length === 0) continue;
      parts.push(fresh);
      data.push(-1, fresh.length);
    }
  }
  return { bytes: Buffer.concat(parts), data: Int32Array.from(data), count: data.length / 2 };
}

function comparable(state: BlobState): unknown {
  const anchors = Array.from(
    { length: state.anchors.length },
    (_, i) => `${state.anchors.at[i]}:${state.anchors.anchor[i]}`,
  );
  return {
    textClass: state.textClass,
    anchors: anchors.sort(),
    matches: [...new Set(state.matches.map((m) => JSON.stringify(m)))].sort(),
  };
}

describe(`inheritance along deltas (seed ${testSeed})`, () => {
  it(`equals reading whole, over ${rounds} chains of edits`, () => {
    const random = seededRandom(testSeed);
    let inherited = 0;
    for (let round = 0; round < rounds; round++) {
      let base: Buffer = Buffer.from(someText(random));
      let baseState = createBlobState();
      scanFresh(detector, base, baseState);
      for (let depth = random.below(5); depth >= 0; depth--) {
        const { bytes, data, count } = randomDelta(random, base);
        const state = createBlobState();
        scanInherited(detector, bytes, { data, count }, baseState, base.length, state);
        const whole = createBlobState();
        scanFresh(detector, bytes, whole);
        inherited += state.matches.length;
        const [got, wanted] = [JSON.stringify(comparable(state)), JSON.stringify(comparable(whole))];
        if (got !== wanted) {
          expect(comparable(state), `round ${round} of ${JSON.stringify(base.toString('latin1'))} by ${data}`).toEqual(
            comparable(whole),
          );
        }
        base = bytes;
        baseState = state;
      }
    }
    expect(inherited).toBeGreaterThan(rounds / 10);
  });
});
