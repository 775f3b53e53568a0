/** Apart from the word lists, so that a name can be read without them. */

const other = 0;
const lower = 1;
const upper = 2;
const digit = 3;
const kinds = new Uint8Array(128);
for (let c = 97; c <= 122; c++) {
  kinds[c] = lower;
  kinds[c - 32] = upper;
}
for (let c = 48; c <= 57; c++) kinds[c] = digit;

let lastText = '';
let lastWords: readonly string[] = [];

/**
 * Identifier or phrase → lower-case words: at case changes, digits and anything that is not a letter. Capitals in a row are a
 * word, but for the last where lower case follows. A value is split for several questions in a row: the last answer is kept.
 */
export function splitWords(text: string): readonly string[] {
  if (text === lastText) return lastWords;
  const words: string[] = [];
  const { length } = text;
  for (let at = 0; at < length; ) {
    const kind = kindAt(text, at);
    const start = at++;
    if (kind === other) continue;
    while (at < length && kindAt(text, at) === kind) at++;
    if (kind !== upper) {
      words.push(text.slice(start, at));
      continue;
    }
    if (at === length || kindAt(text, at) !== lower) {
      words.push(text.slice(start, at).toLowerCase());
      continue;
    }
    const capital = at - 1;
    if (capital > start) words.push(text.slice(start, capital).toLowerCase());
    while (at < length && kindAt(text, at) === lower) at++;
    words.push(text.slice(capital, at).toLowerCase());
  }
  lastText = text;
  lastWords = words;
  return words;
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? kinds[code]! : other;
}
