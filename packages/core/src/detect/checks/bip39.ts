/**
 * Seed phrases (BIP-39): 12, 15, 18, 21 or 24 words of the English list whose last bits are a SHA-256 checksum. A foreign word or another
 * count is no match; a wrong checksum neither, for prose can consist of list words. Two or three words repeated are test phrases.
 */
import type { Check } from './check.ts';
import { failed, madeUp, no, secretOf } from './outcome.ts';
import { bip39Words } from './primitives/bip39-words.ts';
import { sha256 } from './primitives/sha256.ts';

let indexOf: Map<string, number> | undefined;

/** Built when the first phrase is looked at. */
function wordIndex(): Map<string, number> {
  indexOf ??= new Map(bip39Words.split(' ').map((word, i) => [word, i]));
  return indexOf;
}

export const bip39: Check = (input) => {
  const phrase =
    secretOf(input)
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  if (phrase.length < 12 || phrase.length > 24 || phrase.length % 3 !== 0) return no;
  const bits = new Uint8Array(Math.ceil((phrase.length * 11) / 8));
  for (const [at, word] of phrase.entries()) {
    const index = wordIndex().get(word);
    if (index === undefined) return no;
    for (let k = 0; k < 11; k++) {
      const bit = at * 11 + k;
      if ((index >> (10 - k)) & 1) bits[bit >> 3]! |= 0x80 >> (bit & 7);
    }
  }
  if (new Set(phrase).size <= 3) return madeUp.placeholder;
  const checksumBits = phrase.length / 3;
  const entropyBytes = (phrase.length * 11 - checksumBits) / 8;
  const sum = sha256(bits.subarray(0, entropyBytes))[0]! & (0xff00 >> checksumBits) & 0xff;
  return bits[entropyBytes] === sum ? { verdict: 'proves', facts: { words: phrase.length } } : failed(input, 'no');
};

/** Entropy of 16, 20, 24, 28 or 32 bytes → its phrase. */
export function bip39PhraseOf(entropy: Uint8Array): string {
  const list = bip39Words.split(' ');
  const count = (entropy.length * 8 * 33) / 32 / 11;
  const bytes = Uint8Array.of(...entropy, sha256(entropy)[0]!);
  const bitAt = (bit: number): number => (bytes[bit >> 3]! >> (7 - (bit & 7))) & 1;
  return Array.from({ length: count }, (_, at) => {
    let index = 0;
    for (let k = 0; k < 11; k++) index = (index << 1) | bitAt(at * 11 + k);
    return list[index]!;
  }).join(' ');
}
