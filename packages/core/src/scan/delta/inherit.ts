/**
 * A blob's state from its base's state and the delta between them: anchors and matches inside copied ranges are taken
 * over, shifted; only anchors in new bytes, across seams, or with a reach that touches one are looked at again.
 * The result equals `scanFresh` of the blob, whatever the delta (a test holds it to that).
 */
import type { Detector } from '../../detect/detector.ts';
import type { Match, TextClass } from '../../detect/match.ts';
import { classBytes, textClassOf } from '../../detect/text-class.ts';
import type { AnchorReach } from '../../rules/ruleset.ts';
import { type BlobState, isUtf16, scanFresh } from './blob-state.ts';

/** A delta's ranges in order of the result: where each begins in the base (-1: new bytes), its length; in pairs. */
export interface Ranges {
  readonly data: Int32Array;
  /** Pairs in use. */
  readonly count: number;
}

/** Bytes searched for a line's end at a seam: any line rule's reach is shorter (design: 512 a side, plus its match). */
const lineSearch = 2048;

/** Copies shorter than this are read again: it costs less than looking up what they hold. Above any anchor's length. */
const shortestKept = 64;

export function scanInherited(
  detector: Detector,
  bytes: Buffer,
  ranges: Ranges,
  base: BlobState,
  baseLength: number,
  state: BlobState,
): void {
  const textClass = classInherited(ranges, base) ?? textClassOf(bytes);
  if (textClass !== base.textClass || isUtf16(textClass)) {
    scanFresh(detector, bytes, state);
    return;
  }
  state.textClass = textClass;
  state.anchors.clear();
  state.matches = [];
  new Inheritance(detector, bytes, base, baseLength, state).run(ranges);
}

/** The class is a function of a blob's first bytes: where they are the base's, so is the class. */
function classInherited(ranges: Ranges, base: BlobState): TextClass | null {
  return ranges.count > 0 && ranges.data[0] === 0 && ranges.data[1]! >= classBytes ? base.textClass : null;
}

class Inheritance {
  readonly #detector: Detector;
  readonly #bytes: Buffer;
  readonly #base: BlobState;
  readonly #baseLength: number;
  readonly #state: BlobState;
  readonly #binary: boolean;
  readonly #kept: number;
  readonly #reach: AnchorReach;
  /** Next match of the base, within a copy. */
  #match = 0;

  constructor(detector: Detector, bytes: Buffer, base: BlobState, baseLength: number, state: BlobState) {
    this.#detector = detector;
    this.#bytes = bytes;
    this.#base = base;
    this.#baseLength = baseLength;
    this.#state = state;
    this.#binary = state.textClass === 'binary';
    this.#reach = detector.reach;
    this.#kept = Math.max(shortestKept, detector.ruleset.automaton.longestAnchor + 1);
  }

  run(ranges: Ranges): void {
    let at = 0;
    /** Where the open zone (bytes to be read) begins. */
    let zone = 0;
    /** The bytes before `zone` continue without a seam: only so at the start of a blob that begins as its base does. */
    let seamless = false;
    for (let i = 0; i < ranges.count; i++) {
      const source = ranges.data[2 * i]!;
      const length = ranges.data[2 * i + 1]!;
      if (source >= 0 && length >= this.#kept) {
        seamless = at === 0 && source === 0;
        if (!seamless) this.#zone(zone, at);
        const open = at + length === this.#bytes.length && source + length === this.#baseLength;
        this.#copy(source, at, length, !seamless, !open);
        zone = at + length;
        seamless = open;
      }
      at += length;
    }
    if (!seamless) this.#zone(zone, at);
    // Zones look back over their edge, so what they add is only nearly in order.
    this.#state.matches.sort((a, b) => a.anchor - b.anchor);
  }

  /** Reads [from, to) and what spans its ends; from = to is a seam between two copies. */
  #zone(from: number, to: number): void {
    const { anchors, matches } = this.#state;
    const { automaton } = this.#detector.ruleset;
    const first = anchors.length;
    this.#detector.findAnchors(this.#bytes, Math.max(0, from - automaton.longestAnchor + 1), to, anchors);
    let kept = first;
    for (let i = first; i < anchors.length; i++) {
      const at = anchors.at[i]!;
      const anchor = anchors.anchor[i]!;
      if (at + automaton.anchorLength[anchor]! <= from) continue;
      anchors.at[kept] = at;
      anchors.anchor[kept++] = anchor;
    }
    anchors.length = kept;
    for (let i = first; i < kept; i++) {
      this.#detector.confirmAnchor(this.#bytes, anchors.anchor[i]!, anchors.at[i]!, this.#binary, matches);
    }
    anchors.sortTail(first);
  }

  /** Takes over base[source, source + length) at `to`. `left`, `right`: whether there is a seam at that end. */
  #copy(source: number, to: number, length: number, left: boolean, right: boolean): void {
    const old = this.#base.anchors;
    const end = source + length;
    const edges: Edges = { from: to, to: to + length, left, right, firstLine: -1, lastFeed: -2 };
    let i = old.lowerBound(source);
    if (i === old.length || old.at[i]! >= end) return;
    // Between the lines that a seam cuts: there no anchor is touched whose reach is its line.
    const wholeFrom = left ? this.#firstLine(edges) + source - to : source;
    const wholeTo = Math.min(right ? this.#lastFeed(edges) + source - to : end, end - this.#kept);
    this.#match = firstMatch(this.#base.matches, source);
    while (i < old.length && old.at[i]! < end) {
      const lines = old.at[i]! >= wholeFrom ? this.#copyLines(i, wholeTo, end, edges) : i;
      i = lines > i ? lines : this.#copyPosition(i, end, edges);
    }
  }

  /** Takes over untouched anchors from the `from`th on, before the base's `to`; where the next one stands in the list. */
  #copyLines(from: number, to: number, end: number, edges: Edges): number {
    const old = this.#base.anchors;
    const { anchors } = this.#state;
    const { line } = this.#reach;
    const shift = edges.to - end;
    let i = from;
    for (; i < old.length && old.at[i]! < to; i++) {
      const anchor = old.anchor[i]!;
      if (line[anchor] === 0 && this.#touches(old.at[i]! + shift, anchor, edges)) break;
      anchors.push(old.at[i]! + shift, anchor);
    }
    // A position is taken over with all its anchors or with none: they share its matches.
    for (; i > from && i < old.length && old.at[i - 1] === old.at[i]; i--) anchors.length--;
    if (i > from) this.#copyMatches(old.at[from]!, i < old.length ? old.at[i]! : end, shift);
    return i;
  }

  /** Takes over the anchors of one position, or looks at them again; where the next position's stand in the list. */
  #copyPosition(from: number, end: number, edges: Edges): number {
    const old = this.#base.anchors;
    const { anchors, matches } = this.#state;
    const { anchorLength } = this.#detector.ruleset.automaton;
    const shift = edges.to - end;
    const position = old.at[from]!;
    const first = anchors.length;
    let touched = false;
    let i = from;
    for (; i < old.length && old.at[i] === position; i++) {
      const anchor = old.anchor[i]!;
      if (position + anchorLength[anchor]! > end) {
        // Spans the copy's end: the zone there reads it again, and with it every match of this position.
        touched = true;
        continue;
      }
      anchors.push(position + shift, anchor);
      touched ||= this.#touches(position + shift, anchor, edges);
    }
    if (!touched) this.#copyMatches(position, position + 1, shift);
    for (let j = first; touched && j < anchors.length; j++) {
      this.#detector.confirmAnchor(this.#bytes, anchors.anchor[j]!, position + shift, this.#binary, matches);
    }
    return i;
  }

  /** Matches whose anchors stand in the base's [from, to); asked for in order. */
  #copyMatches(from: number, to: number, shift: number): void {
    const old = this.#base.matches;
    while (this.#match < old.length && old[this.#match]!.anchor < from) this.#match++;
    for (; this.#match < old.length && old[this.#match]!.anchor < to; this.#match++) {
      this.#state.matches.push(shifted(old[this.#match]!, shift));
    }
  }

  #touches(at: number, anchor: number, edges: Edges): boolean {
    const { before, after, line } = this.#reach;
    if (edges.left && at - before[anchor]! < edges.from) {
      if (line[anchor] === 0 || at < this.#firstLine(edges)) return true;
    }
    if (edges.right && at + after[anchor]! > edges.to) {
      if (line[anchor] === 0 || at >= this.#lastFeed(edges)) return true;
    }
    return false;
  }

  /** The first line start in the copy; beyond `lineSearch` line feeds change nothing. */
  #firstLine(edges: Edges): number {
    if (edges.firstLine < 0) {
      const end = Math.min(edges.to, edges.from + lineSearch);
      let at = edges.from;
      while (at < end && this.#bytes[at] !== 10) at++;
      edges.firstLine = at < end ? at + 1 : Number.POSITIVE_INFINITY;
    }
    return edges.firstLine;
  }

  /** The last line feed in the copy. */
  #lastFeed(edges: Edges): number {
    if (edges.lastFeed < -1) {
      const end = Math.max(edges.from, edges.to - lineSearch);
      let at = edges.to - 1;
      while (at >= end && this.#bytes[at] !== 10) at--;
      edges.lastFeed = at >= end ? at : -1;
    }
    return edges.lastFeed;
  }
}

/** A copied range in the result: whether there is a seam at each end, and, once asked for, its outermost line feeds. */
interface Edges {
  readonly from: number;
  readonly to: number;
  readonly left: boolean;
  readonly right: boolean;
  firstLine: number;
  lastFeed: number;
}

function firstMatch(matches: readonly Match[], position: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (matches[middle]!.anchor < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shifted(match: Match, by: number): Match {
  if (by === 0) return match;
  return { ...match, start: match.start + by, end: match.end + by, anchor: match.anchor + by };
}
