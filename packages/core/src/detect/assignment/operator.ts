/** What joins a name to its value. */
import { matchAt } from './reach.ts';

export interface Operator {
  readonly kind: 'assign' | 'compare' | 'call' | 'flag' | 'pair';
  readonly text: string;
  /** Where the value begins. */
  readonly end: number;
}

const typed =
  /[?!]?\s?:\s{0,3}(?:&(?:'\w{1,12} )?(?:mut )?)?[A-Za-z_][\w.]{0,40}(?:[<[][\w<>[\], |.']{0,40}[>\]])?(?:\s?[|&]\s?[\w.'"<>[\]]{1,30}){0,3}\??\s{0,3}=(?![=>])\s{0,8}/y;
/** `var x string = `, `x[25] = `; behind a quoted name a word is another attribute. */
const declared = /(?:\[?\d{0,5}\]|\s{1,3}\*?[A-Za-z][\w.]{1,20}(?:\[\])?)\s{0,8}:?=(?![=>])\s{0,8}/y;
const sign = /\s{0,24}(\.=|={2,3}|!={1,2}|:{1,3}=|=>|->|=~|\?\?=|\|\|=|\?=|\+=|<-|=|:(?!:)|\.eql\?\s|\seq\s)\s{0,24}/y;
/** Prose: `the password is "x"`, `password for the user 'app' is 'x'`, `password was set to "x"`. */
const said =
  /(?:\sfor(?:\s[\w-]{1,20}){0,3}(?:\s["'`][\w.@-]{1,40}["'`])?)?\s(?:is|was|will be)(?:\sset to)?:?\s(?=["'`])/y;
/** A table's next cell; the line begins with one. */
const cell = /\s{0,24}\|\s{0,24}/y;
const tag = /(?:\s[^<>"']{0,20}(?:"[^"<>]{0,40}")?){0,3}>\s{0,8}(?:<!\[CDATA\[)?/y;

export function operatorAt(
  text: string,
  at: number,
  options: {
    flag: boolean;
    tag: boolean;
    spoken: boolean;
    quotedName: boolean;
    nameEnd: number;
    /** A command before the name takes the value behind a blank: `ENV NAME value`. */
    sets: boolean;
    cell: boolean;
  },
): Operator | null {
  const annotated = matchAt(typed, text, at) ?? (options.quotedName ? null : matchAt(declared, text, at));
  if (annotated !== null) return { kind: 'assign', text: '=', end: at + annotated[0].length };
  const found = matchAt(sign, text, at);
  if (found !== null) {
    const kind = /^[=!]==?$|eq/.test(found[1]!.trim()) ? 'compare' : 'assign';
    return { kind, text: found[1]!, end: at + found[0].length };
  }
  if (options.sets) {
    const blank = matchAt(/[ \t]{1,8}(?=[^\s=])/y, text, at);
    if (blank !== null) return { kind: 'assign', text: '=', end: at + blank[0].length };
  }
  if (options.cell) {
    const next = matchAt(cell, text, at);
    if (next !== null) return { kind: 'pair', text: '|', end: at + next[0].length };
  }
  if (options.spoken) {
    const verb = matchAt(said, text, at);
    if (verb !== null) return { kind: 'assign', text: 'is', end: at + verb[0].length };
  }
  if (options.tag) {
    const closed = matchAt(tag, text, at);
    if (closed !== null) return { kind: 'assign', text: '>', end: at + closed[0].length };
  }
  if (options.flag) {
    const space = matchAt(/\s{1,4}(?![-|])|,\s{0,4}(?=["'])/y, text, at);
    if (space !== null) return { kind: 'flag', text: ' ', end: at + space[0].length };
  }
  if (options.quotedName) {
    const comma = matchAt(/\s{0,2},\s{0,4}(?=["'`\\])/y, text, at);
    if (comma !== null) return { kind: 'call', text: ',', end: at + comma[0].length };
  } else if (at === options.nameEnd) {
    const comma = matchAt(/,\s{1,4}(?=")/y, text, at);
    if (comma !== null) return { kind: 'call', text: 'option', end: at + comma[0].length };
    const open = matchAt(/\s?\(\s{0,4}(?=["'`]|[A-Za-z_][\w.]{0,30}\(\s?["'`])/y, text, at);
    if (open !== null) return { kind: 'call', text: '(', end: at + open[0].length };
    const space = matchAt(/\s{1,3}(?=["'])/y, text, at);
    if (space !== null) return { kind: 'call', text: ' ', end: at + space[0].length };
  }
  return null;
}
