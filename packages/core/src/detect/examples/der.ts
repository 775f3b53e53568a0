/** A small DER writer for made-up keys: the right shapes and sizes, numbers that belong to nobody. */
import type { Random } from './random.ts';

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(...parts);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  const head = body.length < 0x80 ? [body.length] : [0x80 | length.length, ...length];
  return concat(Uint8Array.of(tag, ...head), body);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...parts);
export const octets = (bytes: Uint8Array): Uint8Array => tlv(0x04, bytes);
export const smallInteger = (value: number): Uint8Array => tlv(0x02, Uint8Array.of(value));

/** A positive integer of exactly `bits` bits, odd. */
export function integer(bits: number, random: Random): Uint8Array {
  const magnitude = positive(bits, random);
  return tlv(0x02, magnitude[0]! & 0x80 ? Uint8Array.of(0) : new Uint8Array(0), magnitude);
}

/** Magnitude bytes, top bit set at `bits`, odd. */
export function positive(bits: number, random: Random): Uint8Array {
  const bytes = random.bytes(Math.ceil(bits / 8));
  const top = 1 << ((bits - 1) % 8);
  bytes[0] = (bytes[0]! & (top - 1)) | top;
  bytes[bytes.length - 1]! |= 1;
  return bytes;
}

/** Object identifier from its dotted text. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const body = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let more = arc >>> 7; more > 0; more >>>= 7) groups.unshift((more & 0x7f) | 0x80);
    body.push(...groups);
  }
  return tlv(0x06, Uint8Array.from(body));
}

/** PEM lines of 64 characters. */
export function pem(label: string, body: Uint8Array, headers: readonly string[] = []): string {
  const lines =
    Buffer.from(body)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  const head = headers.length > 0 ? [...headers, ''] : [];
  return [`-----BEGIN ${label}-----`, ...head, ...lines, `-----END ${label}-----`].join('\n');
}
