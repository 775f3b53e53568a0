/**
 * The first test of an anchor: may a match begin here? Most hits inside longer words and inside runs of token characters end
 * here, before anything is sliced. Says no only where the pattern's own look-behind would.
 */
import type { AnchorUse } from '../rules/rule.ts';

/** 1: letter, 2: digit. */
const kind = new Uint8Array(256);
for (let byte = 48; byte < 58; byte++) kind[byte] = 2;
for (let byte = 65; byte < 91; byte++) kind[byte] = kind[byte + 32] = 1;

/** `at`: the anchor's first byte. */
export function mayBegin(use: AnchorUse, bytes: Uint8Array, at: number): boolean {
  if (use.edge === undefined) return true;
  const start = at - use.minOffset;
  if (start <= 0) return true;
  const before = kind[bytes[start - 1]!]!;
  if (before === 0) return true;
  if (use.edge === 'word' && (before === 2 || isHump(bytes, start))) return true;
  return endsEscape(bytes, start);
}

/** `acmeToken`: a capital behind a small letter. */
function isHump(bytes: Uint8Array, at: number): boolean {
  return bytes[at]! < 97 && bytes[at - 1]! >= 97;
}

/** `\n`, `%3D`, `\x3d`, `%5Cn`, `\u003d`, a terminal's `ESC [1;31m`: their first byte at one of these distances. */
function endsEscape(bytes: Uint8Array, at: number): boolean {
  return (
    isLead(bytes[at - 2]) ||
    isLead(bytes[at - 3]) ||
    isLead(bytes[at - 4]) ||
    isLead(bytes[at - 6]) ||
    endsColour(bytes, at)
  );
}

const isLead = (byte: number | undefined): boolean => byte === 0x25 || byte === 0x5c || byte === 0x26;

/** Up to eight digits and semicolons, as `bounded` in `rules/compile-rule.ts` has it. */
function endsColour(bytes: Uint8Array, at: number): boolean {
  if (bytes[at - 1] !== 0x6d) return false;
  let i = at - 2;
  while (at - 2 - i < 8 && (kind[bytes[i]!] === 2 || bytes[i] === 0x3b)) i--;
  return bytes[i] === 0x5b && bytes[i - 1] === 0x1b;
}
