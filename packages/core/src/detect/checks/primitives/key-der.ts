/** Which private key a DER structure is: PKCS#1, PKCS#8 plain and encrypted, SEC1, DSA. Types and sizes only. */
import { bitsOf, childrenOf, type Element, oidHex, readElement } from './der.ts';

export interface KeyShape {
  readonly keyType: string;
  readonly bits?: number;
  readonly encrypted: boolean;
}

/** Object identifiers of algorithms and curves, DER bodies in hex. */
const algorithms: Readonly<Record<string, string>> = {
  '2a864886f70d010101': 'rsa',
  '2a864886f70d01010a': 'rsa',
  '2a8648ce380401': 'dsa',
  '2a864886f70d010301': 'dh',
  '2a8648ce3d0201': 'ec',
  '2b656e': 'x25519',
  '2b656f': 'x448',
  '2b6570': 'ed25519',
  '2b6571': 'ed448',
};
const curveBits: Readonly<Record<string, number>> = {
  '2a8648ce3d030107': 256,
  '2b8104000a': 256,
  '2b81040022': 384,
  '2b81040023': 521,
};

const integer = 0x02;
const octetString = 0x04;
const objectIdentifier = 0x06;
const sequence = 0x30;

/** Null unless the bytes are exactly one private key. */
export function readKeyDer(bytes: Uint8Array): KeyShape | null {
  const outer = readElement(bytes, 0);
  if (outer?.tag !== sequence || outer.end !== bytes.length) return null;
  const children = childrenOf(bytes, outer);
  if (children === null) return null;
  const tags = children.map((child) => child.tag);
  const [first, second, third] = children;
  if (tags.length >= 6 && tags.every((tag) => tag === integer || tag === sequence)) {
    if (tags.length >= 9) return { keyType: 'rsa', bits: bitsOf(bytes, second!), encrypted: false };
    return tags.length === 6 ? { keyType: 'dsa', bits: bitsOf(bytes, second!), encrypted: false } : null;
  }
  if (tags[0] === integer && tags[1] === octetString) return ecKey(bytes, second!, third);
  if (tags[0] === integer && tags[1] === sequence && tags[2] === octetString) return pkcs8(bytes, second!, third!);
  if (tags.length === 2 && tags[0] === sequence && tags[1] === octetString) {
    const encrypted = childrenOf(bytes, first!)?.[0]?.tag === objectIdentifier;
    return encrypted ? { keyType: 'pkcs8', encrypted: true } : null;
  }
  return null;
}

function ecKey(bytes: Uint8Array, key: Element, parameters: Element | undefined): KeyShape | null {
  const length = key.end - key.start;
  if (length < 20 || length > 66) return null;
  const oid = parameters?.tag === 0xa0 ? readElement(bytes, parameters.start, parameters.end) : null;
  return { keyType: 'ec', bits: (oid && curveBits[oidHex(bytes, oid)]) ?? length * 8, encrypted: false };
}

function pkcs8(bytes: Uint8Array, algorithm: Element, key: Element): KeyShape | null {
  const [oid, parameters] = childrenOf(bytes, algorithm) ?? [];
  if (oid?.tag !== objectIdentifier) return null;
  const keyType = algorithms[oidHex(bytes, oid)] ?? 'other';
  if (keyType === 'ec') {
    const bits = parameters?.tag === objectIdentifier ? curveBits[oidHex(bytes, parameters)] : undefined;
    return bits === undefined ? { keyType, encrypted: false } : { keyType, bits, encrypted: false };
  }
  if (keyType !== 'rsa') return { keyType, encrypted: false };
  const inner = readKeyDer(bytes.subarray(key.start, key.end));
  return inner?.keyType === 'rsa' ? inner : null;
}
