/**
 * The detector: one pass finds the anchors of all rules, each occurrence is confirmed by itself inside its rule's reach.
 * Pure: no path, no config, no clock. `detect(bytes, from, to)` is a function of the bytes within reach of [from, to).
 */
import { anchorForms, formShift } from '../rules/encoded-forms.ts';
import type { AnchorReach, Ruleset } from '../rules/ruleset.ts';
import { anchorFinder } from './anchor-finder.ts';
import { AnchorList } from './anchor-list.ts';
import type { Candidate } from './candidate.ts';
import { confirm, type Prepared, prepare, type Trace } from './confirm.ts';
import { beginsEscape, confirmEncoded, confirmUnescaped, encodedReach, escapeNear } from './decode/encoded-anchor.ts';
import { deepest, inside, type Level } from './decode/inside.ts';
import { decodeMagic, decodeValue, magicReach } from './decode/runs.ts';
import { mayBegin } from './edge.ts';
import { LineMemory } from './line-memory.ts';
import type { Match } from './match.ts';
import { textClassOf } from './text-class.ts';

export interface Detector {
  readonly ruleset: Ruleset;
  /**
   * Matches whose anchor's first byte lies in [from, to), one entry for each anchor that leads to a match (`distinct`
   * merges them). Document rules give one empty match at each of their anchors; `scan/` reads the blob whole for them.
   * `binary`: only rules that serve binary blobs.
   */
  detect(bytes: Buffer, from: number, to: number, binary?: boolean): Match[];
  /** The pass alone: appends the anchors whose first byte lies in [from, to), nearly in order (`FindAnchors`). */
  findAnchors(bytes: Buffer, from: number, to: number, found: AnchorList): void;
  /** Confirmation alone, of one occurrence under all rules of its anchor. */
  confirmAnchor(bytes: Buffer, anchor: number, at: number, binary: boolean, out: Match[]): void;
  /** Provider matches inside the value [start, end), if it is one encoded run; `anchor` is its start. */
  detectValue(bytes: Buffer, start: number, end: number): Match[];
  /** The widest reach of an anchor's rules. */
  readonly reach: AnchorReach;
}

/** Not looked for yet. */
const unknown = -2;

interface Place {
  readonly bytes: Buffer;
  readonly binary: boolean;
}

/** `trace` is told each decision (for `explain`). */
export function createDetector(ruleset: Ruleset, trace: Trace | null = null): Detector {
  const known: Prepared[] = [];
  const lines = new LineMemory<readonly Candidate[]>();
  const preparedRule = (index: number): Prepared => {
    known[index] ??= prepare(ruleset.rules[index]!, lines);
    return known[index];
  };
  let reach: AnchorReach | null = null;
  const { anchorRuleStart, anchorRules, firstMagic } = ruleset.automaton;
  const found = new AnchorList();

  const findAnchors = anchorFinder(ruleset.automaton);

  /** `level`: null for a blob's own bytes, else where decoding stands. */
  const confirmAt = (place: Place, anchor: number, at: number, out: Match[], level: Level | null): void => {
    const { bytes, binary } = place;
    if (anchor >= firstMagic) {
      const decoded = binary ? null : decodeMagic(bytes, anchor - firstMagic, at);
      if (decoded === null) return;
      const matches = inside(decoded, ruleset.rules, detectAll, { level, least: 'high' });
      for (const match of matches) out.push({ ...match, anchor: at });
      return;
    }
    let near = unknown;
    // One look for all rules of the anchor.
    const escaped = (of: Buffer, place: number, after: number): boolean => {
      if (near === unknown) near = escapeNear(of, place);
      return near >= 0 && near < after;
    };
    for (let r = anchorRuleStart[anchor]!; r < anchorRuleStart[anchor + 1]!; r += 2) {
      const entry = preparedRule(anchorRules[r]!);
      if (binary && !entry.rule.binary) continue;
      const form = anchorRules[r + 1]! >>> formShift;
      const use = entry.uses[anchorRules[r + 1]! & ((1 << formShift) - 1)]!;
      const heard = level === null ? trace : null;
      if (form !== anchorForms.plain) {
        if (level === null || level.depth < deepest) confirmEncoded({ entry, use, form }, bytes, at, out, heard);
        continue;
      }
      if (!mayBegin(use.anchor, bytes, at)) {
        heard?.(entry.rule, at, 'edge', false, 'a letter or digit stands right before it');
        continue;
      }
      const first = out.length;
      confirm(entry, use, bytes, at, out, heard);
      if (entry.rule.escapable) {
        const plain = out[first] ?? null;
        if (plain !== null ? !beginsEscape(bytes, plain.end) : !escaped(bytes, at, entry.rule.after)) continue;
        const match = confirmUnescaped({ entry, use, form }, bytes, at, plain, heard);
        if (match !== null) out[first] = match;
      } else if (entry.rule.kind === 'assignment') {
        for (const value of out.slice(first)) {
          if (value.value === null) out.push(...valueMatches(bytes, value, level));
        }
      }
    }
  };

  const valueMatches = (
    bytes: Buffer,
    value: Pick<Match, 'start' | 'end' | 'anchor'>,
    level: Level | null,
  ): Match[] => {
    const decoded = decodeValue(bytes, value.start, value.end);
    if (decoded === null) return [];
    const matches = inside(decoded, ruleset.rules, detectAll, { level, least: 'medium' });
    return matches.map((match) => ({ ...match, anchor: value.anchor }));
  };

  /** Decoded bytes; the shared list is in use meanwhile. */
  const detectAll = (bytes: Buffer, level: Level): Match[] => {
    const out: Match[] = [];
    const list = new AnchorList(64);
    findAnchors(bytes, 0, bytes.length, list);
    const place = { bytes, binary: textClassOf(bytes) !== 'text' };
    for (let i = 0; i < list.length; i++) confirmAt(place, list.anchor[i]!, list.at[i]!, out, level);
    return out;
  };

  return {
    ruleset,
    get reach() {
      reach ??= ruleset.reach ?? anchorReach(ruleset);
      return reach;
    },
    findAnchors,
    confirmAnchor(bytes, anchor, at, binary, out) {
      confirmAt({ bytes, binary }, anchor, at, out, null);
    },
    detectValue: (bytes, start, end) => valueMatches(bytes, { start, end, anchor: start }, null),
    detect(bytes, from, to, binary = false) {
      const out: Match[] = [];
      found.clear();
      findAnchors(bytes, from, to, found);
      const place = { bytes, binary };
      for (let i = 0; i < found.length; i++) confirmAt(place, found.anchor[i]!, found.at[i]!, out, null);
      return out;
    },
  };
}

/** Parses every rule: the build does it once for all. */
export function anchorReach({ rules, automaton }: Ruleset): AnchorReach {
  const count = automaton.anchorLength.length;
  const reach = {
    before: new Int32Array(count),
    after: new Int32Array(count),
    line: new Uint8Array(count).fill(1),
    document: new Uint8Array(count),
  };
  for (let anchor = 0; anchor < count; anchor++) {
    // A document anchor's verdict is its presence: its own bytes are its reach.
    reach.after[anchor] = automaton.anchorLength[anchor]!;
    for (let r = automaton.anchorRuleStart[anchor]!; r < automaton.anchorRuleStart[anchor + 1]!; r += 2) {
      const rule = rules[automaton.anchorRules[r]!]!;
      const form = automaton.anchorRules[r + 1]! >>> formShift;
      const { before, after } = form === anchorForms.plain ? rule : encodedReach(rule, form);
      reach.before[anchor] = Math.max(reach.before[anchor]!, before);
      reach.after[anchor] = Math.max(reach.after[anchor]!, after);
      if (rule.kind === 'document') reach.document[anchor] = 1;
      if (form !== anchorForms.plain || (!rule.line && rule.kind !== 'document')) reach.line[anchor] = 0;
    }
  }
  reach.before.fill(magicReach.before, automaton.firstMagic);
  reach.after.fill(magicReach.after, automaton.firstMagic);
  reach.line.fill(0, automaton.firstMagic);
  return reach;
}
