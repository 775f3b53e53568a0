/**
 * Identity of a secret: a keyed hash of its bytes. Weak values get a slow hash, so that a committed fingerprint cannot
 * be turned back by trying a word list. Nothing here may change: accepted fingerprints would come back.
 */
import { createHmac, scrypt, scryptSync } from 'node:crypto';

/** Key where the config has no `id:`. */
const publicKey = 'gitmoat';

/** Under this many bits a value is hashed slowly (design, Definitions). */
const weakBelow = 50;

/** Words that add little however long they are. Frozen: part of the fingerprint's definition. */
const words =
  /passw(?:or)?d|secret|admin|root|user|test|demo|example|sample|change|default|welcome|qwerty|asdf|letmein|master|login|guest|token|dummy|foo|bar|baz|abc|123(?:4(?:5(?:6(?:7(?:89?)?)?)?)?)?|(?:19|20)\d\d|hello|super|local|host|server|data|base|mysql|postgres|mongo|redis|docker|dev|prod|pass|key|api|my|the/gi;

/** Bits for one such word: a list of some two thousand. */
const bitsOfWord = 11;

/** Rough entropy in bits, from the value alone: length × log2 of the character classes used, less known words. */
export function estimateBits(secret: string): number {
  let known = 0;
  const rest = secret
    .replace(words, () => {
      known++;
      return '';
    })
    .replace(/(.)\1+/g, '$1');
  let alphabet = 0;
  if (/[0-9]/.test(rest)) alphabet += 10;
  if (/[a-z]/.test(rest)) alphabet += 26;
  if (/[A-Z]/.test(rest)) alphabet += 26;
  if (/[^0-9A-Za-z]/.test(rest)) alphabet += 33;
  return known * bitsOfWord + (alphabet > 0 ? rest.length * Math.log2(alphabet) : 0);
}

const cost = { N: 2 ** 14, r: 8, p: 1 };
const digits = 20;

function isWeak(secret: Buffer): boolean {
  return estimateBits(secret.toString('utf8')) < weakBelow;
}

/** 20 hex digits. Takes 32 ms for a weak value: ask only for what is shown or compared. */
export function fingerprintOf(secret: Buffer, key: string = publicKey): string {
  if (isWeak(secret)) return scryptSync(secret, key, digits / 2, cost).toString('hex');
  return createHmac('sha256', key).update(secret).digest('hex').slice(0, digits);
}

/** The same, off this thread where it takes long: several at once keep all cores busy. */
export function fingerprintSoon(secret: Buffer, key: string = publicKey): Promise<string> {
  if (!isWeak(secret)) return Promise.resolve(fingerprintOf(secret, key));
  return new Promise((resolve, reject) => {
    scrypt(secret, key, digits / 2, cost, (error, hash) => (error ? reject(error) : resolve(hash.toString('hex'))));
  });
}
