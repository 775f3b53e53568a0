/**
 * Is a key's container longer than what stands there? The outermost length of DER (X.690, 8.1.3), an OpenSSH file's strings (PROTOCOL.key)
 * and an OpenPGP packet (RFC 4880, 4.2) say how many bytes follow: with fewer nothing can be read from it. Decides nothing about bodies
 * that begin otherwise, and asks for no parse of what is inside.
 */
import { decodeBase64, latin1Of } from './base64.ts';
import { opensshMagic, SshReader } from './openssh.ts';

/** `body`: base64 alone. Characters too many, from comments or line numbers, make it longer, never shorter. */
export function isCutShort(label: string, body: string): boolean {
  // a last character that holds less than a byte
  const bytes = decodeBase64(body) ?? decodeBase64(body.replace(/=+$/, '').slice(0, -1));
  if (bytes === null) return false;
  if (label.startsWith('PGP')) return pgpEnd(bytes) > bytes.length;
  if (bytes[0] === 0x30) return derEnd(bytes) > bytes.length;
  return latin1Of(bytes.subarray(0, opensshMagic.length)) === opensshMagic && opensshIsCut(bytes);
}

/** 0 where the length is none of a key's. */
function derEnd(bytes: Uint8Array): number {
  const [, first = 0, second = 0, third = 0] = bytes;
  if (first < 0x80) return 2 + first;
  if (first === 0x81) return 3 + second;
  return first === 0x82 ? 4 + ((second << 8) | third) : 0;
}

function opensshIsCut(bytes: Uint8Array): boolean {
  const reader = new SshReader(bytes, opensshMagic.length);
  for (let i = 0; i < 3; i++) reader.text();
  reader.number();
  reader.text();
  reader.text();
  return reader.failed;
}

/** Of a first packet that is a secret key (tag 5); 0 for others and for lengths in parts, which no key has. */
function pgpEnd(bytes: Uint8Array): number {
  const [head = 0, first = 0, second = 0] = bytes;
  if (head === 0xc5) return first < 192 ? 2 + first : first < 224 ? 3 + ((first - 192) << 8) + second + 192 : 0;
  if (head === 0x94) return 2 + first;
  return head === 0x95 ? 3 + ((first << 8) | second) : 0;
}
