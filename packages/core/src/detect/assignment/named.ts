/** `NAME operator VALUE` around a key word, in whatever syntax; the commonest form. */
import type { Candidate } from '../candidate.ts';
import { classifyName, judge, type NameClass, noiseOf, type SecretName, shapeOf } from '../likelihood/index.ts';
import { type Identifier, identifierAt, skipClosing } from './identifier.ts';
import { type Operator, operatorAt } from './operator.ts';
import { aroundOf, clip } from './reach.ts';
import { toCandidate } from './result.ts';
import { type Value, valueAt } from './value.ts';

/** Values longer than this are blobs, not keys. */
const longest = 300;

export function named(text: string, at: number, classes: ReadonlySet<NameClass>): readonly Candidate[] {
  const slice = clip(text, at);
  const identifier = identifierAt(slice);
  if (identifier === null) return [];
  const name = classifyName(identifier.text);
  if (name === null || !classes.has(name.class)) return [];
  // two letters among symbols (uuencode, base85) are no name
  if (identifier.text.length <= 2 && !/(?:^|[\s"'`({[<,;&?/*#$@%:-])$/.test(slice.text.slice(0, identifier.start)))
    return [];
  const closed = skipClosing(slice.text, identifier.end);
  const before = slice.text.slice(Math.max(0, identifier.start - 120), identifier.start);
  const sets = closed === identifier.end && setting.test(before);
  const operator = operatorAt(slice.text, closed, {
    flag: identifier.flag,
    tag: /<[\w:.-]{0,40}$|<[^<>]{1,80}=["']$/.test(before),
    spoken: name.class === 'password' && closed === identifier.end,
    quotedName: closed > identifier.end,
    nameEnd: identifier.end,
    sets,
    cell: row.test(before),
  });
  if (operator === null || isCommandOrChoice(before, operator, closed > identifier.end)) return [];
  const joined = neighbourFields(before, identifier, operator, closed);
  const opens = (identifier.opensLine || identifier.property || joined || sets) && operator.kind === 'assign';
  const value = valueAt(slice, operator.end, { config: opens && !identifier.query, query: identifier.query || joined });
  if (value === null || value.text.length < 3 || value.text.length > longest) return [];
  // a header's value: its scheme's own rule reads it (header.ts)
  if (/^(?:basic|bearer|digest|negotiate|ntlm)\s/i.test(value.text)) return [];
  const rest = slice.text.slice(value.end + (value.quoted ? 1 : 0)).replace(/[\n\r][\s\S]*$/, '');
  if (!fits(operator, value, name, before, rest)) return [];
  // `?documentKey=<uuid>`: which one of many
  if (identifier.query && name.class === 'weak' && name.words.length > 1 && shapeOf(value.text) === 'uuid') return [];
  // `tokens == 3`: a count
  if (operator.kind === 'compare' && !value.quoted && /^\d+$/.test(value.text)) return [];
  const config = opens && (joined || identifier.property || /^["'`]?[,;]?\s*(?:\\|#.*|\/\/.*|<.*)?$/.test(rest));
  const tight = operator.text === '=' && (sets || slice.text[closed] === '=') && (sets || operator.end === closed + 1);
  const loose =
    !value.quoted && !joined && operator.text !== '>' && looksLikeCode(value.text, rest, config, tight, operator.text);
  const expression =
    !value.quoted &&
    !comment.test(before) &&
    ((loose && isExpression.test(value.text)) || (!tight && isVariable(value.text, operator, before, rest)));
  const judgement = judge({
    name,
    value: value.text,
    // what delimits a value without quotes just as well: fields of a string, `KEY=value` alone on its line
    quoted: value.quoted || joined || operator.text === '|' || (config && tight && !/^[,;]/.test(rest)),
    operator: gives(operator, before) ? 'assign' : operator.kind,
    config,
    loose,
    ...aroundOf(slice, value.start, value.end),
    prose: !value.quoted && !identifier.query && operator.text === ':' && /^\s+[A-Za-z]/.test(rest),
  });
  // `password = null`, `token: string`: no placeholder that anybody meant to fill in
  if (judgement.verdict === 'placeholder' && !value.quoted && !config) return [];
  return toCandidate(
    expression ? { ...judgement, verdict: 'no', reasons: [['an expression', -9]] } : judgement,
    slice.shift + value.start,
    slice.shift + value.end,
  );
}

/** Commands that set the variable named next: Docker's `ENV`, Windows' `setx`, csh's `setenv`, fish's `set -x`. */
const setting = /(?:^|[\n\r])[ \t]*(?:ENV|setx|setenv|set[ \t]+-[A-Za-z]{1,4})[ \t]+$/;
/** A table of Markdown or of a command's output. */
const row = /(?:^|[\n\r])[ \t]*\|[^\n\r]*$/;

/** Calls that give a name its value: `define('X', "y")`, `setopt(handle, X, "y")`. */
const setter = /\b(?:define|set\w*|put\w*|add\w*|with\w*|config\w*)\s?\(\s?["'`]$/i;
const optionSetter = /set_?opt(?:ion)?\s?\(\s?[\w$.>&*()-]{1,40}\s?,\s{0,3}$/i;

function gives(operator: Operator, before: string): boolean {
  if (operator.text === 'option') return optionSetter.test(before);
  return operator.text === ',' && setter.test(before);
}

/** A field among others in one string (`host=db user=me password=x`, `Pwd=x;`), or `NAME=value` in a command. */
function neighbourFields(before: string, identifier: Identifier, operator: Operator, closed: number): boolean {
  if (operator.text !== '=' || closed !== identifier.end || operator.end !== closed + 1) return false;
  if (/(?:^|[\s"';])[A-Za-z][\w ]{1,30}=[^\s=;,()]{1,60}(?:;\s?|\s)$/.test(before)) return true;
  return /^[A-Z][A-Z0-9_]+$/.test(identifier.text) && /(?:^|\s|["'])$/.test(before);
}

/** Does the value fit the operator? Lists of words, table columns and mark-up look like pairs and are none. */
function fits(operator: Operator, value: Value, name: SecretName, before: string, rest: string): boolean {
  if (operator.text === '>') return /^(?:<\/|\]\]>)/.test(rest);
  // a cell tells of types and meanings too
  if (operator.text === '|') return /^[ \t]*\|/.test(rest) && isMade(value.text, name);
  // what a sentence says of passwords: `is "too short"`, `is "Required"`
  if (operator.text === 'is') return value.quoted && /^[^\s<>]{4,40}$/.test(value.text);
  // `setopt(curl, CURLOPT_PASSWORD, "x")`
  if (operator.text === 'option') return /^[A-Z][A-Z0-9_]+$/.test(name.text) && /^"?\s?\)/.test(rest);
  if (operator.kind === 'flag' && /[=,]$|^[-/<]/.test(value.text)) return false;
  // `PASSWORD 'x'`, `password "x"`; not `pass "--quiet" to`
  if (operator.text === ' ' && operator.kind === 'call') {
    return name.words[name.at] !== 'pass' && !/^["'`]?\s+[a-z]{2,}\s+[a-z]/.test(rest);
  }
  if (operator.text === ',')
    return /[([{]\s?["'`]$/.test(before) && /^["'`]?\s?(?:[)\]}]|,\s?(?:true|false|\d))/.test(rest);
  // `password.encode('ascii')`, `token_for("x")`: the call is about the secret
  if (operator.text === '(')
    return (
      value.quoted &&
      name.at === name.words.length - 1 &&
      (name.at === 0 ||
        /^(?:set|with|put|add|new|using|my|basic|default|user|db)$/.test(name.words[0]!) ||
        // `config.setSecretKey("x")`
        name.words.some((word) => word === 'set' || word === 'with' || word === 'using'))
    );
  return true;
}

function isMade(value: string, name: SecretName): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && (name.class === 'password' || noiseOf(value).random);
}

/**
 * A forced value or a method (`input!`), a variable inside a word (`prefix$name`): in code no literal. Capitals are left out, for people
 * who must use a sign begin with one (`Sunshine!` in an ini file).
 */
const isExpression = /^[a-z_][\w.]*(?:!{1,2}|[a-z]\$[a-z_]\w*)$/;
/** Compared without quotes, or given to a declared variable of C's kind: another variable. A shell's `[[ $x == y ]]` is none. */
function isVariable(value: string, operator: Operator, before: string, rest: string): boolean {
  if (!/^[A-Za-z_]\w*_\w+$/.test(value)) return false;
  if (operator.kind === 'compare') return !/\[\s/.test(before);
  return /^;/.test(rest) && /[A-Za-z_]\w*(?:\s{1,3}|\s?[*&]{1,2}\s?)$/.test(before);
}

/** `alias winpwd='…'` is a command, `ok ? 'pass' : 'warn'` a choice between two words. */
function isCommandOrChoice(before: string, operator: Operator, quotedName: boolean): boolean {
  if (/(?:^|[\s;&|])alias\s{1,3}$/.test(before)) return true;
  return quotedName && operator.text === ':' && /\?\s{0,3}["'`]$/.test(before);
}

/** In a comment an old setting stands as it stood in its file. */
const comment = /(?:^|[\n\r])\s*(?:#|\/[/*]|;|--|\*|%)[^\n\r]*$/;

/** Without quotes only what no language takes for a variable is a literal. */
function looksLikeCode(value: string, rest: string, config: boolean, tight: boolean, operator: string): boolean {
  // `input!` forces a value in Swift, Dart and TypeScript, `input!!` in Kotlin; Ruby names methods so
  if (!/^[A-Za-z_@][\w$.]*!{0,2}$/.test(value)) return false;
  // `password = argument_2;` too
  const plain = !/\d/.test(value) || /^[A-Za-z]+(?:_[A-Za-z]+)+_?\d{1,2};?$/.test(value);
  if (!config || /^;/.test(rest)) return plain;
  return !tight && operator !== ':' && plain;
}
