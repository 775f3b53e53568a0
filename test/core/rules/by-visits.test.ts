import { createHash } from 'node:crypto';
import { orderedByVisits } from '@gitmoat/core/rule-tools';
import { expect, it } from 'vitest';
import { anchorFinder } from '../../../packages/core/src/detect/anchor-finder.ts';
import { AnchorList } from '../../../packages/core/src/detect/anchor-list.ts';
import type { Automaton } from '../../../packages/core/src/rules/ruleset.ts';
import { allExamples, compileAllRules } from '../../helpers/rules.ts';

const compilation = compileAllRules();
const { automaton } = compilation.ruleset;
const texts = allExamples(compilation, 'visits').map(([, text]) => Buffer.from(text));

function anchorsIn(of: Automaton, bytes: Buffer): string[] {
  const list = new AnchorList();
  anchorFinder(of)(bytes, 0, bytes.length, list);
  return Array.from({ length: list.length }, (_, i) => `${list.anchor[i]}@${list.at[i]}`);
}

const rowsOf = ({ next }: Automaton): string =>
  createHash('sha256')
    .update(new Uint8Array(next.buffer, next.byteOffset, next.byteLength))
    .digest('hex');

it('finds the same anchors in every text, in the same order', () => {
  const ordered = orderedByVisits(automaton, texts.slice(0, 200));
  expect(rowsOf(ordered)).not.toBe(rowsOf(automaton));
  for (const bytes of texts) expect(anchorsIn(ordered, bytes)).toEqual(anchorsIn(automaton, bytes));
});

it('puts first what is visited most, and leaves the rest as it was', () => {
  const prose = Buffer.from('the quick brown fox jumps over the lazy dog. '.repeat(200));
  const ordered = orderedByVisits(automaton, [prose]);
  const visited = new Set<number>();
  let state = 0;
  for (const byte of prose) {
    state = ordered.next[(state << ordered.shift) | ordered.classOf[byte]!]!;
    visited.add(state);
  }
  expect(Math.max(...[...visited].filter((one) => one < ordered.firstOutput))).toBeLessThan(visited.size + 1);
  expect(ordered.firstOutput).toBe(automaton.firstOutput);
  expect(rowsOf(orderedByVisits(automaton, []))).toBe(rowsOf(automaton));
});
