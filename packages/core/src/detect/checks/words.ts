/**
 * Values that are words or identifiers rather than random: `getUserName`, `my-secret-value`, `configuration`. Letters are cut into runs
 * as people write identifiers (camelCase, snake_case); a run is wordy if its letter pairs are English-like. Not a dictionary.
 */
import type { Check } from './check.ts';
import { no, pass } from './outcome.ts';
import { pairCost } from './primitives/bigrams.ts';

/** Mean bits a pair, by run length; longer runs may cost more, for chance evens out. Measured: 1 % of random 8-letter runs pass 4.3. */
const limits = [0, 0, 0, 3.2, 3.9, 4.2, 4.3, 4.4, 4.4, 4.4, 4.5, 4.5, 4.6] as const;

/** Share of the letters and digits of text[start, end) that stand in wordy runs, 0 to 1. */
export function wordShare(text: string, start = 0, end: number = text.length): number {
  let wordy = 0;
  let counted = 0;
  let length = 0;
  let cost = 0;
  let last = 0;
  let upper = false;
  for (let i = start; i <= end; i++) {
    const code = i < end ? text.charCodeAt(i) : 0;
    const isUpper = code >= 0x41 && code <= 0x5a;
    const isLetter = isUpper || (code >= 0x61 && code <= 0x7a);
    // A run ends where letters end, at aB, and (last letter given back) at ABc.
    if (length > 0 && (!isLetter || (isUpper && !upper) || (!isUpper && upper && length > 1))) {
      wordy += wordyLength(length, cost);
      length = 0;
      cost = 0;
      if (isLetter && !isUpper && upper) length = 1;
    }
    if (isLetter) {
      const letter = (code | 0x20) - 0x61;
      if (length > 0) cost += pairCost(last, letter);
      length++;
      last = letter;
      counted++;
    } else if (code >= 0x30 && code <= 0x39) {
      counted++;
    }
    upper = isUpper;
  }
  return counted === 0 ? 0 : wordy / counted;
}

function wordyLength(length: number, cost: number): number {
  return length >= 3 && cost <= limits[Math.min(length, 12)]! * (length - 1) ? length : 0;
}

/** `{share}`: from which share on it is no match; default 0.75. */
export const words: Check = (input) =>
  wordShare(input.text, input.start, input.end) >= Number(input.use.share ?? 0.75) ? no : pass;
