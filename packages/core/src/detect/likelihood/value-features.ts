/**
 * What a value looks like, as named features: length, classes of characters, words, noise, shape. Each feature is told
 * apart for passwords, which people choose, and for everything else, which machines make. Weights are in `learned.ts`.
 */

import { isWord, triples, wordShare } from './language.ts';
import { type Noise, noiseOf } from './noise.ts';
import { longestCount } from './placeholder.ts';
import type { Shape } from './shape.ts';
import { splitWords } from './split-words.ts';

const lengths = [4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 28, 32, 33, 36, 40, 41, 48, 64, 65, 96, 128] as const;
const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85] as const;
const wordShares = [0.01, 0.25, 0.5, 0.75, 0.95] as const;
const changeRates = [0.05, 0.1, 0.15, 0.2, 0.28, 0.36, 0.45] as const;
const varieties = [0.2, 0.35, 0.5, 0.65, 0.8, 0.95] as const;
const digitShares = [0.01, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8] as const;
const signCounts = [1, 2, 3, 4, 6, 9] as const;
const countedRuns = [5, 7, 9] as const;
const consonantRuns = [2, 3, 4, 5, 6] as const;
const runLengths = [3, 4, 5, 6, 7, 8, 10, 13] as const;

/** The largest limit that is not above the value; 0 below the first. */
function step(value: number, limits: readonly number[]): number {
  let found = 0;
  for (const limit of limits) {
    if (value < limit) break;
    found = limit;
  }
  return found;
}

/** Words that stand in code where a value stands: types, literals, the name of something else. */
const codeWord =
  /^(?:str(?:ing)?|int(?:eger)?|bool(?:ean)?|float|double|number|object|any|void|char|bytes?|buffer|uint8array|date|array|list|map|dict|set|optional|required|null|none|nil|nan|true|false|undefined|unknown|never|always|auto|automatic|ask|prompt|enabled?|disabled?|allow|deny|inherit|self|this|super|func(?:tion)?|return|await|new|class|const|let|var|def|if|else|for|in|of|and|or|not|is|async|static|public|private|protected|readonly|input|output|args?|argv|params?|options?|opts|config|conf|cfg|settings?|props|state|context|ctx|req(?:uest)?|res(?:ponse)?|body|data|value|val|key|name|text|field|form|event|error|err|result|row|item|obj|header|headers|env|environ|process|os|sys|user|username|login|email|passwd|password|varchar\d*|nvarchar|text|blob|textfield|charfield|passwordfield|secretstr|utf-?8|utf-?16|base64|hex|ascii|latin1|binary)\??[;,)]?$/i;

export function addValueFeatures(value: string, shape: Shape | null, password: boolean, out: string[]): void {
  const side = password ? 'password' : 'token';
  const add = (feature: string): void => void out.push(`${side} ${feature}`);
  const noise = noiseOf(value);
  const words = splitWords(value).filter((word) => word.charCodeAt(0) >= 97);
  if (shape !== null && !overruled(shape, noise, password)) out.push(`shape ${shape}`);
  if (codeWord.test(value)) out.push('word of code');
  add(`length ${step(value.length, lengths)}`);
  add(`characters ${classesOf(value)}`);
  if (noise.random) add('random');
  add(`class changes ${step(noise.changes, changeRates)}`);
  const { count, share } = triples(value);
  add(count < 3 ? 'few letters' : `common triples ${step(share, shares)}`);
  if (count >= 8) add(`common triples of many ${step(share, shares)}`);
  const known = wordShare(value);
  add(`words ${step(known, wordShares)}`);
  add(`runs of letters ${Math.min(words.length, 6)}`);
  add(
    `longest run ${step(
      words.reduce((most, word) => Math.max(most, word.length), 0),
      runLengths,
    )}`,
  );
  add(`variety ${step(new Set(value).size / Math.min(value.length, 30), varieties)}`);
  const { digits, signs, consonants } = countsOf(value);
  add(`digits ${step(digits / value.length, digitShares)}`);
  add(`signs ${step(signs, signCounts)}`);
  const counted = step(longestCount(value.toLowerCase()), countedRuns);
  if (counted > 0) out.push(`counts up ${counted}`);
  add(`consonants ${step(consonants, consonantRuns)}`);
  if (/^[0-9a-f]+$/i.test(value) && /\d/.test(value))
    add(`hex ${/^(?:16|24|32|40|64)$/.test(`${value.length}`) ? value.length : value.length % 2 ? 'odd' : 'even'}`);
  if (isWord(value.toLowerCase())) add('one word');
  if (!/[A-Za-z0-9]/.test(value[0]!)) out.push(`first ${symbol(value[0]!)}`);
  if (!/[A-Za-z0-9]/.test(value.at(-1)!)) out.push(`last ${symbol(value.at(-1)!)}`);
}

function classesOf(value: string): string {
  const symbols = value.replace(/[A-Za-z0-9]/g, '');
  let out = '';
  if (/[a-z]/.test(value)) out += 'a';
  if (/[A-Z]/.test(value)) out += 'A';
  if (/[0-9]/.test(value)) out += '0';
  if (symbols === '') return out;
  return out + (/^[-_]+$/.test(symbols) ? '_' : /^[-_.+/=]+$/.test(symbols) ? '/' : /\s/.test(symbols) ? ' ' : '!');
}

function symbol(c: string): string {
  return c < '\x7f' ? c : 'other';
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
