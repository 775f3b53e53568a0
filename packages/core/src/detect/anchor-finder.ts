/** The one pass over a blob's bytes: where the anchors of all rules stand. Confirms nothing. */
import type { Automaton } from '../rules/ruleset.ts';
import type { AnchorList } from './anchor-list.ts';

/** Appends the anchors whose first byte lies in [from, to), in order of their last byte. */
export type FindAnchors = (bytes: Buffer, from: number, to: number, list: AnchorList) => void;

export function anchorFinder(automaton: Automaton): FindAnchors {
  const { next, classOf, shift, depth, firstOutput, outputStart, outputs, anchorLength, longestAnchor, pages } =
    automaton;

  const report = (state: number, end: number, to: number, list: AnchorList): void => {
    const last = outputStart[state - firstOutput + 1]!;
    for (let o = outputStart[state - firstOutput]!; o < last; o++) {
      const anchor = outputs[o]!;
      const start = end - anchorLength[anchor]!;
      if (start < to) list.push(start, anchor);
    }
  };

  const findInWhole: FindAnchors = (bytes, from, to, list) => {
    const end = Math.min(bytes.length, to + longestAnchor - 1);
    const inside = Math.min(to, end);
    let state = 0;
    let i = from;
    for (; i < inside; i++) {
      state = next[(state << shift) | classOf[bytes[i]!]!]!;
      if (state >= firstOutput) report(state, i + 1, to, list);
    }
    // Past `to`, only what began before it is still of interest.
    for (; i < end && i - depth[state]! < to; i++) {
      state = next[(state << shift) | classOf[bytes[i]!]!]!;
      if (state >= firstOutput) report(state, i + 1, to, list);
    }
  };
  if (pages === undefined) return findInWhole;

  /** The same where the table is read as far as it is visited. */
  const { loaded, load, shift: pageShift } = pages;
  return (bytes, from, to, list) => {
    const end = Math.min(bytes.length, to + longestAnchor - 1);
    let state = 0;
    for (let i = from; i < end && (i < to || i - depth[state]! < to); i++) {
      if (loaded[state >>> pageShift] === 0) load(state >>> pageShift);
      state = next[(state << shift) | classOf[bytes[i]!]!]!;
      if (state >= firstOutput) report(state, i + 1, to, list);
    }
  };
}
