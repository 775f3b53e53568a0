/** The contract of a check: a pure function of the match's reach. */
import type { CheckUse } from '../../rules/rule.ts';
import type { Facts, MadeUp } from '../match.ts';

/**
 * - `pass`: nothing against it; `proves`: the form is proved (confidence becomes provable);
 * - `no`: not a match at all; `lower`: confidence drops one step; `doubt`: the same, but medium stays;
 * - `checksum`, `structure`, `placeholder`: cannot be real; kept and suppressed as made up.
 */
export type Verdict = 'pass' | 'proves' | 'no' | 'lower' | 'doubt' | MadeUp;

export interface CheckInput {
  /** The reach as latin1; offsets below point into it. */
  readonly text: string;
  /** The secret. */
  readonly start: number;
  readonly end: number;
  readonly use: CheckUse;
}

export interface CheckOutcome {
  readonly verdict: Verdict;
  readonly facts?: Facts;
}

export type Check = (input: CheckInput) => CheckOutcome;
