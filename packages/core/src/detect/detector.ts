/**
 * The detector: one pass finds the anchors of all rules, each occurrence is confirmed by itself inside its rule's reach.
 * Pure: no path, no config, no clock. `detect(bytes, from, to)` is a function of the bytes within reach of [from, to).
 */
import { confidences } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import { confirm, prepare, type Trace } from './confirm.ts';
import type { Match } from './match.ts';

export interface Detector {
  readonly ruleset: Ruleset;
  /**
   * Matches whose anchor's first byte lies in [from, to), one entry for each anchor that leads to a match (`distinct`
   * merges them). Document rules give one empty match at each of their anchors; `scan/` reads the blob whole for them.
   * `binary`: only rules that serve binary blobs.
   */
  detect(bytes: Buffer, from: number, to: number, binary?: boolean): Match[];
}

/** `trace` is told each decision (for `explain`). */
export function createDetector(ruleset: Ruleset, trace: Trace | null = null): Detector {
  const prepared = ruleset.rules.map((rule) => prepare(rule));
  const { automaton } = ruleset;
  const { next, classOf, shift, firstOutput, outputStart, outputs, anchorLength, anchorRuleStart, anchorRules } =
    automaton;

  const confirmAll = (
    bytes: Buffer,
    end: number,
    state: number,
    from: number,
    to: number,
    binary: boolean,
    out: Match[],
  ): void => {
    for (let o = outputStart[state - firstOutput]!; o < outputStart[state - firstOutput + 1]!; o++) {
      const anchor = outputs[o]!;
      const start = end - anchorLength[anchor]!;
      if (start < from || start >= to) continue;
      for (let r = anchorRuleStart[anchor]!; r < anchorRuleStart[anchor + 1]!; r += 2) {
        const entry = prepared[anchorRules[r]!]!;
        if (binary && !entry.rule.binary) continue;
        confirm(entry, entry.uses[anchorRules[r + 1]!]!, bytes, start, out, trace);
      }
    }
  };

  return {
    ruleset,
    detect(bytes, from, to, binary = false) {
      const out: Match[] = [];
      const end = Math.min(bytes.length, to + automaton.longestAnchor - 1);
      let state = 0;
      for (let i = from; i < end; i++) {
        state = next[(state << shift) | classOf[bytes[i]!]!]!;
        if (state >= firstOutput) confirmAll(bytes, i + 1, state, from, to, binary, out);
      }
      return out;
    },
  };
}

/** One entry for each (rule, start, end, chain): the strongest, so that which anchor led there changes nothing. */
export function distinct(matches: readonly Match[]): Match[] {
  const best = new Map<string, Match>();
  for (const match of matches) {
    const key = `${match.rule}:${match.start}:${match.end}:${match.chain}`;
    const other = best.get(key);
    if (other === undefined || stronger(match, other)) best.set(key, match);
  }
  return [...best.values()];
}

function stronger(a: Match, b: Match): boolean {
  const difference = confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence);
  if (difference !== 0) return difference < 0;
  if ((a.madeUp === null) !== (b.madeUp === null)) return a.madeUp === null;
  return a.anchor < b.anchor;
}
