/**
 * Confirms an anchor that stands in encoded form: decodes as much around it as its rule can look at and lets the rule
 * decide there. The run as a whole is not read, so a megabyte of base64 costs no more than its false anchors do.
 */

import { anchorForms, base64Lead } from '../../rules/encoded-forms.ts';
import type { AnchorUse, CompiledRule } from '../../rules/rule.ts';
import { confirm, type Prepared, type PreparedUse, type Trace } from '../confirm.ts';
import { mayBegin } from '../edge.ts';
import type { Match } from '../match.ts';
import { base64Reach, quadAt } from './base64.ts';
import { base64Near } from './base64-stretch.ts';
import type { DecodedAround } from './decoded.ts';
import { hexAround } from './hex.ts';
import { percentAround, spellsEscaped } from './percent.ts';
import { RawCopy } from './raw-copy.ts';
import { type EscapeCodec, escapeLength, hasRunUnescaped, undoAround } from './unescape.ts';

/** Private keys have the longest reach; encoded, their first lines decide (DESIGN: a BEGIN line alone is `high`). */
const widest = 4096;

/** Encoded bytes before and after an anchor's first byte that can change what its rule says. */
export function encodedReach(rule: CompiledRule, form: number): { before: number; after: number } {
  const before = Math.min(rule.before, widest);
  const after = Math.min(rule.after, widest);
  if (form === anchorForms.hex) return { before: 2 * before + 2, after: 2 * after + 2 };
  if (form === anchorForms.percent || form === anchorForms.slashes) return { before: 3 * before, after: 3 * after };
  return { before: base64Reach(before), after: base64Reach(after) };
}

export interface EncodedAnchor {
  readonly entry: Prepared;
  readonly use: PreparedUse;
  readonly form: number;
}

export function confirmEncoded(
  anchor: EncodedAnchor,
  bytes: Buffer,
  at: number,
  out: Match[],
  trace: Trace | null,
): void {
  const { entry, use } = anchor;
  const decoded = decodeAround(anchor, bytes, at);
  if (decoded === null || !standsAt(decoded.bytes, decoded.at, use.anchor.text)) return;
  const found: Match[] = [];
  confirm(
    entry,
    use,
    decoded.bytes,
    decoded.at,
    found,
    trace && ((rule, _, stage, passed, detail) => trace(rule, at, `${decoded.codec}: ${stage}`, passed, detail)),
  );
  for (const match of found) if (isSure(match)) out.push(outward(match, decoded, at));
}

/**
 * A rule's anchor stands plain, but its match may not, or not to its end: tries the anchor's surroundings unescaped.
 * `plain`: what it matched as it stands; only something longer is better.
 */
export function confirmUnescaped(
  { entry, use }: EncodedAnchor,
  bytes: Buffer,
  at: number,
  plain: Match | null,
  trace: Trace | null,
): Match | null {
  const { rule } = entry;
  const [from, to] = surroundings(rule, bytes, at);
  const may = trace === null ? mayHoldRun(use, bytes, at, to) : -1;
  if (may === 0) return null;
  for (const codec of escapesIn(bytes, from, to)) {
    if ((may & (1 << codecs.indexOf(codec))) === 0) continue;
    const text = undoAround(bytes, { from, at, to, most: to - at }, codec);
    if (text === null) continue;
    const found: Match[] = [];
    confirm(
      entry,
      use,
      text.bytes,
      text.at,
      found,
      trace && ((_, __, stage, passed, detail) => trace(rule, at, `${codec}: ${stage}`, passed, detail)),
    );
    if (found.length === 0) continue;
    const match = outward(found[0]!, text, at);
    return plain !== null && (match.start > plain.start || match.end <= plain.end) ? null : match;
  }
  return null;
}

/** The second test, for each kind of escape: whether it may hold in the text. Bit by bit as in `codecs`. */
function mayHoldRun({ run }: PreparedUse, bytes: Buffer, at: number, to: number): number {
  if (run === null || run.run.from < 0) return -1;
  let may = 0;
  for (let i = 0; i < codecs.length; i++) {
    if (hasRunUnescaped(bytes, at, to, codecs[i]!, run)) may |= 1 << i;
  }
  return may;
}

const codecs: readonly EscapeCodec[] = ['percent', 'escape', 'html'];

function surroundings(rule: CompiledRule, bytes: Buffer, at: number): [number, number] {
  let from = Math.max(0, at - rule.before);
  let to = Math.min(bytes.length, at + rule.after);
  if (rule.line) {
    from = Math.max(from, bytes.subarray(from, at).lastIndexOf(10) + from + 1);
    const feed = bytes.subarray(at, to).indexOf(10);
    if (feed >= 0) to = at + feed;
  }
  return [from, to];
}

function decodeAround({ entry, use, form }: EncodedAnchor, bytes: Buffer, at: number): DecodedAround | null {
  const before = Math.min(entry.rule.before, widest);
  const after = Math.min(entry.rule.after, widest);
  if (form === anchorForms.hex) return hexAround(bytes, at, before, after);
  const { text } = use.anchor;
  if (form === anchorForms.percent) {
    return spellsEscaped(bytes, at, text) ? percentAround(bytes, at, before, after) : null;
  }
  if (form === anchorForms.slashes) {
    const to = Math.min(bytes.length, at + 3 * after);
    const own = undoAround(bytes, { from: at, at, to, most: text.length }, 'escape');
    if (own === null || !standsAt(own.bytes, 0, text)) return null;
    return undoAround(bytes, { from: Math.max(0, at - 3 * before), at, to, most: after }, 'escape');
  }
  const offset = form - anchorForms.base64;
  const quad = at - base64Lead[offset as 0 | 1 | 2];
  if (!maySpell(bytes, quad, offset, text) || !mayBeginAt(use.anchor, bytes, quad, offset)) return null;
  const around = base64Near(bytes, quad, before, after);
  return { ...around, at: around.at + offset };
}

/**
 * Case was folded when the anchor was looked for, and only its first few bytes were: most of what met it is no base64 of it. True at a
 * line's end: decoding finds out.
 */
function maySpell(bytes: Buffer, quad: number, offset: number, text: string): boolean {
  for (let i = 0, at = quad; i < text.length; at += 4) {
    const three = quadAt(bytes, at);
    if (three < 0) return at > quad;
    for (let place = (i + offset) % 3; place < 3 && i < text.length; place++, i++) {
      if (fold((three >> (16 - 8 * place)) & 255) !== text.charCodeAt(i)) return false;
    }
  }
  return true;
}

/** The eight bytes up to the anchor's second, out of its own and two earlier quads: enough for the test of a match's edge. */
const before = new Uint8Array(8);

/** `mayBegin` in the decoded bytes, for an anchor that begins its match; before a run's start there is nothing to touch. */
function mayBeginAt(anchor: AnchorUse, bytes: Buffer, quad: number, offset: number): boolean {
  if (anchor.edge === undefined || anchor.minOffset > 0) return true;
  const own = quadAt(bytes, quad);
  const near = quadAt(bytes, quad - 4);
  const far = quadAt(bytes, quad - 8);
  // A line's end, or the run's: what stands before is found out by decoding.
  if (near < 0 || far < 0) return true;
  for (let i = 0; i < 8; i++) {
    const place = i + offset - 6;
    const three = place < -3 ? far : place < 0 ? near : own;
    before[i] = (three >> (16 - 8 * ((place + 6) % 3))) & 255;
  }
  return mayBegin(anchor, before, 6);
}

function standsAt(bytes: Buffer, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (fold(bytes[at + i] ?? 0) !== text.charCodeAt(i)) return false;
  return true;
}

const fold = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);

/** Only what is sure of its format is believed inside an encoding. */
function isSure({ confidence }: Match): boolean {
  return confidence === 'provable' || confidence === 'high';
}

/** The match with its place in the encoded bytes; as it was where nothing of the secret itself is encoded. */
function outward(match: Match, decoded: Omit<DecodedAround, 'at'>, anchor: number): Match {
  const [start, end] = decoded.range(match.start, match.end);
  if (end - start === match.end - match.start && decoded.codec !== 'base64' && decoded.codec !== 'hex') {
    return { ...match, start, end, anchor };
  }
  const value = match.value ?? decoded.bytes.toString('latin1', match.start, match.end);
  const chain = match.chain === '' ? decoded.codec : `${decoded.codec}>${match.chain}`;
  return { ...match, start, end, chain, anchor, value };
}

/** The kinds of escape that stand in [from, to). */
function escapesIn(bytes: Buffer, from: number, to: number): EscapeCodec[] {
  const found: EscapeCodec[] = [];
  for (let i = from; i < to; i++) {
    const codec = leads[bytes[i]!];
    if (codec && !found.includes(codec) && escapeLength(bytes, i, codec) > 0) found.push(codec);
  }
  return found;
}

const leads: readonly (EscapeCodec | undefined)[] = Object.assign(new Array(256), {
  37: 'percent',
  92: 'escape',
  38: 'html',
});

/** What a token or URL is made of, before the first character that may be escaped in it. */
const tokenByte = new Uint8Array(256);
for (let c = 33; c < 127; c++) if (/[A-Za-z0-9_.~+/=:@-]/.test(String.fromCharCode(c))) tokenByte[c] = 1;

/** A token that long has met what is escaped in its format, or never does. */
const longestToken = 512;

/** Bytes of tokens that were looked through: anchors in a row share nearly all of theirs. Shorter ones are not worth a copy. */
const passed = new RawCopy();
const worthCopy = 128;

/**
 * The cheap test before `confirmUnescaped`: an escape right before the anchor, or as the first thing that ends the token. Where
 * that escape stands: 0 right before, else bytes from the anchor; -1: nowhere.
 */
export function escapeNear(bytes: Buffer, at: number): number {
  // `\u003d`, `\x3d`, `%3D`, `\/`
  if (isLead(bytes[at - 2]) || isLead(bytes[at - 3]) || isLead(bytes[at - 4]) || isLead(bytes[at - 6])) return 0;
  const to = Math.min(bytes.length, at + longestToken);
  const near = at >= passed.from && at < passed.to;
  const known = Math.min(passed.to, to);
  let i = near && passed.has(bytes, at, known) ? known : at;
  if (i < to) {
    i = tokenEnd(bytes, i, to);
    if (i - at > worthCopy) passed.take(bytes, at, near ? tokenEnd(bytes, i, at + 4 * longestToken) : i);
  }
  return i < to && isLead(bytes[i]) ? i - at : -1;
}

function tokenEnd(bytes: Buffer, from: number, limit: number): number {
  const to = Math.min(bytes.length, limit);
  let i = from;
  while (i < to && tokenByte[bytes[i]!] === 1) i++;
  return i;
}

/** Does `bytes[at]` begin an escape? */
export const beginsEscape = (bytes: Uint8Array, at: number): boolean => isLead(bytes[at]);

const isLead = (byte: number | undefined): boolean => byte === 0x25 || byte === 0x5c || byte === 0x26;
