/** CRC-32 (IEEE 802.3, reflected 0xedb88320), as zip, GitHub, npm and Cloudflare use it; and CRC-24 of OpenPGP (RFC 4880 §6.1). */

const table = new Uint32Array(256);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  table[n] = c >>> 0;
}

/** CRC-32 of a latin1 string's bytes [start, end), unsigned. */
export function crc32(text: string, start = 0, end: number = text.length): number {
  let c = 0xffffffff;
  for (let i = start; i < end; i++) c = table[(c ^ text.charCodeAt(i)) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Eight lower-case hex digits, most significant first. */
export function hex32(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** The same 32 bits with the bytes reversed. */
export function swap32(value: number): number {
  return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

/** CRC-24 of OpenPGP armour. */
export function crc24(bytes: Uint8Array): number {
  let c = 0xb704ce;
  for (const byte of bytes) {
    c ^= byte << 16;
    for (let k = 0; k < 8; k++) c = c & 0x800000 ? (c << 1) ^ 0x1864cfb : c << 1;
  }
  return c & 0xffffff;
}
