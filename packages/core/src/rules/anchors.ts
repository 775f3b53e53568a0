/** Where anchors stand in a pattern's matches, and the run of bytes that must follow one. Build time only. */
import { GitmoatError } from '../errors.ts';
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
    runs: [] as RunAt[],
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
      use.runs.push(longestRun(path, at.step, use.text.length));
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
  /** Distance from the anchor's first byte to the run's first, at least and at most. */
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly set: Uint8Array;
}

/** The longest stretch of steps after the anchor that must be there, as one run over the union of their sets (letters, digits and the like only). */
function longestRun(path: Path, step: number, anchorLength: number): RunAt {
  let best: RunAt = { from: anchorLength, to: anchorLength, length: 0, set: new Uint8Array(256) };
  let from = anchorLength;
  let to = anchorLength;
  for (let i = step + anchorLength; i < path.length; i++) {
    const run = runFrom(path, i, from, to);
    if (run.length > best.length) best = run;
    from += path[i]!.min;
    to += path[i]!.max;
  }
  return best;
}

/** A set of more than 100 bytes (`[^"]`, `.`) says too little to be tested for. */
const widestSet = 100;

function runFrom(path: Path, first: number, from: number, to: number): RunAt {
  const set = new Uint8Array(256);
  let length = 0;
  for (let i = first; i < path.length; i++) {
    const step = path[i]!;
    const merged = set.slice();
    for (let byte = 0; byte < 256; byte++) merged[byte]! |= step.set[byte]!;
    if (merged.reduce((sum, bit) => sum + bit, 0) > widestSet) break;
    set.set(merged);
    length += step.min;
  }
  return { from, to, length, set };
}

function mergeRuns(runs: readonly RunAt[]): RequiredRun | null {
  const length = Math.min(...runs.map((run) => run.length));
  if (length < 4) return null;
  const set = new Uint8Array(256);
  for (const run of runs) for (let byte = 0; byte < 256; byte++) set[byte]! |= run.set[byte]!;
  if (set.reduce((sum, bit) => sum + bit, 0) > widestSet) return null;
  return {
    from: Math.min(...runs.map((run) => run.from)),
    to: Math.max(...runs.map((run) => run.to + run.length - length)),
    length,
    bytes: Array.from({ length: 256 }, (_, byte) => (set[byte] ? String.fromCharCode(byte) : '')).join(''),
  };
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
