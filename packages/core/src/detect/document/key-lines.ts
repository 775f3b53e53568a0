/**
 * Files that are nothing but `KEY=value` lines (`.env`, credentials, rc files): every line is read, whatever its key. A
 * key that names a secret needs little more from its value; a value that is random needs no name.
 */

import { isKept, toCandidate } from '../assignment/result.ts';
import { urlCredentials } from '../assignment/url.ts';
import type { Candidate } from '../candidate.ts';
import { classifyName, isUnfilled, type Judgement, judge, shapeOf } from '../likelihood/index.ts';

const line =
  /^[ \t]*(?:export[ \t]+|set[ \t]+|-[ \t]+)?["']?([A-Za-z_][\w.:/@-]{0,120})["']?[ \t]*(?:=|:[ \t])[ \t]*(.*)$/gm;
const spaced = /^[ \t]*(password|passwd|secret|token|account_password|passphrase)[ \t]+([^\s=:].*)$/gim;
/** What no secret looks like, even under a secret's name. */
const plain = new Set([
  'url',
  'path',
  'ip',
  'email',
  'date',
  'version',
  'public-key',
  'arn',
  'file-name',
  'colour',
  'markup',
  'unprintable',
  'non-ascii',
]);

export function keyLines(text: string): readonly Candidate[] {
  return [...linesOf(text, line)];
}

/** The same, and `password value` without a sign between (msmtp, fetchmail). */
export function keyOrSpacedLines(text: string): readonly Candidate[] {
  return [...linesOf(text, line), ...linesOf(text, spaced)];
}

function* linesOf(text: string, pattern: RegExp): Iterable<Candidate> {
  for (const found of text.matchAll(pattern)) {
    const raw = found[2]!;
    const { value, offset } = unquoted(raw);
    if (value.length < 3 || value.length > 4096) continue;
    const start = found.index + found[0].length - raw.length + offset;
    for (const c of assigned(found[1]!, value)) yield { ...c, start: c.start + start, end: c.end + start };
  }
}

/** A file's versions repeat its lines: each is judged once, while it is remembered. */
const known = new Map<string, readonly Candidate[]>();
const mostKnown = 1024;

/** Places are those in the value. */
function assigned(key: string, value: string): readonly Candidate[] {
  const line = `${key}\n${value}`;
  let found = known.get(line);
  if (found === undefined) {
    const inUrl = urlsIn(value);
    found = inUrl.length > 0 ? inUrl : toCandidate(judged(key, value), 0, value.length).filter(isKept);
    if (known.size >= mostKnown) known.clear();
    known.set(line, found);
  }
  return found;
}

/** Under a secret's name everything that is no placeholder and nothing else by its shape is a secret: medium at least. */
function judged(key: string, value: string): Judgement {
  const name = classifyName(key);
  const judgement = judge({ name, value, quoted: true, operator: 'assign', config: true });
  // Gradle's `signing.keyId`: the short id of a public key
  if (name === null && /key[._-]?id$/i.test(key) && /^[0-9a-f]{8}$/i.test(value))
    return { ...judgement, verdict: 'no' };
  if (name === null || name.class === 'weak' || name.class === 'credential') return judgement;
  // a weak password opens what it guards: only what nobody filled in is none
  if (judgement.verdict === 'placeholder' && (name.class !== 'password' || isUnfilled(value))) return judgement;
  if (judgement.verdict === 'secret' && judgement.confidence !== 'low') return judgement;
  const shape = shapeOf(value);
  if ((shape !== null && plain.has(shape)) || value.length < 5 || /\s/.test(value)) return judgement;
  return {
    ...judgement,
    verdict: 'secret',
    confidence: 'medium',
    reasons: [...judgement.reasons, ['key-value-file', 0]],
  };
}

export function urlsIn(value: string): readonly Candidate[] {
  const out: Candidate[] = [];
  for (let at = value.indexOf('://'); at >= 0; at = value.indexOf('://', at + 3))
    out.push(...urlCredentials(value, at).filter(isKept));
  return out;
}

function unquoted(raw: string): { value: string; offset: number } {
  const text = raw.replace(/[\s\r]+$/, '');
  const quote = text[0];
  if (quote === '"' || quote === "'" || quote === '`') {
    const end = text.indexOf(quote, 1);
    if (end > 0) return { value: text.slice(1, end), offset: 1 };
  }
  return { value: text.replace(/[ \t]+#.*$/, '').replace(/[,;]$/, ''), offset: 0 };
}
