/** Shared endings of checks: the outcomes that carry no facts, the secret's text, and what a failed proof means. */
import type { MadeUp } from '../match.ts';
import type { CheckInput, CheckOutcome, Verdict } from './check.ts';

export const pass: CheckOutcome = { verdict: 'pass' };
export const proves: CheckOutcome = { verdict: 'proves' };
export const no: CheckOutcome = { verdict: 'no' };
export const lower: CheckOutcome = { verdict: 'lower' };
export const doubt: CheckOutcome = { verdict: 'doubt' };
export const madeUp: Readonly<Record<MadeUp, CheckOutcome>> = {
  checksum: { verdict: 'checksum' },
  structure: { verdict: 'structure' },
  placeholder: { verdict: 'placeholder' },
};

const byVerdict: Readonly<Record<string, CheckOutcome>> = { pass, no, lower, doubt, ...madeUp };

export function secretOf(input: CheckInput): string {
  return input.text.slice(input.start, input.end);
}

/**
 * A proof that failed. `checksum` only where the provider documents the algorithm and the length; a rule may ask for
 * another verdict (`fail: lower`).
 */
export function failed(input: CheckInput, otherwise: Verdict): CheckOutcome {
  return byVerdict[String(input.use.fail ?? otherwise)] ?? { verdict: otherwise };
}
