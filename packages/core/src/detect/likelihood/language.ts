/**
 * How much a string looks like words: common letter triples, words of a list. Pure tables and
 * arithmetic; what follows from it is decided in `judge.ts`.
 */
import { splitWords } from './split-words.ts';
import { trigramBits } from './trigrams.ts';
import { commonWords } from './words.ts';

let words: Set<string> | null = null;
let bits: Uint8Array | null = null;

function wordSet(): Set<string> {
  words ??= new Set(commonWords.split(' '));
  return words;
}

function bitSet(): Uint8Array {
  if (bits === null) {
    const raw = atob(trigramBits);
    bits = Uint8Array.from(raw, (c) => c.charCodeAt(0));
  }
  return bits;
}

/** Of the listed words with their endings: nothing shorter or longer need be looked up. */
const shortest = 4;
const longest = 18;

/** Is a lower-case word in the list, itself or as a plural, -ed or -ing form? */
export function isWord(word: string): boolean {
  if (word.length < shortest || word.length > longest) return false;
  const set = wordSet();
  if (set.has(word)) return true;
  if (word.endsWith('s')) return set.has(word.slice(0, -1));
  if (word.endsWith('ed')) return set.has(word.slice(0, -2)) || set.has(word.slice(0, -1));
  if (word.endsWith('ing')) return set.has(word.slice(0, -3)) || set.has(`${word.slice(0, -3)}e`);
  return false;
}

/** Letter triples of a string and the share of them that is common in words (random letters: about 0.11). */
export function triples(text: string): { count: number; share: number } {
  const set = bitSet();
  let count = 0;
  let common = 0;
  let a = -1;
  let b = -1;
  for (let i = 0; i < text.length; i++) {
    const c = (text.charCodeAt(i) | 32) - 97;
    if (c < 0 || c > 25 || text.charCodeAt(i) < 65) {
      a = -1;
      b = -1;
      continue;
    }
    if (a >= 0) {
      const bit = a * 676 + b * 26 + c;
      count++;
      if ((set[bit >> 3]! >> (bit & 7)) & 1) common++;
    }
    a = b;
    b = c;
  }
  return { count, share: count === 0 ? 0 : common / count };
}

/** Share of a string's letters that lie in words of the list (four letters or more), after splitting it. */
export function wordShare(text: string): number {
  let letters = 0;
  let known = 0;
  for (const part of splitWords(text)) {
    if (part.charCodeAt(0) < 97) continue;
    letters += part.length;
    known += knownLetters(part);
  }
  return letters === 0 ? 0 : known / letters;
}

/** Most letters of one run that whole words can cover: the word, or a head and a tail of it. */
function knownLetters(run: string): number {
  if (run.length < shortest) return 0;
  if (isWord(run)) return run.length;
  let best = 0;
  for (let cut = shortest; cut <= run.length - shortest; cut++) {
    const rest = run.length - cut;
    const head = cut <= longest && isWord(run.slice(0, cut)) ? cut : 0;
    const tail = rest <= longest && isWord(run.slice(cut)) ? rest : 0;
    if (head + tail > best) best = head + tail;
  }
  return best;
}
