/**
 * Confirmation of one anchor occurrence: byte-level second test, pattern or assignment parser, context, checks. Looks
 * only at bytes inside the rule's reach.
 */
import { GitmoatError } from '../errors.ts';
import type { AnchorUse, CompiledRule, Confidence } from '../rules/rule.ts';
import { confidences } from '../rules/rule.ts';
import {
  confirmAssignment,
  type QuickForm,
  type QuickTest,
  quickFormOf,
  quickTest,
  quickTestOf,
} from './assignment/index.ts';
import { isKept } from './assignment/result.ts';
import type { Candidate } from './candidate.ts';
import { checks } from './checks/index.ts';
import { confirmPattern, type PatternRule, preparePattern } from './confirm-pattern.ts';
import { facts } from './facts/index.ts';
import type { Window } from './failed-starts.ts';
import type { Judgement } from './likelihood/index.ts';
import type { LineMemory } from './line-memory.ts';
import type { Facts, MadeUp, Match } from './match.ts';
import { reachEnd, reachStart, windowOf } from './reach.ts';
import { hasRun, type RunTest, runTest } from './required-run.ts';

/** A rule made ready once a process. */
export interface Prepared {
  readonly rule: CompiledRule;
  readonly uses: readonly PreparedUse[];
  readonly pattern: PatternRule;
  /** Assignment rules: the first test, on bytes. */
  readonly quick: QuickForm | null;
  readonly quickTest: QuickTest;
  /** Assignment rules: what was found in a text, by rule and the anchor's place and length in it. */
  readonly known: LineMemory<readonly Candidate[]>;
  /** Pattern rules: what was found last. */
  readonly last: LastText;
}

/** What a text led to; lines and whole stretches come again in a file and in its versions. */
interface LastText {
  text: string | null;
  at: number;
  use: AnchorUse | null;
  found: Found | null;
}

export interface PreparedUse {
  readonly anchor: AnchorUse;
  /** The second test; null where there is none. */
  readonly run: RunTest | null;
}

/** `known`: one for all rules of a detector. */
export function prepare(rule: CompiledRule, known: LineMemory<readonly Candidate[]>): Prepared {
  for (const use of rule.checks) {
    if (!checks[use.check]) throw new GitmoatError('config', `rule ${rule.id}: no check named "${use.check}"`);
  }
  for (const name of rule.facts) {
    if (!facts[name]) throw new GitmoatError('config', `rule ${rule.id}: no fact reader named "${name}"`);
  }
  const uses = rule.anchors.map((anchor) => ({ anchor, run: anchor.run && runTest(anchor.run) }));
  const quick = rule.kind === 'assignment' ? quickFormOf(rule.id) : null;
  return { rule, uses, pattern: preparePattern(rule), quick, quickTest: quickTestOf(rule), known, last: nothing() };
}

const nothing = (): LastText => ({ text: null, at: 0, use: null, found: null });

/** What `explain` listens to: one line a decision. */
export type Trace = (
  rule: CompiledRule,
  at: number,
  stage: string,
  passed: boolean,
  detail: string,
  judged?: JudgedValue,
) => void;

/** A value that the likelihood judged, and where it stands in the bytes: what its weights are learned from. */
export interface JudgedValue {
  readonly start: number;
  readonly end: number;
  readonly judgement: Judgement;
}

/** Confirms one anchor occurrence (its first byte at `at`), appending what it leads to. */
export function confirm(
  entry: Prepared,
  use: PreparedUse,
  bytes: Buffer,
  at: number,
  out: Match[],
  trace: Trace | null = null,
): void {
  const { rule } = entry;
  if (rule.kind === 'document') {
    out.push({
      rule: rule.index,
      start: at,
      end: at,
      chain: '',
      anchor: at,
      confidence: rule.confidence,
      madeUp: null,
      facts: null,
      value: null,
    });
    return;
  }
  if (use.run !== null && !hasRun(bytes, at, use.run)) {
    trace?.(rule, at, 'second test', false, `no ${use.anchor.run!.length} token characters in a row near the anchor`);
    return;
  }
  const anchorEnd = at + use.anchor.text.length;
  if (entry.quick !== null && !entry.quick(bytes, at, anchorEnd)) {
    trace?.(rule, at, 'second test', false, 'the name around the key word, or what follows it, is of another kind');
    return;
  }
  const low = reachStart(rule, bytes, at);
  const high = reachEnd(rule, bytes, at);
  if (rule.kind === 'assignment') {
    if (!quickTest(bytes, at, anchorEnd, high, entry.quickTest)) {
      trace?.(rule, at, 'second test', false, 'no operator or value after the key word');
      return;
    }
    const length = anchorEnd - at;
    const parse = (): readonly Candidate[] =>
      confirmAssignment(bytes.toString('latin1', low, high), at - low, length, rule, trace !== null);
    const key = (rule.index * widestReach + at - low) * widestReach + length;
    const candidates = trace === null ? entry.known.get(bytes, low, high, key, parse) : parse();
    for (const candidate of candidates) {
      const { judgement } = candidate;
      // A value without a format that is a placeholder is no secret at all: code is full of `key: 'name'`.
      const real = candidate.madeUp !== 'placeholder' && isKept(candidate);
      trace?.(
        rule,
        at,
        'likelihood',
        real,
        describe(candidate),
        judgement && { start: low + candidate.start, end: low + candidate.end, judgement },
      );
      if (real) out.push(matchOf(rule, candidate, low, at));
    }
    return;
  }
  const window = windowOf(rule, bytes, at, low, high);
  const found = trace === null ? remembered(entry, use.anchor, window) : inText(entry, use.anchor, window, trace);
  if (found === null) return;
  const { start, end, judged } = found;
  out.push({ rule: rule.index, start: low + start, end: low + end, chain: '', anchor: at, ...judged, value: null });
}

/** A secret in a text, judged. */
interface Found {
  readonly start: number;
  readonly end: number;
  readonly judged: Judged;
}

/** `inText`, but the same text as last time is not read again: a repeated anchor costs a comparison. */
function remembered(entry: Prepared, use: AnchorUse, window: Window): Found | null {
  const { last } = entry;
  const { text, at } = window;
  if (last.at !== at || last.use !== use || last.text !== text) {
    last.found = inText(entry, use, window, null);
    last.at = at;
    last.use = use;
    last.text = text;
  }
  return last.found;
}

/** Pattern, context and checks; a function of the text and the anchor's place in it. */
function inText({ rule, pattern }: Prepared, use: AnchorUse, window: Window, trace: Trace | null): Found | null {
  const { text } = window;
  const at = window.low + window.at;
  const found = confirmPattern(pattern, use, window);
  trace?.(rule, at, 'pattern', found !== null, '');
  if (found === null) return null;
  const { secretStart: start, secretEnd: end } = found;
  if (rule.context !== null && !hasContext(rule, text, start, end)) {
    trace?.(rule, at, 'context', false, `none of ${rule.context.keywords.join(', ')} near`);
    return null;
  }
  const judged = judge(
    rule,
    text,
    start,
    end,
    trace && ((stage, passed, detail) => trace(rule, at, stage, passed, detail)),
  );
  return judged && { start, end, judged };
}

/** More than any rule's reach on one side. */
const widestReach = 1 << 16;

/** `medium, 2.31 = bias -1.20, name password 0.90, …`, the heaviest features first. */
function describe({ confidence, madeUp, judgement }: Candidate): string {
  if (judgement === undefined || judgement.verdict !== 'secret') {
    const [kind, weight] = judgement?.reasons[0] ?? [madeUp ?? confidence, 0];
    if (judgement === undefined || weight === -9) return kind;
  }
  const parts = [...judgement.reasons]
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
    .map(([feature, weight]) => `${feature} ${weight.toFixed(2)}`);
  const level = judgement.verdict === 'secret' ? confidence : 'no secret';
  return `${level}, ${judgement.score.toFixed(2)} = ${parts.join(', ')}`;
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
function judge(
  rule: CompiledRule,
  text: string,
  start: number,
  end: number,
  trace: ((stage: string, passed: boolean, detail: string) => void) | null,
): Judged | null {
  let level = confidences.indexOf(rule.confidence);
  let madeUp: MadeUp | null = null;
  let proved = false;
  const read: Record<string, string | number | boolean> = {};
  for (const use of rule.checks) {
    const { verdict, facts: found } = checks[use.check]!({ text, start, end, use });
    trace?.(`check ${use.check}`, verdict === 'pass' || verdict === 'proves', verdict);
    if (verdict === 'no') return null;
    if (verdict === 'lower') level = Math.min(level + 1, confidences.length - 1);
    else if (verdict === 'doubt') level = Math.max(level, Math.min(level + 1, confidences.indexOf('medium')));
    else if (verdict === 'proves') proved = true;
    else if (verdict !== 'pass') madeUp ??= verdict;
    if (found) Object.assign(read, found);
  }
  for (const name of rule.facts) {
    const found = facts[name]!(text.slice(start, end));
    if (found) Object.assign(read, found);
  }
  return {
    confidence: proved && madeUp === null ? 'provable' : confidences[level]!,
    madeUp,
    facts: Object.keys(read).length > 0 ? read : null,
  };
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
