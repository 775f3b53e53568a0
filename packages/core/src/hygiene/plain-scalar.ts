/** Keys, scalars and bracketed values of plain YAML (plain-yaml.ts), each within one line. Whatever is not certain is NotPlain. */
import { PlainMap, type PlainValue } from './plain-node.ts';

/** Only the library can say what the text means. */
export class NotPlain extends Error {}

/** YAML's own limit is 1,024 characters. */
const longestKey = 200;

/** `key:` at the beginning of a line's text: what it says, and where its value begins. Null: there is none. */
export function plainKey(text: string): { readonly text: string; readonly end: number } | null {
  const end = isQuote(text[0]) ? quoteEnd(text, 0) : keyEnd(text);
  if (end < 1 || end > longestKey || text[end] !== ':' || !isGap(text[end + 1])) return null;
  const key = text.slice(0, end);
  return { text: isQuote(text[0]) ? unquoted(key) : key, end: end + 1 };
}

/** Where the first `: ` or `:` at the end of a plain text stands; -1: there is none, or the key is an odd one. */
function keyEnd(text: string): number {
  if (!/^[\w./$+~^()=-]/.test(text) || text[1] === undefined) return -1;
  let at = text.indexOf(':');
  while (at >= 0 && !isGap(text[at + 1])) at = text.indexOf(':', at + 1);
  return at < 1 || text[at - 1] === ' ' || text.slice(0, at).includes(' #') ? -1 : at;
}

/** A value to its line's end, quoted or not, a comment behind it left out. */
export function plainScalar(text: string): string {
  if (isQuote(text[0])) {
    const end = quoteEnd(text, 0);
    if (end < 0 || !/^ *$|^ +#/.test(text.slice(end))) throw new NotPlain();
    return unquoted(text.slice(0, end));
  }
  const comment = text.indexOf(' #');
  const value = (comment < 0 ? text : text.slice(0, comment)).trimEnd();
  if (!/^[^\s,[\]{}#&*!|>'"%@`?:-]|^-[^\s]/.test(value) || value.includes(': ') || value.endsWith(':'))
    throw new NotPlain();
  return value;
}

/** `[a, b]` or `{a: b}` to its line's end. */
export function plainFlow(text: string): PlainValue {
  const at = { text, index: 0 };
  const value = flowValue(at);
  if (!/^ *$|^ +#/.test(text.slice(at.index))) throw new NotPlain();
  return value;
}

interface Place {
  readonly text: string;
  index: number;
}

function flowValue(at: Place): PlainValue {
  const { text } = at;
  if (text[at.index] === '[') return flowParts(at, ']', () => flowValue(at));
  if (text[at.index] !== '{') return flowScalar(at);
  const pairs = flowParts(at, '}', (): readonly [string, PlainValue] => {
    const key = flowScalar(at);
    if (!text.startsWith(': ', at.index)) throw new NotPlain();
    at.index++;
    passSpaces(at);
    return [key, flowValue(at)];
  });
  return new PlainMap(pairs);
}

function flowParts<Part>(at: Place, close: string, read: () => Part): Part[] {
  const parts: Part[] = [];
  at.index++;
  passSpaces(at);
  if (at.text[at.index] === close) {
    at.index++;
    return parts;
  }
  for (;;) {
    passSpaces(at);
    parts.push(read());
    passSpaces(at);
    const mark = at.text[at.index++];
    if (mark === close) return parts;
    if (mark !== ',') throw new NotPlain();
  }
}

/** Unquoted: words of letters, digits and what is no mark anywhere. */
const flowWord = /[\w./$+~^-][\w./$+~^@<>=()-]*(?: +[\w./$+~^@<>=()][\w./$+~^@<>=()-]*)*/y;

function flowScalar(at: Place): string {
  const { text, index } = at;
  if (isQuote(text[index])) {
    at.index = quoteEnd(text, index);
    if (at.index < 0) throw new NotPlain();
    return unquoted(text.slice(index, at.index));
  }
  flowWord.lastIndex = index;
  const word = flowWord.exec(text)?.[0];
  if (word === undefined || word === '-' || word.startsWith('- ')) throw new NotPlain();
  at.index = index + word.length;
  return word;
}

function passSpaces(at: Place): void {
  while (at.text[at.index] === ' ') at.index++;
}

const isQuote = (character: string | undefined): boolean => character === '"' || character === "'";
const isGap = (character: string | undefined): boolean => character === undefined || character === ' ';

/** Behind the closing quote; -1: it is not on this line. */
function quoteEnd(text: string, from: number): number {
  const quote = text[from]!;
  for (let at = from + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return -1;
}

function unquoted(text: string): string {
  if (text[0] === "'") return text.slice(1, -1).replaceAll("''", "'");
  try {
    // The escapes of JSON mean the same in YAML, which has more of them.
    return JSON.parse(text) as string;
  } catch {
    throw new NotPlain();
  }
}
