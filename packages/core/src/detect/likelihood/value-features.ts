/**
 * What a value looks like, as named features: length, classes of characters, words, noise, shape. Each feature is told
 * apart for passwords, which people choose, and for everything else, which machines make. Weights are in `learned.ts`.
 */

import { type Feature, feature, named, stepped } from './feature.ts';
import { isWord, wordShare } from './language.ts';
import { type Noise, noiseOf } from './noise.ts';
import { longestCount } from './placeholder.ts';
import type { Shape } from './shape.ts';
import { splitWords } from './split-words.ts';
import { alphanumeric, isAlphanumeric, traits } from './traits.ts';

const lengths = [4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 28, 32, 33, 36, 40, 41, 48, 64, 65, 96, 128] as const;
const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85] as const;
const wordShares = [0.01, 0.25, 0.5, 0.75, 0.95] as const;
const changeRates = [0.05, 0.1, 0.15, 0.2, 0.28, 0.36, 0.45] as const;
const varieties = [0.2, 0.35, 0.5, 0.65, 0.8, 0.95] as const;
const digitShares = [0.01, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8] as const;
const signCounts = [1, 2, 3, 4, 6, 9] as const;
const countedRuns = [5, 7, 9] as const;
const consonantRuns = [2, 3, 4, 5, 6] as const;
const runCounts = [1, 2, 3, 4, 5, 6] as const;
const runLengths = [3, 4, 5, 6, 7, 8, 10, 13] as const;

/** Words that stand in code where a value stands: types, literals, the name of something else. */
const codeWord =
  /^(?:str(?:ing)?|int(?:eger)?|bool(?:ean)?|float|double|number|object|any|void|char|bytes?|buffer|uint8array|date|array|list|map|dict|set|optional|required|null|none|nil|nan|true|false|undefined|unknown|never|always|auto|automatic|ask|prompt|enabled?|disabled?|allow|deny|inherit|self|this|super|func(?:tion)?|return|await|new|class|const|let|var|def|if|else|for|in|of|and|or|not|is|async|static|public|private|protected|readonly|input|output|args?|argv|params?|options?|opts|config|conf|cfg|settings?|props|state|context|ctx|req(?:uest)?|res(?:ponse)?|body|data|value|val|key|name|text|field|form|event|error|err|result|row|item|obj|header|headers|env|environ|process|os|sys|user|username|login|email|passwd|password|varchar\d*|nvarchar|text|blob|textfield|charfield|passwordfield|secretstr|utf-?8|utf-?16|base64|hex|ascii|latin1|binary)\??[;,)]?$/i;

/** What is told apart by whose value it is. */
interface Side {
  readonly length: (value: number) => Feature;
  readonly characters: (kinds: string) => Feature;
  readonly random: Feature;
  readonly changes: (value: number) => Feature;
  readonly fewLetters: Feature;
  readonly triples: (value: number) => Feature;
  readonly triplesOfMany: (value: number) => Feature;
  readonly words: (value: number) => Feature;
  readonly runs: (value: number) => Feature;
  readonly longestRun: (value: number) => Feature;
  readonly variety: (value: number) => Feature;
  readonly digits: (value: number) => Feature;
  readonly signs: (value: number) => Feature;
  readonly consonants: (value: number) => Feature;
  readonly hex: (kind: string) => Feature;
  readonly oneWord: Feature;
}

function sideOf(side: string): Side {
  return {
    length: stepped(`${side} length`, lengths),
    characters: named(`${side} characters `),
    random: feature(`${side} random`),
    changes: stepped(`${side} class changes`, changeRates),
    fewLetters: feature(`${side} few letters`),
    triples: stepped(`${side} common triples`, shares),
    triplesOfMany: stepped(`${side} common triples of many`, shares),
    words: stepped(`${side} words`, wordShares),
    runs: stepped(`${side} runs of letters`, runCounts),
    longestRun: stepped(`${side} longest run`, runLengths),
    variety: stepped(`${side} variety`, varieties),
    digits: stepped(`${side} digits`, digitShares),
    signs: stepped(`${side} signs`, signCounts),
    consonants: stepped(`${side} consonants`, consonantRuns),
    hex: named(`${side} hex `),
    oneWord: feature(`${side} one word`),
  };
}

const sides = { password: sideOf('password'), token: sideOf('token') };
const shapeFeature = named('shape ');
const wordOfCode = feature('word of code');
const countsUp = stepped('counts up', countedRuns);
const first = named('first ');
const last = named('last ');

/** `bits`: the value's traits. */
export function addValueFeatures(
  value: string,
  bits: number,
  shape: Shape | null,
  password: boolean,
  out: Feature[],
): void {
  const side = password ? sides.password : sides.token;
  const noise = noiseOf(value, bits);
  if (shape !== null && !overruled(shape, noise, password)) out.push(shapeFeature(shape));
  if (codeWord.test(value)) out.push(wordOfCode);
  out.push(side.length(value.length), side.characters(classesOf(bits)));
  if (noise.random) out.push(side.random);
  out.push(side.changes(noise.changes));
  out.push(noise.triples < 3 ? side.fewLetters : side.triples(noise.share));
  if (noise.triples >= 8) out.push(side.triplesOfMany(noise.share));
  out.push(side.words(wordShare(value)));
  let runs = 0;
  let longest = 0;
  for (const word of splitWords(value)) {
    if (word.charCodeAt(0) < 97) continue;
    runs++;
    longest = Math.max(longest, word.length);
  }
  out.push(side.runs(runs), side.longestRun(longest));
  out.push(side.variety(varietyOf(value, bits) / Math.min(value.length, 30)));
  const { digits, signs, consonants } = countsOf(value);
  out.push(side.digits(digits / value.length), side.signs(signs));
  const counted = longestCount(value.toLowerCase());
  if (counted >= countedRuns[0]) out.push(countsUp(counted));
  out.push(side.consonants(consonants));
  if (digits > 0 && (bits & traits.notHex) === 0) out.push(side.hex(hexKind(value.length)));
  if ((bits & traits.digit) === 0 && isWord(value.toLowerCase())) out.push(side.oneWord);
  if (!isLetterOrDigit(value.charCodeAt(0))) out.push(first(symbol(value[0]!)));
  if (!isLetterOrDigit(value.charCodeAt(value.length - 1))) out.push(last(symbol(value.at(-1)!)));
}

function classesOf(bits: number): string {
  let out = '';
  if (bits & traits.lower) out += 'a';
  if (bits & traits.upper) out += 'A';
  if (bits & traits.digit) out += '0';
  if (isAlphanumeric(bits)) return out;
  if ((bits & ~(namePart | ofBase64)) === 0) return `${out}${(bits & ofBase64) === 0 ? '_' : '/'}`;
  return `${out}${(bits & traits.white) !== 0 ? ' ' : '!'}`;
}

/** With their finer bits: letters, digits, `-`, `_`; and what else base64 and its kin have. */
const namePart = alphanumeric | traits.notHex | traits.cross | traits.letter | traits['-'] | traits._;
const ofBase64 = traits['.'] | traits['+'] | traits['/'] | traits['='];

function hexKind(length: number): string {
  if (length === 16 || length === 24 || length === 32 || length === 40 || length === 64) return `${length}`;
  return length % 2 === 1 ? 'odd' : 'even';
}

function symbol(c: string): string {
  return c < '\x7f' ? c : 'other';
}

const isLetterOrDigit = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);

/** By character: the value that it was last seen in. */
const seenIn = new Uint32Array(256);
let values = 0;

/** How many different characters. */
function varietyOf(value: string, bits: number): number {
  if ((bits & traits.wide) !== 0) return new Set(value).size;
  if (++values > 0xffffffff) {
    seenIn.fill(0);
    values = 1;
  }
  let count = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (seenIn[code] === values) continue;
    seenIn[code] = values;
    count++;
  }
  return count;
}

/** In one pass: digits, signs (neither letter, digit nor white space), longest run of consonants. */
function countsOf(value: string): { digits: number; signs: number; consonants: number } {
  let digits = 0;
  let signs = 0;
  let run = 0;
  let consonants = 0;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    const letter = c | 32;
    if (letter >= 97 && letter <= 122 && c >= 65) {
      run =
        letter === 97 || letter === 101 || letter === 105 || letter === 111 || letter === 117 || letter === 121
          ? 0
          : run + 1;
      if (run > consonants) consonants = run;
      continue;
    }
    run = 0;
    if (c >= 48 && c <= 57) digits++;
    else if (c !== 32 && (c < 9 || c > 13) && c !== 160) signs++;
  }
  return { digits, signs, consonants };
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
  return shape === 'email' && password && noise.random;
}
