/**
 * Which characters a value has, as bits. Values are judged by the million, and most expressions need a character that most values
 * do not have: a bit spares the search. A function of the value alone.
 */

/** One bit a kind of character; what is of none of these kinds has bit 0. */
export const traits = {
  lower: 0x2,
  upper: 0x4,
  digit: 0x8,
  /** Letters that are no hexadecimal digits, and everything that is neither letter nor digit. */
  notHex: 0x10,
  /** `x`, `X`. */
  cross: 0x20,
  /** Any other letter. */
  letter: 0x40,
  white: 0x80,
  /** Unprintable, without tab and line feed. */
  control: 0x100,
  /** Above ASCII. */
  high: 0x200,
  /** Above latin1, which no file's bytes are read as. */
  wide: 0x400,
  '-': 0x800,
  _: 0x1000,
  '.': 0x2000,
  '/': 0x4000,
  ':': 0x8000,
  '=': 0x10000,
  '+': 0x20000,
  '@': 0x40000,
  $: 0x80000,
  '{}': 0x100000,
  '<>': 0x200000,
  '%': 0x400000,
  '[]': 0x800000,
  '()': 0x1000000,
  '#': 0x2000000,
  '\\': 0x4000000,
  '*': 0x8000000,
  '?': 0x10000000,
  '&|': 0x20000000,
} as const;

export const alphanumeric: number = traits.lower | traits.upper | traits.digit;
/** Bits that say more of characters that have one of `alphanumeric` too. */
const finer = traits.notHex | traits.cross | traits.letter;

const table = new Int32Array(256).fill(1);
for (let code = 0; code < 256; code++) {
  const c = String.fromCharCode(code);
  let bits = 0;
  if (/[a-z]/.test(c)) bits |= traits.lower;
  if (/[A-Z]/.test(c)) bits |= traits.upper;
  if (/[0-9]/.test(c)) bits |= traits.digit;
  if (!/[0-9a-f]/i.test(c)) bits |= traits.notHex;
  if (/x/i.test(c)) bits |= traits.cross;
  else if (/[a-z]/i.test(c)) bits |= traits.letter;
  if (/\s/.test(c)) bits |= traits.white;
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(c)) bits |= traits.control;
  if (code > 127) bits |= traits.high;
  for (const signs of [
    '-',
    '_',
    '.',
    '/',
    ':',
    '=',
    '+',
    '@',
    '$',
    '{}',
    '<>',
    '%',
    '[]',
    '()',
    '#',
    '\\',
    '*',
    '?',
    '&|',
  ] as const) {
    if (signs.includes(c)) bits |= traits[signs];
  }
  table[code] = (bits & ~traits.notHex) === 0 ? bits | 1 : bits;
}

/** The bits of all its characters. */
export function traitsOf(value: string): number {
  let bits = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    bits |= code < 256 ? table[code]! : wideBits(code);
  }
  return bits;
}

function wideBits(code: number): number {
  const bits = traits.wide | traits.high | traits.notHex;
  return /\s/.test(String.fromCharCode(code)) ? bits | traits.white : bits;
}

/** Only letters and digits? */
export function isAlphanumeric(bits: number): boolean {
  return (bits & ~(alphanumeric | finer)) === 0;
}
