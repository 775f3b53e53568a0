/**
 * The value at a place: a literal in any kind of quotes, perhaps inside a call that hands it on, a default after a
 * variable, or bare text up to where its kind of line ends it. Says where it stands and how; does not judge it.
 */
import { matchAt, type Slice } from './reach.ts';

export interface Value {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** Handed on by a call: `Some("x")`, `SecretStr('x')`. */
  readonly called: boolean;
}

/** Calls that hand their literal on; of any other call the argument is not the value. */
const handsOn =
  /(?:^|[.:>\s&*])(?!to_?string|digest)(?:\w*(?:string|str|secret|password|passwd|bytes?|b64|base64|(?:de|en)code[sd]?|hex|credential|token|key|literal|pointer|value)\w*|some|option(?:al)?|ptr|from|of|just|pure|ok|quote|trim|new|b|s|p|e|q|json|sensitive|obfuscated)$/i;
/** Calls whose second argument is the default. */
const hasDefault =
  /(?:getenv|env|environ\.get|\.get|fetch|getordefault|getproperty|lookup|config|default|envor|setting|property|getenvordefault|env_or|decouple|option)\w*$/i;

const call = /(?:(?:new|await)\s{1,3})?[&*!]?(?:\[\])?([A-Za-z_][\w.:<>[\]'"$-]{0,60})\s?\(\s{0,4}/y;
const fallback = /[\w.$[\]'"()?@:-]{3,90}?\s{0,3}(?:\|\||\?\?|\bor\b|\?:)\s{0,3}(?=["'`])/y;
/** JavaScript's and Ruby's; a path has none of a pattern's signs. */
const regexLiteral = /\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[dgimsuvyx]{0,8}(?=\s*(?:[;,)\]}.]|\n|$))/y;
const openQuote = /(?:[bBrRuUfFL@$]{0,2})("""|'''|``(?!`)|\\{1,3}["'`]|["'`]|&(?:quot|apos|#0?39|#34);)/y;

export function valueAt(slice: Slice, at: number, options: { config: boolean; query: boolean }): Value | null {
  const { text } = slice;
  const literal = quotedAt(slice, at);
  if (literal !== undefined) return literal;
  const other = matchAt(fallback, text, at);
  if (other !== null) {
    const found = quotedAt(slice, at + other[0].length);
    if (found !== undefined) return found;
  }
  const given = calledAt(slice, at);
  if (given !== undefined) return given;
  const variable = matchAt(/\$\{[\w.-]{1,60}:[-=]?([^\s${}"'`]{1,200})\}/y, text, at);
  if (variable !== null) {
    const start = at + variable[0].length - 1 - variable[1]!.length;
    return { text: variable[1]!, start, end: start + variable[1]!.length, quoted: true, called: false };
  }
  return bareAt(slice, at, options);
}

/** Undefined: no quote here. Null: a quote that does not close inside the reach, or an expression. */
export function quotedAt(slice: Slice, at: number): Value | null | undefined {
  const { text } = slice;
  const open = matchAt(openQuote, text, at);
  if (open === null) return undefined;
  const quote = open[1]!;
  const start = at + open[0].length;
  let end = start;
  if (quote.length === 1) {
    while (end < text.length && text[end] !== quote) {
      if (text[end] === '\n' && quote !== '`') return null;
      end += text[end] === '\\' ? 2 : 1;
    }
  } else {
    end = text.indexOf(quote, start);
    if (end < 0) return null;
  }
  if (end >= text.length) return null;
  const after = end + quote.length;
  if (after >= text.length && slice.cutRight) return null;
  // joined to something that is no literal: only a piece of the value is here
  if (/^\s?(?:\+|\.(?!\w)|%|<<|~|&)\s?[A-Za-z_$(@]/.test(text.slice(after, after + 6))) return null;
  // in back ticks with blanks: a command or a template, not a literal
  if (quote === '`' && /\s/.test(text.slice(start, end))) return null;
  const prefix = text.slice(at, start);
  let inner = text.slice(start, end);
  if (/^f/i.test(prefix) && /\{\w/.test(inner)) inner = `\${${inner}`;
  return { text: inner, start, end, quoted: true, called: false };
}

function calledAt(slice: Slice, at: number): Value | null | undefined {
  let place = at;
  for (let depth = 0; depth < 3; depth++) {
    const found = matchAt(call, slice.text, place);
    if (found === null) return undefined;
    place += found[0].length;
    const value = quotedAt(slice, place);
    if (value === null) return null;
    if (value !== undefined) {
      if (hasDefault.test(found[1]!)) {
        const comma = matchAt(/(?:["'`])\s{0,3},\s{0,3}(?:default\s?=\s?)?/y, slice.text, value.end);
        const second = comma === null ? undefined : quotedAt(slice, value.end + comma[0].length);
        return second ?? null;
      }
      return handsOn.test(found[1]!) ? { ...value, called: true } : null;
    }
    if (!handsOn.test(found[1]!)) return null;
  }
  return null;
}

/** A value without quotes: up to white space, or to what ends it in its kind of text. */
function bareAt(slice: Slice, at: number, options: { config: boolean; query: boolean }): Value | null {
  const { text } = slice;
  if (text[at] === '/' && /[[(\\^$*?{|]/.test(matchAt(regexLiteral, text, at)?.[0] ?? '')) return null;
  const run = matchAt(/[^\s"'`<>]{1,301}/y, text, at);
  if (run === null) return null;
  let value = run[0];
  const reached = at + value.length;
  if (reached >= text.length && slice.cutRight) return null;
  const quoteAfter = /["'`]/.test(text[reached] ?? '');
  if (options.query) value = value.replace(/[&#;,)\]}|\\].*$/, '');
  else if (!options.config || quoteAfter) value = value.replace(/[,;&|)\]}\\].*$/, '');
  else value = value.replace(/(?:\\|[;,])$/, '').replace(/^([^([{]*?)[)\]}]+[;,]?$/, '$1');
  value = value.replace(/\\[nrt]?$/, '');
  if (value === '' || /^[$&*(]/.test(value)) return null;
  if (value.endsWith('-') && text[at + value.length] === '>') return null;
  // `foo(`, `foo[`, `foo.bar(`, `foo->bar`: an expression
  if (/^[A-Za-z_$][\w$.:>-]*[([]/.test(value) || /^[A-Za-z_$][\w$]*(?:->|::|\?\.)/.test(value)) return null;
  return { text: value, start: at, end: at + value.length, quoted: false, called: false };
}
