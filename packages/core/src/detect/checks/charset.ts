/** `{need: [lower, upper, digit, symbol]}`: a value that lacks one of the classes is not a match. */
import type { Check } from './check.ts';
import { no, pass } from './outcome.ts';

const bits: Readonly<Record<string, number>> = { lower: 1, upper: 2, digit: 4, symbol: 8 };

/** Which classes stand in text[start, end), as a bit set. */
export function classesOf(text: string, start: number, end: number): number {
  let seen = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x61 && code <= 0x7a) seen |= 1;
    else if (code >= 0x41 && code <= 0x5a) seen |= 2;
    else if (code >= 0x30 && code <= 0x39) seen |= 4;
    else seen |= 8;
  }
  return seen;
}

export const charset: Check = (input) => {
  const need = Array.isArray(input.use.need) ? input.use.need : [input.use.need];
  const seen = classesOf(input.text, input.start, input.end);
  return need.every((name) => seen & (bits[String(name)] ?? 0)) ? pass : no;
};
