/**
 * The one function that says whether a named value is a secret. Structure decides first: stand-ins, and values whose form proves that
 * they are something else (digests, public keys, ciphertext). For everything between, features with learned weights are
 * summed; every feature that applied is named. Pure; knows no path. Stand-ins are told apart from what is no secret at all,
 * because some callers show them as suppressed.
 */
import type { Confidence } from '../../rules/rule.ts';
import { publishedBy } from '../checks/primitives/known-examples.ts';
import { type Feature, feature } from './feature.ts';
import { addFormFeatures } from './form-features.ts';
import { breaksItsFormat, isKeyId, isPublicNkey, isPublishable } from './issued.ts';
import { isWord } from './language.ts';
import { bias } from './learned.ts';
import type { SecretName } from './name.ts';
import { type Placeholder, placeholderOf } from './placeholder.ts';
import { type Shape, shapeOf } from './shape.ts';
import { splitWords } from './split-words.ts';
import { traitsOf } from './traits.ts';
import { addValueFeatures } from './value-features.ts';

export interface Evidence {
  /** Null: no name at all (a header, a URL); the value must speak for itself. */
  readonly name: SecretName | null;
  readonly value: string;
  readonly quoted: boolean;
  /** How name and value are joined. */
  readonly operator: 'assign' | 'compare' | 'call' | 'flag' | 'pair' | 'userinfo';
  /** The line is nothing but name, operator and value: `KEY=value`, `key: value`. */
  readonly config: boolean;
  /** An unquoted value among code, or one followed by more words. */
  readonly loose?: boolean;
  readonly prose?: boolean;
  /** The value's line up to the value and behind it, `aroundOf`; absent where a file's format is known. */
  readonly before?: string;
  readonly after?: string;
}

export interface Judgement {
  readonly verdict: 'secret' | 'placeholder' | 'no';
  /** Sum of the weights, natural-log odds; -9 where structure decided. */
  readonly score: number;
  readonly confidence: Confidence;
  /** Features with their weights, in the order in which they were found; for a stand-in or a proven shape its kind. */
  readonly reasons: readonly Feature[];
}

/**
 * Sum ≥ high: confidence high; ≥ medium: medium; ≥ low: low; below: no secret. Medium is where three findings in a hundred were
 * wrong in repositories that the weights had not seen (docs/detection.md).
 */
export const thresholds = { high: 3, medium: 0.75, low: -0.75 } as const;

/** Forms that prove that the value is no secret, or none in clear. */
const proven: ReadonlySet<Shape> = new Set([
  'public-key',
  'integrity',
  'digest',
  'algorithm',
  'ciphertext',
  'arn',
  'unprintable',
]);

export function judge(evidence: Evidence): Judgement {
  const { name, value } = evidence;
  const bits = traitsOf(value);
  const placeholder = standInOf(value, bits);
  // `12345678-Abc!` is what somebody chose; no token counts up
  const chosen =
    placeholder === 'sequence' && name?.class === 'password' && /[^a-z0-9]/i.test(value) && value.length > 8;
  if (placeholder !== null && !chosen) {
    return settled(placeholder === 'empty' ? 'no' : 'placeholder', placeholder);
  }
  const isPublic = isPublicNkey(value) || isPublishable(value) || isKeyId(value, name);
  const shape = isPublic ? 'public-key' : shapeOf(value, bits);
  if (shape !== null && proven.has(shape)) return settled('no', `shape ${shape}`);

  if (name !== null && isNoValueOf(name, value)) return settled('no', `none of a ${name.class}`);
  if (decodesToWords(value, name?.class === 'password')) return settled('no', 'decodes to words');

  const features = featuresOf(evidence, bits, shape);
  const reasons: Feature[] = [['bias', bias]];
  let score: number = bias;
  for (const one of features) {
    if (one[1] === 0) continue;
    reasons.push(one);
    score += one[1];
  }
  // last, for it costs a hash
  if (score >= thresholds.low && publishedBy(value) !== null) return settled('placeholder', 'published');
  const confidence = score >= thresholds.high ? 'high' : score >= thresholds.medium ? 'medium' : 'low';
  const verdict = score >= thresholds.low ? 'secret' : 'no';
  const broken = verdict === 'secret' ? breaksItsFormat(value, name) : null;
  if (broken === null) return { verdict, score, confidence, reasons };
  return { verdict, score, confidence: 'low', reasons: [...reasons, [broken, 0]] };
}

/** Every feature that applies, weighted or not. */
function featuresOf(evidence: Evidence, bits: number, shape: Shape | null): readonly Feature[] {
  const { name, value } = evidence;
  const password = name?.class === 'password';
  const features: Feature[] = [];
  addFormFeatures(evidence, features);
  addValueFeatures(value, bits, shape, password, features);
  if (name !== null && repeatsName(name, value, shape)) features.push(namesASecret);
  return features;
}

const namesASecret = feature('names a secret');

function settled(verdict: 'placeholder' | 'no', kind: string): Judgement {
  return { verdict, score: -9, confidence: 'low', reasons: [[kind, -9]] };
}

/** `token: "access_token"`, `password: "Password is too short"`: words of the name, or of its class, in the value. */
function repeatsName(name: SecretName, value: string, shape: Shape | null): boolean {
  const key = name.words[name.at]!;
  const found = splitWords(value);
  if (shape === 'sentence') return found.includes(key);
  return (
    key.length >= 3 &&
    found.includes(key) &&
    found.every((w) => w.length < 4 || w === key || isWord(w) || name.words.includes(w))
  );
}

/** A stand-in, or base64 or hexadecimal digits of one. */
export function standInOf(value: string, bits: number = traitsOf(value)): Placeholder | null {
  return placeholderOf(value, bits) ?? encodedPlaceholder(value);
}

/** Values that names of this class cannot have: nobody is issued a short word of one case, or a number of 32 bits. */
function isNoValueOf(name: SecretName, value: string): boolean {
  if (name.class === 'password') return false;
  if (/^0x[0-9a-f]{1,8}$/i.test(value)) return true;
  return name.class !== 'secret' && /^(?:[a-z]{1,7}|[A-Z]{1,7})$/.test(value);
}

/** base64 of a placeholder, as Kubernetes manifests have it. */
function encodedPlaceholder(value: string): Placeholder | null {
  const text = encodedText(value);
  if (text === null) return null;
  // of `user:password` the password decides
  return (
    placeholderOf(text) ?? (/^[\w.@-]{1,32}:./.test(text) ? placeholderOf(text.slice(text.indexOf(':') + 1)) : null)
  );
}

/**
 * base64 of `plain words`, `a-word-like-this`, `secret-value-3`: a token that somebody wrote for a test, one unknown word among known ones
 * allowed; of one known word where a password is meant.
 */
function decodesToWords(value: string, password: boolean): boolean {
  const text = encodedText(value);
  if (text === null) return false;
  if (password) return /^[a-z]+$/.test(text) && isWord(text);
  const words = splitWords(text.replace(/\d{1,3}$/, ''));
  if (words.length < 2 || words.some((w) => /^\d/.test(w))) return false;
  const known = words.filter((w) => w.length >= 4 && isWord(w)).length;
  const unknown = words.filter((w) => w.length >= 4 && !isWord(w)).length;
  return unknown === 0 ? known > 0 : unknown === 1 && known > 1 && /^[A-Za-z]+(?:[ _.-][A-Za-z]+)+\d{0,3}$/.test(text);
}

/** What printable text the value encodes in base64 or hexadecimal digits, percent signs on either side resolved, over and over. */
function encodedText(header: string): string | null {
  const value = percentDecoded(header.replace(/^basic\s+/i, ''));
  if (value.length < 8 || value.length > 64) return null;
  const hex = /^(?:[2-7][0-9a-f]){8,}$/i.test(value);
  if (!hex && (value.length % 4 === 1 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value))) return null;
  const decoded = percentDecoded(Buffer.from(value, hex ? 'hex' : 'base64').toString('latin1'));
  return /^[\x20-\x7e]+$/.test(decoded) ? decoded : null;
}

function percentDecoded(text: string): string {
  let plain = text;
  for (let depth = 0; depth < deepestPercent && plain.includes('%'); depth++)
    plain = plain.replace(/%([2-7][0-9A-Fa-f])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return plain;
}

/** As deep as decoding goes elsewhere (`decode/inside.ts`). */
const deepestPercent = 4;
