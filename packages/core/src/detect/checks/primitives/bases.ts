/** Number-base codings of short values: base62 and base36 of a 32-bit number, base32 (RFC 4648) and base58 (Bitcoin) of bytes. */

export const base62Digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const base36Digits = '0123456789abcdefghijklmnopqrstuvwxyz';
export const base32Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const base58Digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A non-negative number in the given digits, left-padded with the first digit to `width`. */
export function inDigits(value: number, digits: string, width: number): string {
  let out = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / digits.length)) out = digits[rest % digits.length] + out;
  return out.padStart(width, digits[0]);
}

/** Base32 without padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let out = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += base32Digits[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? out + base32Digits[(held << (5 - bits)) & 31] : out;
}

/** Upper-case base32, padding optional; null if a character is foreign. Left-over bits are dropped. */
export function decodeBase32(text: string): Uint8Array | null {
  const length = text.replace(/={1,6}$/, '').length;
  const out = new Uint8Array(Math.floor((length * 5) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const value = base32Digits.indexOf(text[i]!);
    if (value < 0) return null;
    held = ((held & 0xff) << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >>> bits) & 0xff;
    }
  }
  return out;
}

/** Base58 text → big-endian bytes, a leading `1` a zero byte; null if a character is foreign. */
export function decodeBase58(text: string): Uint8Array | null {
  const little: number[] = [];
  let zeros = 0;
  for (const character of text) {
    let carry = base58Digits.indexOf(character);
    if (carry < 0) return null;
    if (carry === 0 && little.length === 0) {
      zeros++;
      continue;
    }
    for (let i = 0; i < little.length; i++) {
      carry += little[i]! * 58;
      little[i] = carry & 0xff;
      carry >>>= 8;
    }
    if (carry > 0) little.push(carry);
  }
  return Uint8Array.from([...new Array<number>(zeros).fill(0), ...little.reverse()]);
}

/** Bytes → base58; each leading zero byte a `1`. */
export function encodeBase58(bytes: Uint8Array): string {
  const little: number[] = [];
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
  for (const byte of bytes.subarray(zeros)) {
    let carry: number = byte;
    for (let i = 0; i < little.length; i++) {
      carry += little[i]! << 8;
      little[i] = carry % 58;
      carry = Math.floor(carry / 58);
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) little.push(carry % 58);
  }
  return (
    '1'.repeat(zeros) +
    little
      .reverse()
      .map((digit) => base58Digits[digit])
      .join('')
  );
}
