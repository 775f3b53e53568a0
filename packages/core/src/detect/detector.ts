/**
 * The detector: one pass finds the anchors of all rules, each occurrence is confirmed by itself inside its rule's reach.
 * Pure: no path, no config, no clock. `detect(bytes, from, to)` is a function of the bytes within reach of [from, to).
 */
import { anchorForms, formShift } from '../rules/encoded-forms.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import { AnchorList } from './anchor-list.ts';
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
  /** The pass alone: appends the anchors whose first byte lies in [from, to), in order of their last byte. */
  findAnchors(bytes: Buffer, from: number, to: number, found: AnchorList): void;
  /** Confirmation alone, of one occurrence under all rules of its anchor. */
  confirmAnchor(bytes: Buffer, anchor: number, at: number, binary: boolean, out: Match[]): void;
  /** The widest reach of an anchor's rules. */
  readonly reach: AnchorReach;
}

/** By anchor number; bytes before and after the anchor's first byte; `line` 1 where every rule stops at the line's ends. */
export interface AnchorReach {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly line: Uint8Array;
}

/** `trace` is told each decision (for `explain`). */
export function createDetector(ruleset: Ruleset, trace: Trace | null = null): Detector {
  const prepared = ruleset.rules.map((rule) => prepare(rule));
  const {
    next,
    classOf,
    shift,
    firstOutput,
    outputStart,
    outputs,
    anchorLength,
    anchorRuleStart,
    anchorRules,
    longestAnchor,
  } = ruleset.automaton;
  const found = new AnchorList();

  const findAnchors = (bytes: Buffer, from: number, to: number, list: AnchorList): void => {
    const end = Math.min(bytes.length, to + longestAnchor - 1);
    let state = 0;
    for (let i = from; i < end; i++) {
      state = next[(state << shift) | classOf[bytes[i]!]!]!;
      if (state < firstOutput) continue;
      const last = outputStart[state - firstOutput + 1]!;
      for (let o = outputStart[state - firstOutput]!; o < last; o++) {
        const anchor = outputs[o]!;
        const start = i + 1 - anchorLength[anchor]!;
        if (start < to) list.push(start, anchor);
      }
    }
  };

  const confirmAnchor = (bytes: Buffer, anchor: number, at: number, binary: boolean, out: Match[]): void => {
    for (let r = anchorRuleStart[anchor]!; r < anchorRuleStart[anchor + 1]!; r += 2) {
      const entry = prepared[anchorRules[r]!]!;
      if (binary && !entry.rule.binary) continue;
      if (anchorRules[r + 1]! >>> formShift !== anchorForms.plain) continue;
      confirm(entry, entry.uses[anchorRules[r + 1]!]!, bytes, at, out, trace);
    }
  };

  return {
    ruleset,
    reach: anchorReach(ruleset),
    findAnchors,
    confirmAnchor,
    detect(bytes, from, to, binary = false) {
      const out: Match[] = [];
      found.clear();
      findAnchors(bytes, from, to, found);
      for (let i = 0; i < found.length; i++) confirmAnchor(bytes, found.anchor[i]!, found.at[i]!, binary, out);
      return out;
    },
  };
}

function anchorReach({ rules, automaton }: Ruleset): AnchorReach {
  const count = automaton.anchorLength.length;
  const reach = { before: new Int32Array(count), after: new Int32Array(count), line: new Uint8Array(count).fill(1) };
  for (let anchor = 0; anchor < count; anchor++) {
    // A document anchor's verdict is its presence: its own bytes are its reach.
    reach.after[anchor] = automaton.anchorLength[anchor]!;
    for (let r = automaton.anchorRuleStart[anchor]!; r < automaton.anchorRuleStart[anchor + 1]!; r += 2) {
      const rule = rules[automaton.anchorRules[r]!]!;
      reach.before[anchor] = Math.max(reach.before[anchor]!, rule.before);
      reach.after[anchor] = Math.max(reach.after[anchor]!, rule.after);
      if (!rule.line && rule.kind !== 'document') reach.line[anchor] = 0;
    }
  }
  return reach;
}
