/** The byte test before a match says no only where the pattern would: with it and without it the rules find the same. */
import { createDetector, type Match } from '@gitmoat/core';
import { assembleRuleset } from '@gitmoat/core/rules/compile';
import { expect, test } from 'vitest';
import { encodedSome } from '../../helpers/encoded.ts';
import { seededRandom, testSeed } from '../../helpers/random.ts';
import { allExamples, compileAllRules } from '../../helpers/rules.ts';

const compilation = compileAllRules();
const { ruleset } = compilation;
const texts = ruleset.rules.map(({ index }) => ruleset.text(index));
const withoutEdge = ruleset.rules.map((rule) => ({
  ...rule,
  anchors: rule.anchors.map(({ edge: _, ...anchor }) => anchor),
}));
const detectors = [ruleset, assembleRuleset(withoutEdge, texts)].map((rules) => createDetector(rules));

/** What may stand before a token: letters, digits, and escapes that end in one. */
const leads = [
  'a',
  'A',
  '7',
  '_',
  '\\n',
  '\\r',
  '\\t',
  '%3D',
  '%5Cn',
  '\\x3d',
  '\\u003d',
  '&amp;',
  '\x1b[0m',
  '\x1b[01;31m',
  'x\\',
];

test('leads and examples in any order', () => {
  const random = seededRandom(testSeed);
  const plain = allExamples(compilation, 'edge').map(([, text]) => text);
  // The token alone, so that the lead stands right before it.
  const tokens = plain.map((text) => text.replace(/^.*?[=:]\s*["']?/s, ''));
  const all = [...tokens, ...plain, ...encodedSome(plain).slice(0, 200)];
  const keys = (matches: readonly Match[]): string[] => matches.map((match) => JSON.stringify(match)).sort();
  let found = 0;
  for (const text of all) {
    const bytes = Buffer.from(` ${random.pick(leads)}${text}`);
    const [tested, plainly] = detectors.map((detector) => keys(detector.detect(bytes, 0, bytes.length)));
    expect(tested, bytes.toString()).toEqual(plainly);
    found += tested!.length;
  }
  expect(found).toBeGreaterThan(1000);
});
