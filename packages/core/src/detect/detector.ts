/**
 * The detector: one pass finds the anchors of all rules, each occurrence is confirmed by itself inside its rule's reach.
 * Pure: no path, no config, no clock. `detect(bytes, from, to)` is a function of the bytes within reach of [from, to).
 */
import { GitmoatError } from '../errors.ts';
import type { AnchorUse, CompiledRule, Confidence } from '../rules/rule.ts';
import { confidences } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import { confirmAssignment, quickTest } from './assignment/index.ts';
import type { Candidate } from './candidate.ts';
import { checks } from './checks/index.ts';
import { confirmPattern, type PatternRule, preparePattern } from './confirm-pattern.ts';
import { facts } from './facts/index.ts';
import type { Facts, MadeUp, Match } from './match.ts';

export interface Detector {
  readonly ruleset: Ruleset;
  /**
   * Matches whose anchor's first byte lies in [from, to), one entry for each anchor that leads to a match (`distinct`
   * merges them). Document rules give one empty match at each of their anchors; `scan/` reads the blob whole for them.
   * `binary`: only rules that serve binary blobs.
   */
  detect(bytes: Buffer, from: number, to: number, binary?: boolean): Match[];
}

export function createDetector(ruleset: Ruleset): Detector {
  const prepared = ruleset.rules.map((rule) => prepare(rule));
  const { automaton } = ruleset;
  const { next, classOf, shift, firstOutput, outputStart, outputs, anchorLength, anchorRuleStart, anchorRules } = automaton;

  const confirmAll = (bytes: Buffer, end: number, state: number, from: number, to: number, binary: boolean, out: Match[]): void => {
    for (let o = outputStart[state - firstOutput]!; o < outputStart[state - firstOutput + 1]!; o++) {
      const anchor = outputs[o]!;
      const start = end - anchorLength[anchor]!;
      if (start < from || start >= to) continue;
      for (let r = anchorRuleStart[anchor]!; r < anchorRuleStart[anchor + 1]!; r += 2) {
        const entry = prepared[anchorRules[r]!]!;
        if (binary && !entry.rule.binary) continue;
        confirm(entry, entry.uses[anchorRules[r + 1]!]!, bytes, start, out);
      }
    }
  };

  return {
    ruleset,
    detect(bytes, from, to, binary = false) {
      const out: Match[] = [];
      const end = Math.min(bytes.length, to + automaton.longestAnchor - 1);
      let state = 0;
      for (let i = from; i < end; i++) {
        state = next[(state << shift) | classOf[bytes[i]!]!]!;
        if (state >= firstOutput) confirmAll(bytes, i + 1, state, from, to, binary, out);
      }
      return out;
    },
  };
}

interface Prepared {
  readonly rule: CompiledRule;
  readonly uses: readonly PreparedUse[];
  readonly pattern: PatternRule;
}

interface PreparedUse {
  readonly anchor: AnchorUse;
  /** 256-entry mask of the required run, or null. */
  readonly mask: Uint8Array | null;
}

function prepare(rule: CompiledRule): Prepared {
  for (const use of rule.checks) {
    if (!checks[use.check]) throw new GitmoatError('config', `rule ${rule.id}: no check named "${use.check}"`);
  }
  for (const name of rule.facts) {
    if (!facts[name]) throw new GitmoatError('config', `rule ${rule.id}: no fact reader named "${name}"`);
  }
  const uses = rule.anchors.map((anchor) => ({ anchor, mask: anchor.run ? maskOf(anchor.run.bytes) : null }));
  return { rule, uses, pattern: preparePattern(rule) };
}

function maskOf(bytes: string): Uint8Array {
  const mask = new Uint8Array(256);
  for (let i = 0; i < bytes.length; i++) mask[bytes.charCodeAt(i)] = 1;
  return mask;
}

function confirm(entry: Prepared, use: PreparedUse, bytes: Buffer, at: number, out: Match[]): void {
  const { rule } = entry;
  if (rule.kind === 'document') {
    out.push({ rule: rule.index, start: at, end: at, chain: '', anchor: at, confidence: rule.confidence, madeUp: null, facts: null, value: null });
    return;
  }
  if (use.mask !== null && !hasRun(bytes, at, use.anchor, use.mask)) return;
  const anchorEnd = at + use.anchor.text.length;
  let low = Math.max(0, at - rule.before);
  let high = Math.min(bytes.length, at + rule.after);
  if (rule.line) {
    low = lineStart(bytes, at, low);
    high = lineEnd(bytes, at, high);
  }
  if (rule.kind === 'assignment') {
    if (!quickTest(bytes, at, anchorEnd, high)) return;
    const text = bytes.toString('latin1', low, high);
    for (const candidate of confirmAssignment(text, at - low, anchorEnd - at, rule)) {
      out.push(matchOf(rule, candidate, low, at));
    }
    return;
  }
  const text = bytes.toString('latin1', low, high);
  const found = confirmPattern(entry.pattern, use.anchor, text, at - low);
  if (found === null) return;
  if (rule.context !== null && !hasContext(rule, text, found.secretStart, found.secretEnd)) return;
  const judged = judge(rule, text, found.secretStart, found.secretEnd);
  if (judged === null) return;
  out.push({ rule: rule.index, start: low + found.secretStart, end: low + found.secretEnd, chain: '', anchor: at, ...judged, value: null });
}

/** Is there a stretch of `run.length` masked bytes beginning `run.from`–`run.to` after the anchor? Skips by whole lengths. */
function hasRun(bytes: Buffer, at: number, anchor: AnchorUse, mask: Uint8Array): boolean {
  const { from, to, length } = anchor.run!;
  let start = at + from;
  const lastStart = Math.min(at + to, bytes.length - length);
  while (start <= lastStart) {
    let i = start + length - 1;
    while (i >= start && mask[bytes[i]!] === 1) i--;
    if (i < start) return true;
    start = i + 1;
  }
  return false;
}

function lineStart(bytes: Buffer, at: number, low: number): number {
  let i = at;
  while (i > low && bytes[i - 1] !== 10) i--;
  return i;
}

function lineEnd(bytes: Buffer, at: number, high: number): number {
  let i = at;
  while (i < high && bytes[i] !== 10) i++;
  return i;
}

function hasContext(rule: CompiledRule, text: string, start: number, end: number): boolean {
  const { keywords, before, after } = rule.context!;
  const near = `${text.slice(Math.max(0, start - before), start)}\n${text.slice(end, end + after)}`.toLowerCase();
  return keywords.some((keyword) => near.includes(keyword));
}

interface Judged {
  readonly confidence: Confidence;
  readonly madeUp: MadeUp | null;
  readonly facts: Facts | null;
}

/** Runs the rule's checks in order; null where one says that this is no match. */
function judge(rule: CompiledRule, text: string, start: number, end: number): Judged | null {
  let level = confidences.indexOf(rule.confidence);
  let madeUp: MadeUp | null = null;
  let proved = false;
  let read: Record<string, string | number | boolean> | null = null;
  for (const use of rule.checks) {
    const { verdict, facts: found } = checks[use.check]!({ text, start, end, use });
    if (verdict === 'no') return null;
    if (verdict === 'lower') level = Math.min(level + 1, confidences.length - 1);
    else if (verdict === 'proves') proved = true;
    else if (verdict !== 'pass') madeUp ??= verdict;
    if (found) read = { ...read, ...found };
  }
  for (const name of rule.facts) {
    const found = facts[name]!(text.slice(start, end));
    if (found) read = { ...read, ...found };
  }
  return { confidence: proved && madeUp === null ? 'provable' : confidences[level]!, madeUp, facts: read };
}

function matchOf(rule: CompiledRule, candidate: Candidate, low: number, anchor: number): Match {
  return {
    rule: rule.index,
    start: low + candidate.start,
    end: low + candidate.end,
    chain: candidate.chain ?? '',
    anchor,
    confidence: candidate.confidence,
    madeUp: candidate.madeUp,
    facts: candidate.facts ?? null,
    value: candidate.value ?? null,
  };
}

/** One entry for each (rule, start, end, chain): the strongest, so that which anchor led there changes nothing. */
export function distinct(matches: readonly Match[]): Match[] {
  const best = new Map<string, Match>();
  for (const match of matches) {
    const key = `${match.rule}:${match.start}:${match.end}:${match.chain}`;
    const other = best.get(key);
    if (other === undefined || stronger(match, other)) best.set(key, match);
  }
  return [...best.values()];
}

function stronger(a: Match, b: Match): boolean {
  const difference = confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence);
  if (difference !== 0) return difference < 0;
  if ((a.madeUp === null) !== (b.madeUp === null)) return a.madeUp === null;
  return a.anchor < b.anchor;
}
