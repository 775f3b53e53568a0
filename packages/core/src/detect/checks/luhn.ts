/** The Luhn sum (ISO/IEC 7812) over the value's digits; a wrong one is not a match. */
import type { Check } from './check.ts';
import { no, pass } from './outcome.ts';

export const luhn: Check = (input) => {
  let sum = 0;
  let digits = 0;
  for (let i = input.end - 1; i >= input.start; i--) {
    const digit = input.text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) continue;
    const doubled = digits++ % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits > 1 && sum % 10 === 0 ? pass : no;
};
