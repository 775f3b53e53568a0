/**
 * The byte-level second test before any parsing: does something that can join a name to a value stand behind the anchor,
 * and enough of a value behind that? Lets through whatever `confirmAssignment` could confirm; most hits of `key` or
 * `token` in code and prose end here.
 */

const NAME = 1;
const SPACE = 2;
const OPERATOR = 4;
const CLOSING = 8;
const table = new Uint8Array(256);
for (let c = 48; c <= 57; c++) table[c] = NAME;
for (let c = 65; c <= 90; c++) {
  table[c] = NAME;
  table[c + 32] = NAME;
}
for (const c of '_-.') table[c.charCodeAt(0)] = NAME;
for (const c of ' \t\r\n') table[c.charCodeAt(0)] = SPACE;
for (const c of '=:,(>|<!~?+') table[c.charCodeAt(0)] = OPERATOR;
for (const c of '"\'`\\&*#;)[]}') table[c.charCodeAt(0)] = CLOSING;

/** Longest tail of a name after its key word; longest stretch from a name to where its value begins. */
const nameTail = 64;
const gap = 64;
/** Key words that are followed by something else than an operator: commands and phrases, by their first three letters. */
const phrases = new Set([
  'cur',
  'ssh',
  'mys',
  'lda',
  'red',
  'mon',
  'doc',
  'smb',
  'net',
  'ide',
  'otp',
  '2fa',
  'aut',
  'sec',
  'htp',
  'ope',
  'req',
  'mas',
  'chp',
  'sud',
  'new',
]);

export interface QuickTest {
  /** The rule looks across lines. */
  readonly pairs: boolean;
  /** The rule is for names alone: its key words are no commands or phrases. */
  readonly names: boolean;
}

/** The name is read from the anchor's first byte: an anchor may end in its operator (`pw:`). `lineEnd`: where the anchor's line (or the rule's reach) ends, exclusive. */
export function quickTest(
  bytes: Uint8Array,
  anchorStart: number,
  anchorEnd: number,
  lineEnd: number,
  { pairs, names }: QuickTest,
): boolean {
  const end = Math.min(lineEnd, anchorStart + 512, bytes.length);
  if (bytes[anchorEnd - 1] === 32) return nameRun(bytes, anchorEnd, end) >= 3 || table[bytes[anchorEnd]!] !== NAME;
  let at = anchorStart;
  const stop = Math.min(end, anchorEnd + nameTail);
  while (at < stop && table[bytes[at]!] === NAME) at++;
  const nameEnd = at;
  // `… | chpasswd` may end a file: its passwords stand before it
  if (at >= end - 3) return (bytes[anchorStart]! | 32) === 99 && (bytes[anchorStart + 1]! | 32) === 104;
  if (table[bytes[at]!] === 0) return false;
  // closing quotes and brackets, `&quot;`
  for (let n = 0; n < 8 && at < end && table[bytes[at]!] === CLOSING; n++)
    at = bytes[at] === 38 ? entity(bytes, at, end, 59) : bytes[at] === 91 ? entity(bytes, at, end, 93) : at + 1;
  const closed = at;
  while (at < end && at < closed + 24 && table[bytes[at]!] === SPACE) at++;
  if (at >= end - 2) return false;
  const kind = table[bytes[at]!]!;
  if (kind !== OPERATOR) {
    if (kind === CLOSING && at > closed) return true; // `PASSWORD 'x'`
    if (at === closed) return (bytes[at] === 45 || bytes[at] === 46) && closed > nameEnd;
    return (
      isDeclared(bytes, at, end) ||
      flagBefore(bytes, anchorStart) ||
      setBefore(bytes, anchorStart) ||
      (!names && isPhrase(bytes, anchorStart)) ||
      isSaid(bytes, at, end) ||
      (pairs ? fieldBefore(bytes, anchorStart) : inTag(bytes, anchorStart) && tagEnds(bytes, closed, end))
    );
  }
  if (bytes[at] === 60 || bytes[at] === 44) return true;
  return hasValue(bytes, at, end) || (!names && isPhrase(bytes, anchorStart));
}

/** Behind an operator: three bytes of a value that is not a bare word of code ended by `;`, `,`, `)` … */
function hasValue(bytes: Uint8Array, from: number, end: number): boolean {
  let at = from;
  const limit = Math.min(end, from + gap);
  while (at < limit && (table[bytes[at]!] === OPERATOR || table[bytes[at]!] === SPACE)) at++;
  if (at >= end - 2) return false;
  const start = at;
  let digits = false;
  while (at < end && table[bytes[at]!] === NAME) {
    if (bytes[at]! < 58 && bytes[at]! >= 48) digits = true;
    at++;
  }
  if (at === start || at >= end) return true;
  const c = bytes[at]!;
  // `next(`, `list[`: only a literal further on can be the value
  if ((c === 40 || c === 91) && (bytes[start]! > 57 || bytes[start] === 95)) return hasQuote(bytes, at, end);
  if (digits) return true;
  // `Pwd=sunshine;` in a connection string
  if (c === 59 && start === from + 1 && at - start >= 5) return true;
  // `;` `,` `)` `]` `}` after letters alone: a variable or a type
  return !(c === 59 || c === 44 || c === 41 || c === 93 || c === 125) || (at - start >= 12 && bytes[at - 1] !== 46);
}

function hasQuote(bytes: Uint8Array, from: number, end: number): boolean {
  const limit = Math.min(end, from + 256);
  for (let at = from; at < limit; at++) if (bytes[at] === 34 || bytes[at] === 39 || bytes[at] === 96) return true;
  return false;
}

function nameRun(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && table[bytes[at]!] === NAME) at++;
  return at - from;
}

/** Past the `;` of `&quot;` or the `]` of `[32]`. */
function entity(bytes: Uint8Array, at: number, end: number, last: number): number {
  for (let i = at + 1; i < end && i < at + 7; i++) if (bytes[i] === last) return i + 1;
  return at + 1;
}

/** `password string = "x"`: a type between name and sign. */
function isDeclared(bytes: Uint8Array, from: number, end: number): boolean {
  let at = from;
  const limit = Math.min(end, from + 32);
  while (at < limit && (table[bytes[at]!] === NAME || table[bytes[at]!] === CLOSING)) at++;
  while (at < limit && table[bytes[at]!] === SPACE) at++;
  return bytes[at] === 61 || bytes[at] === 58;
}

/** `--db-password x`: the name begins with a dash. */
function flagBefore(bytes: Uint8Array, anchorStart: number): boolean {
  let at = anchorStart;
  while (at > 0 && anchorStart - at < nameTail && table[bytes[at - 1]!] === NAME) at--;
  return bytes[at] === 45;
}

/** `ENV NAME value`, `setx NAME value`, `setenv`, `set -x`: the last letters of the command before the name. */
function setBefore(bytes: Uint8Array, anchorStart: number): boolean {
  let at = anchorStart;
  while (at > 0 && anchorStart - at < nameTail && table[bytes[at - 1]!] === NAME) at--;
  const name = at;
  while (at > 0 && name - at < 8 && (bytes[at - 1] === 32 || bytes[at - 1] === 9)) at--;
  if (at === name || at < 3) return false;
  const [c, b, a] = [bytes[at - 1]!, bytes[at - 2]!, bytes[at - 3]!];
  return (
    (a === 69 && b === 78 && c === 86) ||
    (b === 116 && c === 120) ||
    (a === 101 && b === 110 && c === 118) ||
    dash(bytes, at)
  );
}

/** One to four letters behind a dash. */
function dash(bytes: Uint8Array, end: number): boolean {
  for (let at = end - 1; at > 0 && end - at <= 5; at--) if (bytes[at] === 45) return bytes[at - 1] === 32;
  return false;
}

/** `name: DB_PASSWORD`, `key="password"`: the name is itself a value. */
function fieldBefore(bytes: Uint8Array, anchorStart: number): boolean {
  let at = anchorStart;
  while (at > 0 && anchorStart - at < nameTail && table[bytes[at - 1]!] === NAME) at--;
  for (let n = 0; n < 6 && at > 0 && (table[bytes[at - 1]!] === SPACE || table[bytes[at - 1]!] === CLOSING); n++) at--;
  const c = bytes[at - 1];
  // `variable "x" {`
  return c === 58 || c === 61 || c === 62 || (c === 101 && bytes[at - 8] === 118 && bytes[at - 2] === 108);
}

/** `<password …`, `<input name="password" …`. */
function inTag(bytes: Uint8Array, anchorStart: number): boolean {
  let at = anchorStart;
  while (at > 0 && anchorStart - at < nameTail && table[bytes[at - 1]!] === NAME) at--;
  const before = bytes[at - 1];
  if (before === 34 || before === 39) return bytes[at - 2] === 61;
  while (at > 0 && anchorStart - at < 2 * nameTail && (table[bytes[at - 1]!] === NAME || bytes[at - 1] === 58)) at--;
  return bytes[at - 1] === 60;
}

/** A `>` comes before any `<`, with whole attributes before it. */
function tagEnds(bytes: Uint8Array, from: number, end: number): boolean {
  const limit = Math.min(end, from + 200);
  for (let at = from; at < limit; at++) {
    const c = bytes[at];
    if (c === 62) return true;
    if (c === 60 || c === 39) return false;
    if (c !== 34) continue;
    for (at++; at < limit && bytes[at] !== 34; at++) if (bytes[at] === 60 || bytes[at] === 62) return false;
  }
  return false;
}

/** First two letters of `is`, `was`, `will`, `for`. */
const verbs = new Set(['is', 'wa', 'wi', 'fo'].map((word) => (word.charCodeAt(0) << 8) | word.charCodeAt(1)));

/** `is "x"`, `was 'x'`, `will be …`, `for the user 'app' is …`: a verb or `for`, and a quote further on. */
function isSaid(bytes: Uint8Array, at: number, end: number): boolean {
  if (!verbs.has((bytes[at]! << 8) | bytes[at + 1]!)) return false;
  return hasQuote(bytes, at, Math.min(end, at + 128));
}

function isPhrase(bytes: Uint8Array, at: number): boolean {
  return phrases.has(String.fromCharCode(bytes[at]! | 32, bytes[at + 1]! | 32, bytes[at + 2]! | 32));
}
