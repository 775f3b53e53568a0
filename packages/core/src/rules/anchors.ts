/** Where anchors stand in a pattern's matches, and the run of bytes that must stand near one. Build time only. */
import { GitmoatError } from '../errors.ts';
import { emptySet, type SharedSet, sharedSet, unionOf } from './byte-set.ts';
import { literalOf, type Path } from './paths.ts';
import type { AnchorUse, RequiredRun } from './rule.ts';

/**
 * Anchors are cut to this many bytes: rare enough, and every seam of a delta costs a pass over as many. The cut one stands
 * wherever the whole one does.
 */
export const longestAnchor = 16;

/** Offsets of each anchor over all ways; throws where a way passes no anchor (the rule would miss matches). */
export function placeAnchors(texts: readonly string[], paths: readonly Path[]): AnchorUse[] {
  const uses = texts.map((text) => ({
    text: text.toLowerCase(),
    authored: text,
    min: Number.POSITIVE_INFINITY,
    max: -1,
    runs: [] as Sides[],
    cased: new Set<string>(),
  }));
  for (const path of paths) {
    let anchored = false;
    for (const use of uses) {
      const at = bestOccurrence(use.text, path);
      if (at === null) continue;
      anchored = true;
      use.min = Math.min(use.min, at.minOffset);
      use.max = Math.max(use.max, at.maxOffset);
      use.runs.push(tellingRuns(path, at.step, use.text));
      for (const text of casesAt(path, at.step, use.authored)) if (use.cased.size < mostCases) use.cased.add(text);
    }
    if (!anchored) {
      throw new GitmoatError('config', `pattern can match without an anchor: ${sketch(path)}`, {
        hint: 'Add an anchor that stands in this form, or make the literal part fixed.',
      });
    }
  }
  return uses.map((use) => {
    if (use.max < 0) {
      throw new GitmoatError('config', `anchor "${use.text}" stands nowhere in the pattern as a fixed literal`, {
        hint: 'Use a literal that every match of one alternative contains.',
      });
    }
    const cased = use.cased.size === 1 && use.cased.has(use.text) ? {} : { cased: [...use.cased] };
    return { text: use.text, ...cased, minOffset: use.min, maxOffset: use.max, run: mergeRuns(use.runs) };
  });
}

interface Occurrence {
  readonly step: number;
  readonly minOffset: number;
  readonly maxOffset: number;
}

/** One place in every match is enough to find it: the one whose offset is the surest, of equals the first. */
function bestOccurrence(text: string, path: Path): Occurrence | null {
  let best: Occurrence | null = null;
  let minOffset = 0;
  let maxOffset = 0;
  for (let step = 0; step < path.length; step++) {
    const surer = best === null || maxOffset - minOffset < best.maxOffset - best.minOffset;
    if (surer && standsAt(text, path, step)) best = { step, minOffset, maxOffset };
    minOffset += path[step]!.min;
    maxOffset += path[step]!.max;
  }
  return best;
}

function standsAt(text: string, path: Path, step: number): boolean {
  if (step + text.length > path.length) return false;
  for (let i = 0; i < text.length; i++) if (literalOf(path[step + i]!) !== text.charCodeAt(i)) return false;
  return true;
}

/** An anchor with more spellings than this has the first few entered in encoded form. */
const mostCases = 6;

/** The anchor's spellings at this place: fixed where the pattern is, else as the author spells it, lower, UPPER and Capitalised. */
function casesAt(path: Path, step: number, authored: string): Set<string> {
  const text = authored.toLowerCase();
  let fixed = '';
  let free = false;
  for (let i = 0; i < text.length; i++) {
    const { set } = path[step + i]!;
    const lower = text.charCodeAt(i);
    const upper = text[i]!.toUpperCase().charCodeAt(0);
    fixed += String.fromCharCode(set[lower] ? lower : upper);
    free ||= lower !== upper && set[lower] === 1 && set[upper] === 1;
  }
  const merge = (wanted: string): string =>
    Array.from(wanted, (c, i) => (path[step + i]!.set[c.charCodeAt(0)] ? c : fixed[i]!)).join('');
  if (!free) return new Set([fixed]);
  const capitalised = text.slice(0, 1).toUpperCase() + text.slice(1);
  return new Set([authored, text, text.toUpperCase(), capitalised].map(merge));
}

interface RunAt {
  /** Distance from the anchor's first byte to the run's first, at least and at most; negative before the anchor. */
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly set: SharedSet;
  /** Sets of the bytes right before the run, the nearest first. */
  readonly lead: readonly SharedSet[];
}

interface Sides {
  before: RunAt;
  after: RunAt;
  /** The same, with what the lead says weighed too: `s.` before 24 letters is rare, 26 letters and dots are not. */
  beforeLed: RunAt;
  afterLed: RunAt;
  /** The first one behind the anchor: ways that differ only further on have it in one place. */
  next: RunAt;
}

/**
 * The stretch of steps that says most when it must be there: as one run over the union of its sets (letters, digits and
 * the like only), and what leads to it. For each side of the anchor.
 */
function tellingRuns(path: Path, step: number, anchor: string): Sides {
  const anchorLength = anchor.length;
  const none: RunAt = { from: anchorLength, to: anchorLength, length: 0, set: emptySet, lead: [] };
  const sides: Sides = { before: none, after: none, beforeLed: none, afterLed: none, next: none };
  const consider = (side: 'before' | 'after', first: number, from: number, to: number): void => {
    const led = `${side}Led` as const;
    for (const run of runsFrom(path, first, from, to)) {
      const worth = worthOf(run, anchor);
      if (worth > worthOf(sides[side], anchor)) sides[side] = run;
      const known = sides[led];
      if (run.length >= shortestRun && worth + leadBits(run) > worthOf(known, anchor) + leadBits(known)) {
        sides[led] = run;
      }
    }
  };
  for (let i = step + anchorLength, from = anchorLength, to = anchorLength; i < path.length; i++) {
    consider('after', i, from, to);
    from += path[i]!.min;
    to += path[i]!.max;
  }
  sides.next = nextRun(path, step + anchorLength, anchor) ?? none;
  for (let i = step - 1, from = 0, to = 0; i >= 0; i--) {
    from -= path[i]!.max;
    to -= path[i]!.min;
    consider('before', i, from, to);
  }
  return sides;
}

/** The most telling run of those that begin at the first step behind the anchor at which one does. Its lead leaves the anchor out. */
function nextRun(path: Path, end: number, anchor: string): RunAt | null {
  for (let i = end, from = anchor.length, to = anchor.length; i < path.length; i++) {
    const runs = [...runsFrom(path, i, from, to)].filter(({ length }) => length >= shortestRun);
    if (runs.length > 0) {
      const best = runs.reduce((one, other) => (worthOf(other, anchor) > worthOf(one, anchor) ? other : one));
      return { ...best, lead: best.lead.slice(0, i - end) };
    }
    from += path[i]!.min;
    to += path[i]!.max;
  }
  return null;
}

/** A set of more than 100 bytes (`[^"]`, `.`) says too little to be tested for. */
const widestSet = 100;

/** A run of fewer bytes stands everywhere. */
const shortestRun = 4;

/** The runs that begin at a step: a longer one has a wider set. */
function* runsFrom(path: Path, first: number, from: number, to: number): Generator<RunAt> {
  let set = emptySet;
  let length = 0;
  const lead = leadOf(path, first);
  for (let i = first; i < path.length; i++) {
    const step = path[i]!;
    const merged = unionOf(set, sharedSet(step.set));
    if (merged.size > widestSet) return;
    if (merged !== set && length > 0) yield { from, to, length, set, lead };
    set = merged;
    length += step.min;
  }
  if (length > 0) yield { from, to, length, set, lead };
}

/** Three bytes of a lead are plenty. */
const longestLead = 3;

/** What must stand right before a step. Behind a step of one length the next one's place is known too. */
function leadOf(path: Path, step: number): SharedSet[] {
  const lead: SharedSet[] = [];
  for (let i = step - 1; i >= 0 && lead.length < longestLead; i--) {
    const { set, min, max } = path[i]!;
    if (min === 0 || sharedSet(set).size > widestSet) break;
    lead.push(sharedSet(set));
    if (min !== 1 || max !== 1) break;
  }
  return lead;
}

function leadBits({ lead }: RunAt): number {
  return lead.reduce((sum, set) => sum + bitsOfByte(set), 0);
}

/** What a run says in bits: how seldom source code has such a stretch at one of its places. */
function bitsOf(run: RunAt): number {
  if (run.length === 0) return 0;
  return run.length * bitsOfByte(run.set) - Math.log2(run.to - run.from + 1);
}

/** What counts of a run's bits where the anchor is made of its bytes only: there the anchor over and over is such a run. */
const selfMade = 0.6;

function worthOf(run: RunAt, anchor: string): number {
  const bits = bitsOf(run);
  // Unescaped, the anchor has lost its backslash.
  return Array.from(anchor).every((char) => char === '\\' || holds(run.set, char)) ? bits * selfMade : bits;
}

function holds({ mask }: SharedSet, char: string): boolean {
  return mask[char.charCodeAt(0)] === 1 || mask[char.toUpperCase().charCodeAt(0)] === 1;
}

const bitsKnown = new WeakMap<SharedSet, number>();

function bitsOfByte(set: SharedSet): number {
  let bits = bitsKnown.get(set);
  if (bits === undefined) {
    let share = 0;
    for (let byte = 0; byte < 256; byte++) if (set.mask[byte]) share += byteShare(byte);
    bits = -Math.log2(Math.min(0.999, share));
    bitsKnown.set(set, bits);
  }
  return bits;
}

/** Shares of bytes in source code, roughly: white space 0.2, small letters 0.55, capitals 0.06, digits 0.04. */
function byteShare(byte: number): number {
  if (byte >= 97 && byte <= 122) return 0.55 / 26;
  if (byte >= 65 && byte <= 90) return 0.06 / 26;
  if (byte >= 48 && byte <= 57) return 0.04 / 10;
  if (byte === 32) return 0.15;
  return byte < 128 && byte > 32 ? 0.13 / 32 : byte === 9 || byte === 10 ? 0.025 : 0.0005;
}

/** Places to be looked at for nothing; more of them weigh like bits. */
const freePlaces = 256;

function costOf({ from, to }: RunAt): number {
  return Math.max(0, Math.log2((to - from + 1) / freePlaces));
}

/** Over all ways; null where they promise too little. */
function mergeRuns(runs: readonly Sides[]): RequiredRun | null {
  let best: RunAt | null = null;
  for (const side of ['after', 'afterLed', 'next', 'before', 'beforeLed'] as const) {
    const run = union(runs.map((sides) => sides[side]));
    const bits = (one: RunAt): number => bitsOf(one) + leadBits(one) - costOf(one);
    if (run !== null && (best === null || bits(run) > bits(best))) best = run;
  }
  if (best === null) return null;
  const { from, to, length, set } = best;
  const lead = best.lead.map(bytesIn);
  return { from, to, length, bytes: bytesIn(set), ...(lead.length > 0 ? { lead } : {}) };
}

function bytesIn({ mask }: SharedSet): string {
  return Array.from(mask, (bit, byte) => (bit === 1 ? String.fromCharCode(byte) : '')).join('');
}

function union(runs: readonly RunAt[]): RunAt | null {
  const length = Math.min(...runs.map((run) => run.length));
  if (length < shortestRun) return null;
  const set = runs.reduce((sum, run) => unionOf(sum, run.set), emptySet);
  if (set.size > widestSet) return null;
  return {
    from: Math.min(...runs.map((run) => run.from)),
    to: Math.max(...runs.map((run) => run.to + run.length - length)),
    length,
    set,
    lead: unionOfLeads(runs),
  };
}

/** Place by place, as far as all have one that says something. */
function unionOfLeads(runs: readonly RunAt[]): SharedSet[] {
  const lead: SharedSet[] = [];
  for (let i = 0; i < longestLead; i++) {
    if (runs.some((run) => run.lead.length <= i)) break;
    const set = runs.reduce((sum, run) => unionOf(sum, run.lead[i]!), emptySet);
    if (set.size > widestSet) break;
    lead.push(set);
  }
  return lead;
}

function sketch(path: Path): string {
  return path
    .slice(0, 24)
    .map((step) => {
      const literal = literalOf(step);
      return literal >= 0 ? String.fromCharCode(literal) : '·';
    })
    .join('');
}

/** The literal (in its own case) that the secret of every match begins with; at most 16 bytes. */
export function sharedPrefix(paths: readonly Path[]): string {
  let shared: string | null = null;
  for (const path of paths) {
    const hasGroup = path.some((step) => step.secret);
    let text = '';
    for (const step of path) {
      if (hasGroup && !step.secret) continue;
      const only = onlyByte(step.set);
      if (step.min !== 1 || step.max !== 1 || only < 0 || text.length >= 16) break;
      text += String.fromCharCode(only);
    }
    shared = shared === null ? text : common(shared, text);
  }
  return shared ?? '';
}

function onlyByte(set: Uint8Array): number {
  const first = set.indexOf(1);
  return first >= 0 && set.indexOf(1, first + 1) < 0 ? first : -1;
}

function common(a: string, b: string): string {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
