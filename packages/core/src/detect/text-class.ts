/** Text, UTF-16 or binary: a function of a blob's bytes alone (design, Definitions). */
import type { TextClass } from './match.ts';

/** Git looks at this many bytes (`buffer_is_binary`, FIRST_FEW_BYTES in xdiff-interface.c). */
export const classBytes = 8000;

export function textClassOf(bytes: Uint8Array): TextClass {
  const end = Math.min(bytes.length, classBytes);
  const nul = end < bytes.length ? bytes.subarray(0, end).indexOf(0) : bytes.indexOf(0);
  if (nul < 0) return 'text';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be';
  let even = 0;
  let odd = 0;
  for (let i = 0; i < end; i++) {
    if (bytes[i] !== 0) continue;
    if (i & 1) odd++;
    else even++;
  }
  // At least 40 % NUL, all at one parity: ASCII text in UTF-16 without a byte-order mark.
  if ((even === 0 || odd === 0) && (even + odd) * 10 >= end * 4) return odd > 0 ? 'utf16le' : 'utf16be';
  return 'binary';
}
