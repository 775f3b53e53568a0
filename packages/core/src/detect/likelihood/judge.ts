/**
 * The one function that says whether a named value is a secret: features in, a sum of weights out, every feature that
 * applied by name. Pure; knows no path and no file format. Placeholders are told apart from what is no secret at all,
 * because they are kept and shown as suppressed.
 */
import type { Confidence } from '../../rules/rule.ts';
import { publishedBy } from '../checks/primitives/known-examples.ts';
import { type Feature, thresholds, weights } from './features.ts';
import { breaksItsFormat, isPublicNkey } from './issued.ts';
import { isWord, splitWords, triples, wordShare } from './language.ts';
import type { SecretName } from './name.ts';
import { type Placeholder, placeholderOf } from './placeholder.ts';
import { type Shape, shapeOf } from './shape.ts';

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
}

export interface Judgement {
  readonly verdict: 'secret' | 'placeholder' | 'no';
  readonly score: number;
  readonly confidence: Confidence;
  /** Features with their weights, in the order in which they were found; for a placeholder its kind. */
  readonly reasons: readonly (readonly [string, number])[];
}

/** Words that stand in code where a value stands: types, literals, the name of something else. */
const codeWord =
  /^(?:str(?:ing)?|int(?:eger)?|bool(?:ean)?|float|double|number|object|any|void|char|bytes?|buffer|uint8array|date|array|list|map|dict|set|optional|required|null|none|nil|nan|true|false|undefined|unknown|never|self|this|super|func(?:tion)?|return|await|new|class|const|let|var|def|if|else|for|in|of|and|or|not|is|async|static|public|private|protected|readonly|input|output|args?|argv|params?|options?|opts|config|conf|cfg|settings?|props|state|context|ctx|req(?:uest)?|res(?:ponse)?|body|data|value|val|key|name|text|field|form|event|error|err|result|row|item|obj|header|headers|env|environ|process|os|sys|user|username|login|email|passwd|password|varchar\d*|nvarchar|text|blob|textfield|charfield|passwordfield|secretstr|utf-?8|utf-?16|base64|hex|ascii|latin1|binary)\??[;,)]?$/i;

export function judge(evidence: Evidence): Judgement {
  const { name, value } = evidence;
  const reasons: [Feature, number][] = [];
  const add = (feature: Feature): void => void reasons.push([feature, weights[feature]]);

  const placeholder = placeholderOf(value) ?? encodedPlaceholder(value);
  if (placeholder !== null && !(placeholder === 'sequence' && /[^a-z0-9]/i.test(value) && value.length > 8)) {
    return {
      verdict: placeholder === 'empty' ? 'no' : 'placeholder',
      score: -9,
      confidence: 'low',
      reasons: [[placeholder, -9]],
    };
  }
  const kind = name === null ? 'none' : name.class;
  const password = kind === 'password';
  add(`name:${kind}`);
  for (let i = 0; i < Math.min(2, name?.doubts ?? 0); i++) add('name:doubt');
  if (evidence.quoted) add('quoted');
  if (evidence.config) add('config-line');
  if (evidence.loose === true) add('bare-in-code');
  if (evidence.prose === true) add('prose-around');
  if (evidence.operator === 'compare') add('comparison');
  if (evidence.operator === 'call') add('call');
  if (evidence.operator === 'flag') add('flag');
  if (evidence.operator === 'pair') add('pair');
  if (evidence.operator === 'userinfo') add('userinfo');

  const length = value.length;
  const shape = isPublicNkey(value) ? 'public-key' : shapeOf(value);
  const noise = noiseOf(value);
  if (shape !== null && !overruled(shape, noise, password)) add(`shape:${shape}`);
  if (codeWord.test(value)) add('code-word');
  if (!password && decodesToWords(value)) add('decodes-to-words');
  if (name !== null && repeatsName(name, value, shape)) add('names-a-secret');

  const lower = /[a-z]/.test(value);
  const upper = /[A-Z]/.test(value);
  const digit = /[0-9]/.test(value);
  const symbol = /[^A-Za-z0-9\s]/.test(value);
  const classes = Number(lower) + Number(upper) + Number(digit) + Number(symbol);
  if (!lower && !upper && digit && shape !== 'number' && !symbol) add('digits-only');
  if (new Set(value).size < Math.min(length * 0.4, 8)) add('low-variety');
  const words = wordShare(value);
  const share = triples(value);
  if (password) {
    if (length <= 4) add('length-4');
    else if (length === 5) add('length-5');
    if (shape !== 'sentence') {
      if (digit && (lower || upper)) add('has-digit');
      if (lower && upper) add('mixed-case');
      if (symbol) add('symbol');
      if (classes >= 3 && length >= 7) add('three-classes');
    }
    if (noise.random) add('noise-letters');
    else if (isWord(value.toLowerCase())) add('dictionary-word');
    else if (words > 0.85 && splitWords(value).length > 1 && !digit) add('words-only');
    else if (share.share > 0.8 && share.count >= 3 && !digit && !symbol) add('word-like');
  } else {
    if (length < 8) add('short-token');
    else if (length >= 20 && noise.random) add('long-token');
    if (noise.random) add('random');
    else if (words > 0.6) add('wordy-token');
    else add('plain-token');
    if (noise.random && length >= 32 && words < 0.3) add('random-long');
  }
  const score = reasons.reduce((sum, [, weight]) => sum + weight, 0);
  // last, for it costs a hash
  if (score >= thresholds.low && publishedBy(value) !== null) {
    return { verdict: 'placeholder', score: -9, confidence: 'low', reasons: [['published', -9]] };
  }
  const confidence = score >= thresholds.high ? 'high' : score >= thresholds.medium ? 'medium' : 'low';
  const verdict = score >= thresholds.low ? 'secret' : 'no';
  return { verdict, score, confidence: breaksItsFormat(value, name) ? 'low' : confidence, reasons };
}

export interface Noise {
  /** Characters that no word and no identifier would put side by side. */
  readonly random: boolean;
  /** Changes between lower case, upper case, digits and symbols, for each neighbouring pair. */
  readonly changes: number;
  readonly share: number;
}

/** Random letters have few common triples; random letters and digits change class every other character. */
export function noiseOf(value: string): Noise {
  let changes = 0;
  let previous = -1;
  let digits = 0;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    const now = c >= 48 && c <= 57 ? 0 : c >= 97 && c <= 122 ? 1 : c >= 65 && c <= 90 ? 2 : 3;
    if (now === 0) digits++;
    // Capitalised words change class without being noise
    if (previous >= 0 && now !== previous && !(previous === 2 && now === 1) && now !== 3 && previous !== 3) changes++;
    previous = now;
  }
  const rate = value.length < 2 ? 0 : changes / (value.length - 1);
  const { count, share } = triples(value);
  const hex = /^[0-9a-f]+$/i.test(value);
  const random =
    (count >= 3 && share < 0.45 && (count >= 5 || share < 0.34)) ||
    (rate >= 0.28 && value.length >= 8 && (share < 0.7 || count < 4)) ||
    (hex && digits >= 4 && digits < value.length && value.length >= 12 && rate > 0.15) ||
    (count === 0 && digits >= 4 && rate >= 0.2 && value.length >= 8);
  return { random, changes: rate, share };
}

/** Shapes that random characters can have by chance. */
function overruled(shape: Shape, noise: Noise, password: boolean): boolean {
  if (
    shape === 'path' ||
    shape === 'code' ||
    shape === 'kebab' ||
    shape === 'identifier' ||
    shape === 'dotted' ||
    shape === 'file-name'
  ) {
    return noise.random && (noise.share < 0.35 || noise.changes > 0.3);
  }
  if (shape === 'email') return password && noise.random;
  return false;
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

/** base64 of a placeholder, as Kubernetes manifests have it. */
function encodedPlaceholder(value: string): Placeholder | null {
  const text = encodedText(value);
  if (text === null) return null;
  // of `user:password` the password decides
  return (
    placeholderOf(text) ?? (/^[\w.@-]{1,32}:./.test(text) ? placeholderOf(text.slice(text.indexOf(':') + 1)) : null)
  );
}

/** base64 of `plain words`, `a-word-like-this`: a token that somebody wrote for a test. */
function decodesToWords(value: string): boolean {
  const text = encodedText(value);
  if (text === null || /\d/.test(text)) return false;
  const words = splitWords(text);
  return words.length > 1 && words.every((w) => w.length < 4 || isWord(w)) && words.some((w) => w.length >= 4);
}

function encodedText(value: string): string | null {
  if (value.length < 8 || value.length > 64 || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value))
    return null;
  const decoded = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e]+$/.test(decoded) ? decoded : null;
}
