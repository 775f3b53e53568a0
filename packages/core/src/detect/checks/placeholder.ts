/**
 * Values that stand where a secret would: x's, repeated or counted-up characters, `changeme`, `your_…`, templates, the EXAMPLE of
 * AWS's documentation. Kept, but suppressed as made up; one that only counts through stays listed. Thresholds: a random value of 100
 * characters is hit less than once in a million.
 */
import type { Check } from './check.ts';
import { doubt, madeUp, pass } from './outcome.ts';

/** Six letters or more: safe anywhere in a value. */
const anywhere =
  /example|changeme|change[-_.]me|placeholder|redacted|replaceme|replace[-_.](?:me|with|this)|insert[-_.]|yourapi|your[-_.](?:own[-_.])?[a-z]|my[-_.](?:secret|token|api|key|pass)|xxxxxx|\*{4}|\.{3}|notreal|not[-_.]?a[-_.]?real|dontcommit|secret_scanning_ab85fc6f/i;
/** Walks over the keyboard and words of hexadecimal letters: what people type, into samples and into true keys. */
const typed = /qwertyu|asdfghj|deadbeef|c0ffee|cafebabe/i;
/** Short words: only as a part of their own. */
const asPart = /(?:^|[^A-Za-z0-9])(?:your|fake|dummy|sample|todo|tbd|xxxx|foo|foobar|none|null)(?:$|[^A-Za-z0-9])/i;
const template =
  /^(?:<[^<>]{1,60}>|\$\{[^{}]{1,80}\}|\$\([^()]{1,80}\)|\{\{[^{}]{1,80}\}\}|%[A-Za-z_]\w{0,40}%|\$[A-Z_][A-Z0-9_]{1,40})$/;
/** Zero bytes in base64: real in structured tokens. */
const zeros = /A{12}/;
/** Longer values are structures (PEM, JWT); words turn up in them by chance. */
const wordLimit = 200;

/** Longest run of one character, longest run that counts up or down by one. */
function runs(text: string): [same: number, counted: number] {
  let same = 1;
  let step = 1;
  let longestSame = 1;
  let longestStep = 1;
  let direction = 0;
  for (let i = 1; i < text.length; i++) {
    let difference = text.charCodeAt(i) - text.charCodeAt(i - 1);
    if (difference === -9 && text.charCodeAt(i) === 0x30) difference = 1; // …890
    if (difference === 0) {
      if (++same > longestSame) longestSame = same;
    } else same = 1;
    step = difference !== 1 && difference !== -1 ? 1 : difference === direction ? step + 1 : 2;
    if (step > longestStep) longestStep = step;
    direction = difference;
  }
  return [longestSame, longestStep];
}

/** The alphabet's letters in order, whatever their case and what stands between such stretches: by chance once in 26 to this power. */
const orderedLetters = 16;

function spellsAlphabet(text: string): boolean {
  if (text.length < orderedLetters) return false;
  let before = 0;
  let direction = 0;
  let step = 1;
  for (let i = 0; i < text.length; i++) {
    const folded = text.charCodeAt(i) | 0x20;
    const letter = folded >= 0x61 && folded <= 0x7a ? folded : 0;
    const difference = letter - before;
    if (difference !== 1 && difference !== -1) step = 1;
    else if (difference !== direction) step = 2;
    else if (++step >= orderedLetters) return true;
    before = letter;
    direction = difference;
  }
  return false;
}

/** Characters of one count, as many of one or more counts at an edge, and the shortest random rest. */
const [shortCount, edgeCount, randomRest] = [4, 6, 12];

/**
 * An issued value with its edge typed over: `1234567`, `abcdef12345`, `012345`, and random characters without a count beside it.
 * Only where a prefix shows that it was issued: people do choose `server1234567`.
 */
function typedOver(part: string): boolean {
  const edges = [countsFrom(part, 0, 1), countsFrom(part, part.length - 1, -1)] as const;
  return edges.some((length, i) => {
    const rest = i === 0 ? part.slice(length) : part.slice(0, part.length - length);
    return (
      length >= edgeCount &&
      rest.length >= Math.max(randomRest, length) &&
      runs(rest)[1] < shortCount &&
      !spellsAlphabet(rest) &&
      !typed.test(rest)
    );
  });
}

/** Characters from `at` on, in the direction of `step`, that belong to counts standing in a row. */
function countsFrom(part: string, at: number, step: 1 | -1): number {
  let length = 0;
  for (;;) {
    const from = at + step * length;
    let count = 1;
    const direction = part.charCodeAt(from + step) - part.charCodeAt(from);
    while (
      Math.abs(direction) === 1 &&
      part.charCodeAt(from + step * count) - part.charCodeAt(from + step * (count - 1)) === direction
    )
      count++;
    if (count < shortCount) return length;
    length += count;
  }
}

/** In a URL the password decides: example.com as its host says little. */
const password = /:\/\/[^\s:@/]{0,200}:([^\s@]{1,200})@/;

/** `stand-in`: nobody is issued that. `pattern`: counted through or typed, as in samples and tests, where a provider's format may still hold a live value. */
export type PlaceholderKind = 'stand-in' | 'pattern';

export function placeholderKind(value: string): PlaceholderKind | null {
  const text = (value.includes('://') && password.exec(value)?.[1]) || value;
  // Ids before the secret part may repeat a digit.
  const part = longestPart(text);
  const [same, countedInPart] = runs(part);
  if ((same >= 12 && !zeros.test(part)) || (same >= 4 && same * 2 >= text.length)) return 'stand-in';
  if (text.length <= wordLimit && (anywhere.test(text) || asPart.test(text) || template.test(text))) return 'stand-in';
  if (/[_-]/.test(text.charAt(text.indexOf(part) - 1)) && typedOver(part)) return 'stand-in';
  const counted = part === text ? countedInPart : runs(text)[1];
  // A short count inside a longer value happens in true ones that people chose.
  const through = spellsAlphabet(text) || (counted >= 4 && counted * 5 >= text.length * 4);
  return through || (text.length <= wordLimit && typed.test(text)) ? 'pattern' : null;
}

/** The longest stretch of letters, digits, `+` and `/`, the first of equals. */
function longestPart(text: string): string {
  let [from, to] = [0, 0];
  for (let start = 0, i = 0; i <= text.length; i++) {
    if (i < text.length && isPartOf(text.charCodeAt(i))) continue;
    if (i - start > to - from) [from, to] = [start, i];
    start = i + 1;
  }
  return text.slice(from, to);
}

/** `+`, `/`, digits and letters. */
function isPartOf(code: number): boolean {
  const folded = code | 0x20;
  return (folded >= 0x61 && folded <= 0x7a) || (code >= 0x2f && code <= 0x39) || code === 0x2b;
}

export const placeholder: Check = (input) => {
  const kind = placeholderKind(input.text.slice(input.start, input.end));
  return kind === 'stand-in' ? madeUp.placeholder : kind === 'pattern' ? doubt : pass;
};
