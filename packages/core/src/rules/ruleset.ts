/** The rules of one run, ready for the detector. */
import type { NameEnds } from './path-names.ts';
import type { CompiledRule, RuleText } from './rule.ts';

export interface Ruleset {
  /** Hex hash over everything that can change a verdict; names the cache and stands in reports. */
  readonly hash: string;
  readonly rules: readonly CompiledRule[];
  /** Indices of the rules of kind `path`. */
  readonly pathRules: readonly number[];
  /** How the names of the files begin and end that these rules look at. */
  readonly pathNames: readonly NameEnds[];
  readonly automaton: Automaton;
  /** How far an anchor's verdict reaches, worked out at build time; absent where rules were compiled just now. */
  readonly reach?: AnchorReach | undefined;
  /** The compiled file that rules and tables were read from, for other threads; absent where they were made otherwise. */
  readonly source?: SharedArrayBuffer | undefined;
  /** Texts for people, parsed on first use. */
  text(index: number): RuleText;
}

/** By anchor number; bytes before and after the anchor's first byte. */
export interface AnchorReach {
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** 1 where every rule stops at the line's ends. */
  readonly line: Uint8Array;
  /** 1 where a rule reads the blob whole. */
  readonly document: Uint8Array;
}

/**
 * Aho–Corasick over case-folded bytes as flat tables. `next[state << shift | classOf[byte]]` is the next state.
 * States are numbered so that every state from `firstOutput` on ends at least one anchor.
 */
export interface Automaton {
  readonly shift: number;
  readonly classOf: Uint8Array;
  readonly next: Uint16Array | Uint32Array;
  /** Bytes of the longest anchor prefix that a state stands for. */
  readonly depth: Uint8Array;
  readonly firstOutput: number;
  /** For state s ≥ firstOutput: outputs[outputStart[s - firstOutput] .. outputStart[s - firstOutput + 1]) are anchor numbers. */
  readonly outputStart: Uint32Array;
  readonly outputs: Uint32Array;
  /** Anchor number → length in bytes; and → rule uses: anchorRules[anchorRuleStart[a] .. anchorRuleStart[a + 1]). */
  readonly anchorLength: Uint8Array;
  readonly anchorRuleStart: Uint32Array;
  /** Rule index and the index of the AnchorUse in that rule (with its form, see `encoded-forms.ts`), in pairs. */
  readonly anchorRules: Uint32Array;
  /** From this anchor number on they are `magics`, in order; they belong to no rule. */
  readonly firstMagic: number;
  readonly longestAnchor: number;
  /** Present where `next` is read as it is needed: the rows of a state must be asked for before they are used. */
  readonly pages?: AutomatonPages | undefined;
}

export interface AutomatonPages {
  /** Page of a state: `state >>> shift`. */
  readonly shift: number;
  /** By page; 0: not read yet. */
  readonly loaded: Uint8Array;
  load(page: number): void;
}
