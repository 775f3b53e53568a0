/** Shannon entropy of the secret's characters. Called for nearly every candidate: one pass, no allocation. */
import type { Check } from './check.ts';
import { no, pass } from './outcome.ts';

const counts = new Uint32Array(256);
/** The characters that were counted, in the order they were met. */
const met = new Uint8Array(256);
/** n · log2 n for small n. */
const weighted = Float64Array.from({ length: 1024 }, (_, n) => (n < 2 ? 0 : n * Math.log2(n)));

/** Bits a character of text[start, end), latin1; 0 for an empty range. */
export function shannon(text: string, start = 0, end: number = text.length): number {
  const length = end - start;
  if (length <= 0) return 0;
  let kinds = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i) & 0xff;
    if (counts[code]!++ === 0) met[kinds++] = code;
  }
  let sum = 0;
  for (let i = 0; i < kinds; i++) {
    const n = counts[met[i]!]!;
    counts[met[i]!] = 0;
    sum += n < 1024 ? weighted[n]! : n * Math.log2(n);
  }
  return Math.log2(length) - sum / length;
}

/** `{min}`: less is not a match. */
export const entropy: Check = (input) =>
  shannon(input.text, input.start, input.end) < Number(input.use.min) ? no : pass;
