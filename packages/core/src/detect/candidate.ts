/** What the coded engines (assignment, document, path) hand back: offsets in the text they were given. */
import type { Confidence } from '../rules/rule.ts';
import type { Judgement } from './likelihood/index.ts';
import type { Facts, MadeUp } from './match.ts';

export interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
  readonly madeUp: MadeUp | null;
  readonly facts?: Facts;
  /** Decoded value where it differs from text.slice(start, end), with the chain that led to it. */
  readonly value?: string;
  readonly chain?: string;
  /** Why, where the likelihood decided: for `explain` and for learning. */
  readonly judgement?: Judgement;
}
