/** Deterministic pseudo-random numbers for made-up examples: the same seed gives the same text on every machine. Not for anything secret. */

import { shannon } from '../checks/entropy.ts';
import { placeholderKind } from '../checks/placeholder.ts';
import { wordShare } from '../checks/words.ts';

export interface Random {
  /** Integer in [0, below). */
  below(below: number): number;
  bytes(length: number): Uint8Array;
  /** `length` characters of `alphabet`; looks random whatever the seed: no run of three, and a letter and a digit where the alphabet has both. */
  text(alphabet: string, length: number): string;
}

const isDigit = /[0-9]/;
const isLower = /[a-z]/;
const isUpper = /[A-Z]/;

/** FNV-1a of the seed drives sfc32 (Chris Doty-Humphrey's small fast counter generator). */
export function randomOf(seed: string): Random {
  let a = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) a = Math.imul(a ^ seed.charCodeAt(i), 0x01000193);
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) next();

  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);
  const text = (alphabet: string, length: number): string => {
    let best = '';
    for (let attempt = 0; attempt < 50; attempt++) {
      let out = '';
      while (out.length < length) {
        const character = alphabet[below(alphabet.length)]!;
        const seen = out.slice(-alphabetMemory(alphabet.length));
        if (!seen.includes(character)) out += character;
      }
      if (attempt === 0) best = out;
      if (looksRandom(out, alphabet)) return out;
    }
    return best;
  };
  return {
    below,
    text,
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  };
}

/** How many of the last characters a new one must differ from: wide alphabets can afford more variety, which keeps the entropy up. */
function alphabetMemory(size: number): number {
  return size >= 10 ? Math.min(8, size >> 1) : size > 2 ? 1 : 0;
}

/** Short texts are left alone; longer ones must show every class that their alphabet has, and pass for random. */
function looksRandom(text: string, alphabet: string): boolean {
  if (text.length < 8) return true;
  for (const kind of [isDigit, isLower, isUpper]) {
    if (kind.test(alphabet) && !kind.test(text)) return false;
  }
  if (text.length >= 12 && alphabet.length >= 10 && shannon(text) < 3) return false;
  return placeholderKind(text) === null && wordShare(text) < 0.5;
}
