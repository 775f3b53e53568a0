/**
 * Private keys in PEM, OpenSSH, PuTTY and OpenPGP containers. A parse proves the form and says which key it is and whether a pass phrase
 * guards it; a body that does not parse is no argument against it (`pass`), but one that is shorter than its own container says is doubted.
 * A whole block with next to nothing inside is a placeholder, one with less than any key takes is made up. A key behind a pass phrase opens nothing by itself: it lowers.
 */
import type { Facts } from '../match.ts';
import type { Check, CheckOutcome } from './check.ts';
import { lower, madeUp, pass, secretOf } from './outcome.ts';
import { placeholderKind } from './placeholder.ts';
import { type Armour, readArmour } from './primitives/armour.ts';
import { decodeBase64, encodeBase64 } from './primitives/base64.ts';
import { crc24 } from './primitives/crc32.ts';
import { isCutShort } from './primitives/cut-key.ts';
import { type KeyShape, readKeyDer } from './primitives/key-der.ts';
import { readOpenssh } from './primitives/openssh.ts';

/** Base64 of next to nothing: documentation such as `…`, `<your key>`. */
const nearlyEmpty = 32;
/** Bytes of the shortest key that a block can hold: 32 of an Ed25519 or X25519 seed and their PKCS#8 frame (RFC 8410) make 48. */
const shortestKey = 40;

export const privateKey: Check = (input) => {
  const secret = secretOf(input);
  const armour = readArmour(secret);
  if (armour?.whole && isEmpty(armour)) return madeUp.placeholder;
  if (armour?.whole && armour.body.length * 0.75 < shortestKey) return madeUp.structure;
  const facts = privateKeyFacts(secret, armour);
  if (facts === null && isCut(armour)) return cut;
  if (facts === null) return saysEncrypted.test(secret) ? lower : pass;
  return { verdict: facts.encrypted === true ? 'lower' : 'proves', facts };
};

/** Listed still: what was left out may stand elsewhere, and half a key narrows the search for the rest. */
const cut: CheckOutcome = { verdict: 'doubt', facts: { cut: true } };

/** Only between BEGIN and END: what ends before may go on behind the reach. */
function isCut(armour: Armour | null): boolean {
  return armour?.whole === true && !armour.headers.includes('ENCRYPTED') && isCutShort(armour.label, armour.body);
}

/** What the containers write before an encrypted body: RFC 1421 and 7468, PuTTY, SSH2. */
const saysEncrypted = /-----BEGIN ENCRYPTED|Proc-Type: ?4, ?ENCRYPTED|Encryption: aes|BEGIN SSH2 ENCRYPTED/;

/** RFC 1421's encryption as OpenSSL writes it: one round of MD5 makes the key, so pass phrases fall by the thousand million a second. */
const weaklyEncrypted = /Proc-Type: ?4, ?ENCRYPTED/;

/** One step more for a key behind a pass phrase that is slow to guess. */
export const encryptedKey: Check = (input) => {
  const { verdict } = privateKey(input);
  return verdict === 'lower' && !weaklyEncrypted.test(secretOf(input)) ? lower : pass;
};

function isEmpty(armour: Armour): boolean {
  return armour.body.length < nearlyEmpty || (armour.body.length < 120 && placeholderKind(armour.body) !== null);
}

/** `keyType`, `encrypted`, `bits` where they show; null where nothing parses. Bare base64 DER and PuTTY files are read too. */
export function privateKeyFacts(secret: string, armour: Armour | null = readArmour(secret)): Facts | null {
  if (armour === null) return secret.includes('PuTTY-User-Key-File-') ? puttyFacts(secret) : derFacts(secret);
  const read = armour.label.startsWith('PGP') ? pgpFacts : pemFacts;
  return read(armour, armour.body) ?? (armour.body === armour.longestRuns ? null : read(armour, armour.longestRuns));
}

function pemFacts({ label, headers }: Armour, body: string): Facts | null {
  const bytes = decodeBase64(body);
  if (bytes === null) return null;
  if (/4,\s*ENCRYPTED/.test(headers)) {
    const keyType = label.split(' ')[0]!.toLowerCase();
    return bytes.length >= 32 && bytes.length % 8 === 0 ? { keyType, encrypted: true } : null;
  }
  const shape = readKeyDer(bytes);
  return shape === null ? opensshFacts(bytes) : factsOf(shape);
}

function derFacts(secret: string): Facts | null {
  const bytes = decodeBase64(secret.replace(/\\{1,4}[nrt]|\s/g, ''));
  const shape = bytes === null ? null : readKeyDer(bytes);
  return shape === null ? null : factsOf(shape);
}

function factsOf({ keyType, bits, encrypted }: KeyShape): Facts {
  return bits === undefined ? { keyType, encrypted } : { keyType, bits, encrypted };
}

function opensshFacts(bytes: Uint8Array): Facts | null {
  const key = readOpenssh(bytes);
  return key === null ? null : { keyType: key.type, encrypted: key.encrypted };
}

function puttyFacts(secret: string): Facts | null {
  const text = secret.replace(/\\{1,4}[nr]/g, '\n');
  const keyType = /PuTTY-User-Key-File-[23]: ((?:ssh|ecdsa)-[a-z0-9-]{3,20})/.exec(text)?.[1];
  const cipher = /Encryption: (none|aes256-cbc)/.exec(text)?.[1];
  const body = /Private-Lines: (\d{1,3})\s/.exec(text);
  if (keyType === undefined || cipher === undefined || body === null) return null;
  const count = Number(body[1]);
  const lines = text
    .slice(body.index + body[0].length)
    .trim()
    .split(/\s+/, count);
  const parses = lines.length === count && decodeBase64(lines.join('')) !== null;
  return parses ? { keyType, encrypted: cipher !== 'none' } : null;
}

/** The first packet must be a secret key (RFC 4880 §5.5.3); the CRC-24 must hold where it stands. */
function pgpFacts({ checksum }: Armour, body: string): Facts | null {
  const bytes = decodeBase64(body);
  if (bytes === null || bytes.length < 16) return null;
  const sum = crc24(bytes);
  if (checksum !== '' && encodeBase64(Uint8Array.of(sum >> 16, sum >> 8, sum)) !== checksum) return null;
  const head = bytes[0]!;
  const tag = head & 0x40 ? head & 0x3f : (head >> 2) & 15;
  const at = head & 0x40 ? newLengthSize(bytes[1]!) : 1 + (1 << (head & 3));
  const version = bytes[at]!;
  if (!(head & 0x80) || tag !== 5 || version < 3 || version > 6) return null;
  const usage = version === 4 ? secretUsage(bytes, at + 5) : null;
  return usage === null ? { keyType: 'pgp' } : { keyType: 'pgp', encrypted: usage !== 0 };
}

function newLengthSize(first: number): number {
  return first < 192 ? 2 : first < 224 ? 3 : 6;
}

/** The string-to-key usage octet after the public numbers; null for algorithms whose numbers are not known here. */
function secretUsage(bytes: Uint8Array, at: number): number | null {
  const algorithm = bytes[at]!;
  const skipNumber = (from: number): number =>
    from + 2 + Math.ceil((((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0)) / 8);
  const numbers = { 1: 2, 2: 2, 3: 2, 16: 3, 17: 4 }[algorithm];
  let next = at + 1;
  if (numbers !== undefined) {
    for (let i = 0; i < numbers; i++) next = skipNumber(next);
  } else if (algorithm === 18 || algorithm === 19 || algorithm === 22) {
    next = skipNumber(next + 1 + bytes[next]!);
    if (algorithm === 18) next += 1 + (bytes[next] ?? 0);
  } else {
    return null;
  }
  return bytes[next] ?? null;
}
