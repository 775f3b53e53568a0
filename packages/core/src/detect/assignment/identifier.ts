/** The identifier around a key word, and what stands directly before it. */
import { matchAt, type Slice } from './reach.ts';

export interface Identifier {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Written as a command-line option: `--password`, `-pw`. */
  readonly flag: boolean;
  /** Nothing but indentation, a comment sign, `export`, `ENV`, `-e`, a list dash … before it on the line. */
  readonly opensLine: boolean;
  /** A parameter of a URL: `?token=`, `&key=`. */
  readonly query: boolean;
  /** A Java system property: `-Dname=value`. */
  readonly property: boolean;
}

const longest = 96;
const opening =
  /(?:^|[\n\r])[\s#/*;>|%!+-]{0,40}(?:(?:export|set|setx|ENV|ARG|declare(?: -x)?|local|readonly|unset|env|const|let|var|final|static|public|private|protected|def|val|my|our|run|docker run|property|[$%]global)[ \t]{1,4}){0,3}(?:-[eD]\s?|- )?[\\"'`$@%{[(&<*]{0,3}$/;

function isNamePart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}

/** Null where the identifier is cut by the reach or longer than a name is. */
export function identifierAt(slice: Slice): Identifier | null {
  const { text, at } = slice;
  let start = at;
  while (start > 0 && isNamePart(text.charCodeAt(start - 1))) start--;
  let end = at;
  while (end < text.length && isNamePart(text.charCodeAt(end))) end++;
  if ((start === 0 && slice.cutLeft) || (end === text.length && slice.cutRight)) return null;
  // `password->` and `password--` end before the dash; a full stop ends a sentence
  while (end > at + 1 && (text[end - 1] === '-' || text[end - 1] === '.')) end--;
  const dashes = /^-{1,2}(?=[A-Za-z])/.exec(text.slice(start, end))?.[0].length ?? 0;
  const flag = dashes > 0 && (start === 0 || /[\s"'`,[(]/.test(text[start - 1]!));
  const property = dashes === 1 && /^-D[a-z]/.test(text.slice(start, start + 3));
  start += property ? 2 : dashes;
  while (start < at && /[.\d-]/.test(text[start]!)) start++;
  if (end - start > longest) return null;
  const before = text[start - 1] ?? '';
  const word = spokenWord(text, start);
  return {
    text: word + text.slice(start, end),
    start,
    end,
    flag: flag && !property,
    property,
    opensLine: opening.test(text.slice(Math.max(0, start - 120), start)),
    query: before === '?' || before === '&' || (before === ';' && text.slice(start - 4, start) === 'amp;'),
  };
}

/** `API key: …`, `Consumer Secret: …`: the word before, where one space parts them and both are spoken English. */
function spokenWord(text: string, start: number): string {
  const found = /([A-Za-z]{2,16}) $/.exec(text.slice(Math.max(0, start - 20), start));
  // SQL's `ENCRYPTED PASSWORD 'x'` takes it in clear
  return found === null || found[1] === 'ENCRYPTED' ? '' : `${found[1]}_`;
}

/** Ends the identifier: its closing quote, bracket, mark-up. */
export function skipClosing(text: string, at: number): number {
  const found = matchAt(/(?:\\{0,3}["'`]|&(?:quot|apos|#0?39|#34);|\*\*|[`_]{1,2})?[\])}]{0,2}(?:\*\*)?/y, text, at);
  return at + (found?.[0].length ?? 0);
}
