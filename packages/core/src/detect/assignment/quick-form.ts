/**
 * The first test of an occurrence, by form: on bytes, before the line's ends are looked for. `key` and `token` stand in every
 * other line of code, but seldom in a name that promises a secret (`getTokenAfter`, `Object.keys`). Lets through whatever
 * the form could confirm (a test holds it to that).
 */
// Not by the likelihood's index: a commit's first look loads this, and no word lists.
import { classifyName, type NameClass } from '../likelihood/name.ts';
import type { QuickTest } from './quick-test.ts';

/** False: the form finds nothing at this anchor. `end`: past the anchor. Looks at most 180 bytes to each side. */
export type QuickForm = (bytes: Buffer, at: number, end: number) => boolean;

/** Names longer than this on one side are left to the parser. */
const far = 96;

const letter = 1;
const digit = 2;
/** `_`, `-`, `.` inside a name. */
const joiner = 4;
const space = 8;
const quote = 16;
const kinds = new Uint8Array(256);
for (let c = 97; c <= 122; c++) {
  kinds[c] = letter;
  kinds[c - 32] = letter;
}
for (let c = 48; c <= 57; c++) kinds[c] = digit;
for (const c of '_-.') kinds[c.charCodeAt(0)] = joiner;
for (const c of ' \t\n\v\f\r\xa0') kinds[c.charCodeAt(0)] = space;
for (const c of '"\'`\\') kinds[c.charCodeAt(0)] = quote;
const namePart = letter | digit | joiner;

/** The identifier that `findSpan` found last. */
const span = { start: 0, end: 0 };

/** The identifier around `at`, as `identifierAt` reads it. False: that is for the parser to say. */
function findSpan(bytes: Buffer, at: number): boolean {
  let start = at;
  const low = Math.max(0, at - far);
  while (start > low && kinds[bytes[start - 1]!]! & namePart) start--;
  let end = at;
  const high = Math.min(bytes.length, at + far);
  while (end < high && kinds[bytes[end]!]! & namePart) end++;
  if ((start === low && low > 0) || (end === high && high < bytes.length)) return false;
  while (end > at + 1 && (bytes[end - 1] === 45 || bytes[end - 1] === 46)) end--;
  // a flag's dashes, `-D`
  if (bytes[start] === 45) return false;
  while (start < at && (kinds[bytes[start]!] === digit || bytes[start] === 46)) start++;
  if (bytes[start] === 45) return false;
  span.start = start;
  span.end = end;
  return true;
}

/** Where the name begins with the word before it, if one space parts the two. */
function spelledFrom(bytes: Buffer): number {
  const { start } = span;
  if (start < 3 || bytes[start - 1] !== 32) return start;
  let word = start - 1;
  const low = Math.max(0, word - 16);
  while (word > low && kinds[bytes[word - 1]!] === letter) word--;
  if (start - 1 - word === 9 && bytes.toString('latin1', word, start - 1) === 'ENCRYPTED') return start;
  return start - 1 - word < 2 ? start : word;
}

function spelled(bytes: Buffer, from: number): string {
  return bytes.toString('latin1', from, span.end).replace(' ', '_');
}

const classNumbers: readonly NameClass[] = ['password', 'secret', 'token', 'key', 'credential', 'weak'];
/** Names seen, with their class as a bit of `classNumbers`; a name that finds its place taken takes it over. */
const seen = { places: 4096, width: 64, names: new Uint8Array(0), lengths: new Uint8Array(0), bits: new Uint8Array(0) };

/** The class of the name in `span`, as a bit; 0 where it promises no secret. Looked up as bytes: a string costs more. */
function classBit(bytes: Buffer): number {
  const from = spelledFrom(bytes);
  const length = span.end - from;
  if (length > seen.width) return bitOf(spelled(bytes, from));
  if (seen.names.length === 0) {
    seen.names = new Uint8Array(seen.places * seen.width);
    seen.lengths = new Uint8Array(seen.places);
    seen.bits = new Uint8Array(seen.places);
  }
  let hash = length;
  for (let i = from; i < span.end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  const place = (hash ^ (hash >>> 15)) & (seen.places - 1);
  const at = place * seen.width;
  let same = seen.lengths[place] === length;
  for (let i = 0; same && i < length; i++) same = seen.names[at + i] === bytes[from + i];
  if (same) return seen.bits[place]!;
  for (let i = 0; i < length; i++) seen.names[at + i] = bytes[from + i]!;
  seen.lengths[place] = length;
  seen.bits[place] = bitOf(spelled(bytes, from));
  return seen.bits[place]!;
}

function bitOf(text: string): number {
  const name = classifyName(text);
  return name === null ? 0 : 1 << classNumbers.indexOf(name.class);
}

/** Names of one of these classes. */
function ofNameClass(classes: ReadonlySet<NameClass>): QuickForm {
  let wanted = 0;
  for (const name of classes) wanted |= 1 << classNumbers.indexOf(name);
  return (bytes, at) => !findSpan(bytes, at) || (classBit(bytes) & wanted) !== 0;
}

/** A name as a field's value (`name: DB_PASSWORD`, `<key>password</key>`) or as a tag. */
const pairQuick: QuickForm = (bytes, at) => {
  if (!findSpan(bytes, at)) return true;
  const tag = bytes[span.start - 1] === 60;
  if (!tag && !labelBefore(bytes, span.start)) return false;
  return classBit(bytes) !== 0 || bitOf(spelled(bytes, spelledFrom(bytes)).replace(/^(?:name|key)_/, '')) !== 0;
};

/** Last letters of the labels that `pair.ts` knows: `name`, `key`, `id`, `param`, `env`, `header`. */
const labelEnds = new Uint8Array(256);
for (const c of 'eydmvrEYDMVR') labelEnds[c.charCodeAt(0)] = 1;

function labelBefore(bytes: Buffer, start: number): boolean {
  let at = start;
  const low = Math.max(0, at - 24);
  while (at > low && kinds[bytes[at - 1]!]! & (space | quote)) at--;
  if (bytes[at - 1] === 62) at--;
  if (bytes[at - 1] === 58 || bytes[at - 1] === 61) at--;
  // Gradle's `'String', 'API_KEY'`, Terraform's `variable "x"`
  else if (bytes[at - 1] === 44) return (kinds[bytes[at - 2]!]! & (space | quote)) > 0;
  else if (bytes[at] !== 62) return at >= 8 && bytes.toString('latin1', at - 8, at) === 'variable';
  while (at > low && kinds[bytes[at - 1]!]! & (space | quote)) at--;
  return at === low || labelEnds[bytes[at - 1]!] === 1;
}

/** A command's name stands by itself: nothing of a word before it, white space behind it and its suffix (`mysqldump`, `curl.exe`). */
const commandQuick: QuickForm = (bytes, at, end) => {
  const before = at === 0 ? 0 : bytes[at - 1]!;
  if (kinds[before]! & (letter | digit) || before === 95) return false;
  let i = end;
  const high = Math.min(bytes.length, end + 16);
  while (i < high && (kinds[bytes[i]!]! & (letter | quote) || bytes[i] === 95 || bytes[i] === 58)) i++;
  return i < bytes.length && (kinds[bytes[i]!]! & space) > 0;
};

/** Two arguments follow: a bracket or a sign, and a quote. */
const credentialPairQuick: QuickForm = (bytes, _at, end) => {
  let i = end;
  const high = Math.min(bytes.length, end + 40);
  while (i < high && (kinds[bytes[i]!] === letter || bytes[i] === 95)) i++;
  while (i < high && kinds[bytes[i]!] === space) i++;
  const c = bytes[i];
  return c === 61 || c === 58 || c === 40;
};

/** A quote within 81 bytes on the line, and 16 bytes of base32 behind it. */
const otpQuick: QuickForm = (bytes, _at, end) => {
  const high = Math.min(bytes.length - 16, end + 81);
  for (let i = end; i < high; i++) {
    const c = bytes[i]!;
    if (c === 10 || c === 13) return false;
    if (c !== 34 && c !== 39 && c !== 96) continue;
    for (let j = i + 1; j <= i + 16; j++) {
      const d = bytes[j]!;
      if (!((d >= 65 && d <= 90) || (d >= 50 && d <= 55))) return false;
    }
    return true;
  }
  return false;
};

/** Behind `://`: a `:` and then a `@` before white space, a quote or a slash. `tcp(` has its `@` before it. */
const userinfoQuick: QuickForm = (bytes, at, end) => {
  if (bytes[end - 1] === 40) return bytes[at - 1] === 64;
  let colon = false;
  const limit = Math.min(bytes.length, end + 340);
  for (let i = end; i < limit; i++) {
    const c = bytes[i]!;
    if (c === 64) {
      if (colon) return true;
    } else if (c === 58) colon = true;
    else if (c <= 32 || c === 47 || c === 34 || c === 39 || c === 60 || c === 62 || c === 63 || c === 35) return false;
  }
  return false;
};

/** A scheme word (`Basic`, `Bearer`) is no part of a longer word. */
const schemeQuick: QuickForm = (bytes, at) => {
  const before = at === 0 ? 0 : bytes[at - 1]!;
  return !(kinds[before]! & (letter | digit) || before === 95 || before === 36);
};

/** The rules for values with a name, and the names that each is for. */
export const namedRules: Readonly<Record<string, ReadonlySet<NameClass>>> = {
  'generic-password': new Set(['password']),
  'generic-secret': new Set(['secret']),
  'generic-token': new Set(['token']),
  'generic-api-key': new Set(['key', 'weak']),
  'generic-credential': new Set(['credential', 'weak']),
};

const quickForms: Readonly<Record<string, QuickForm>> = {
  ...Object.fromEntries(Object.entries(namedRules).map(([id, classes]) => [id, ofNameClass(classes)])),
  'generic-name-value': pairQuick,
  'url-credentials': userinfoQuick,
  'authorization-basic': schemeQuick,
  'authorization-bearer': schemeQuick,
  'credential-pair': credentialPairQuick,
  'command-line-password': commandQuick,
  'otp-seed': otpQuick,
};

/** What `quickTest` has to know of a rule. */
export function quickTestOf({ id, line }: { readonly id: string; readonly line: boolean }): QuickTest {
  return { pairs: !line, names: namedRules[id] !== undefined };
}

/** A rule's first test on bytes; null: every occurrence is worth `quickTest`. */
export function quickFormOf(ruleId: string): QuickForm | null {
  return quickForms[ruleId] ?? null;
}
