/** Marvin32, the keyed hash that Microsoft's identifiable secrets carry as their checksum (github.com/microsoft/security-utilities). */

function rotl(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** Seeds are eight ASCII characters (`Default0`), read as a big-endian 64-bit number. Result unsigned. */
export function marvin32(bytes: Uint8Array, seed: string, length: number = bytes.length): number {
  let low = 0;
  let high = 0;
  for (let i = 0; i < 4; i++) {
    high = (high << 8) | seed.charCodeAt(i);
    low = (low << 8) | seed.charCodeAt(i + 4);
  }
  const block = (): void => {
    high ^= low;
    low = (rotl(low, 20) + high) | 0;
    high = rotl(high, 9) ^ low;
    low = (rotl(low, 27) + high) | 0;
    high = rotl(high, 19);
  };
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    low = (low + (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24))) | 0;
    block();
  }
  let tail = 0x80;
  for (let i = length - 1; i >= at; i--) tail = (tail << 8) | bytes[i]!;
  low = (low + tail) | 0;
  block();
  block();
  return (low ^ high) >>> 0;
}

/** The four bytes, least significant first, as the secrets store them. */
export function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}
