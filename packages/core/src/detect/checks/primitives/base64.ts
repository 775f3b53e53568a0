/** Strict base64 for short values, standard and URL alphabets alike. Buffer's own decoder skips foreign characters, so it cannot judge. */

const sextet = new Int8Array(256).fill(-1);
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let i = 0; i < 64; i++) sextet[digits.charCodeAt(i)] = i;
sextet['-'.charCodeAt(0)] = 62;
sextet['_'.charCodeAt(0)] = 63;

/** Either alphabet, padding optional, no white space; null where a character is foreign or the length cannot be. Left-over bits are ignored. */
export function decodeBase64(text: string): Uint8Array | null {
  let length = text.length;
  for (let pad = 0; pad < 2 && length > 0 && text.charCodeAt(length - 1) === 0x3d; pad++) length--;
  if (length % 4 === 1) return null;
  const out = new Uint8Array((length * 3) >> 2);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const value = sextet[text.charCodeAt(i) & 0xff]!;
    if (value < 0) return null;
    held = ((held & 0x3f) << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >>> bits) & 0xff;
    }
  }
  return out;
}

/** Standard alphabet with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** URL alphabet without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/** Bytes ↔ latin1 text. */
export function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
export function bytesOf(latin1: string): Uint8Array {
  return Uint8Array.from(Buffer.from(latin1, 'latin1'));
}

/** base64 (either alphabet) → JSON object; null where any step fails. */
export function jsonOfBase64(text: string): Record<string, unknown> | null {
  const bytes = decodeBase64(text);
  if (bytes === null || bytes[0] !== 0x7b) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
