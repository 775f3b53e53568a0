/** Name and value as two fields: `name: DB_PASSWORD` / `value: x`, `key="password" value="x"`, `<key>password</key><string>x</string>`. */
import type { Candidate } from '../candidate.ts';
import { classifyName, judge } from '../likelihood/index.ts';
import { type Identifier, identifierAt, skipClosing } from './identifier.ts';
import { aroundOf, clip, matchAt, type Slice } from './reach.ts';
import { toCandidate } from './result.ts';
import { type Value, valueAt } from './value.ts';

const label =
  /(?:\b(?:name|key|id|property|field|param|variable|env|header)\\{0,2}["']?\s{0,3}(?:=>?|:)\s{0,3}\\{0,2}["']?|<(?:key|name|Name|Key)>\s{0,4})$/;
/** At most one other short line between the two. */
const join =
  /(?:[\s,;]|\\[nrt]){1,40}(?:"?(?:type|kind|enabled|description|slot|secure)"?\s?[:=]\s?["']?[\w -]{0,30}["']?[\s,;]{1,40})?\\{0,2}["']?(?:android:)?(?:value|val|default|content|defaultValue|default_value)\\{0,2}["']?\s{0,3}(?:=>?|:)\s{0,8}|<\/(?:key|name|Name|Key)>\s{0,40}<(?:string|value|Value|data)>\s{0,8}/y;

const declaring =
  /\bvariable\s{1,3}"$|\b(?:buildConfigField|resValue)\s{0,3}\(?\s{0,3}["']\w{1,20}["']\s{0,3},\s{0,3}["']$/;
/** Terraform's `variable "x" { … default = "y" }`, its other settings between; Gradle's `buildConfigField "String", "X", "\"y\""`. */
const block =
  /"\s{0,3}\{(?:\s{1,12}(?:type|description|sensitive|nullable|ephemeral)\s{0,12}=\s{0,3}[^\n{}]{1,120}\n){0,4}\s{1,12}default\s{0,12}=\s{0,3}(?=")|["']\s{0,3},\s{0,3}(?=["'])/y;

export function pair(text: string, at: number): readonly Candidate[] {
  const slice = clip(text, at);
  const identifier = identifierAt(slice);
  if (identifier === null) return [];
  if (/<$/.test(slice.text.slice(0, identifier.start))) return element(slice, identifier);
  const before = slice.text.slice(Math.max(0, identifier.start - 60), identifier.start);
  const declared = declaring.test(before);
  if (!declared && !label.test(before)) return [];
  const name = classifyName(identifier.text.replace(/^(?:name|key)_/, ''));
  if (name === null) return [];
  const joined = declared
    ? matchAt(block, slice.text, identifier.end)
    : matchAt(join, slice.text, skipClosing(slice.text, identifier.end));
  if (joined === null) return [];
  const found = valueAt(slice, joined.index + joined[0].length, { config: true, query: false });
  const value = declared ? withoutInnerQuotes(found) : found;
  if (value === null || value.text.length < 3 || value.text.length > 300) return [];
  const judgement = judge({
    name,
    value: value.text,
    quoted: value.quoted,
    operator: 'pair',
    config: true,
    ...aroundOf(slice, value.start, value.end),
  });
  return toCandidate(judgement, slice.shift + value.start, slice.shift + value.end);
}

/** A literal of Java inside one of Gradle: `'"x"'`, `"\"x\""`. */
function withoutInnerQuotes(value: Value | null): Value | null {
  const inner = /^\\?["']([^"'\\]{3,300})\\?["']$/.exec(value?.text ?? '');
  if (value === null || inner === null) return value;
  const start = value.start + value.text.indexOf(inner[1]!);
  return { ...value, text: inner[1]!, start, end: start + inner[1]!.length };
}

/** `<password>`, line end, the value on a line of its own, `</password>`. */
function element(slice: Slice, identifier: Identifier): readonly Candidate[] {
  const found = matchAt(/>\s{0,60}\n\s{0,60}([^\s<>]{3,200})\s{0,60}<\//y, slice.text, identifier.end);
  const name = classifyName(identifier.text);
  if (found === null || name === null) return [];
  const start = identifier.end + found[0].indexOf(found[1]!);
  const judgement = judge({
    name,
    value: found[1]!,
    quoted: true,
    operator: 'assign',
    config: true,
    ...aroundOf(slice, start, start + found[1]!.length),
  });
  return toCandidate(judgement, slice.shift + start, slice.shift + start + found[1]!.length);
}
