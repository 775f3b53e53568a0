/** The character kinds of example templates (`<<alnum:36>>`). */
import type { Random } from './random.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digit = '0123456789';

export const alphabets: Readonly<Record<string, string>> = {
  lower,
  upper,
  alpha: lower + upper,
  digit,
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  alnum: lower + upper + digit,
  lowernum: lower + digit,
  uppernum: upper + digit,
  base64: `${upper}${lower}${digit}+/`,
  base64url: `${upper}${lower}${digit}-_`,
  base32: `${upper}234567`,
  base36: lower + digit,
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
};

const syllables = 'ba co da fe gi ho la me ni po ra se ti vo na lu re mi so ta'.split(' ');

/** `word` is the one kind that must not look random: pronounceable, for names, hosts and counterexamples. */
export const kindNames: readonly string[] = [...Object.keys(alphabets), 'word'];

/** `length` characters of a kind in `kindNames`. Symbols never stand at an end, so that a pattern's boundary sees a letter or digit. */
export function charactersOf(kind: string, length: number, random: Random): string {
  if (kind === 'word') {
    let out = '';
    while (out.length < length) out += syllables[random.below(syllables.length)];
    return out.slice(0, length);
  }
  const alphabet = alphabets[kind]!;
  const plain = alphabet.replace(/[^A-Za-z0-9]/g, '');
  if (plain === alphabet) return random.text(alphabet, length);
  const body = random.text(alphabet, length);
  const edge = (character: string): string =>
    /[A-Za-z0-9]/.test(character) ? character : plain[random.below(plain.length)]!;
  return length < 2 ? [...body].map(edge).join('') : edge(body[0]!) + body.slice(1, -1) + edge(body.at(-1)!);
}
