/** Confirms one anchor occurrence of a `pattern` rule: the match, if any, as a function of the bytes in the reach. */
import type { AnchorUse, CompiledRule } from '../rules/rule.ts';
import { type FailedStarts, failedUpTo, noFailedStarts, rememberFailed, type Window } from './failed-starts.ts';

/** A pattern rule with its expressions made, once a process. */
export interface PatternRule {
  readonly rule: CompiledRule;
  readonly hasGroup: boolean;
  /** One start. */
  sticky: RegExp | null;
  /** The first of so many starts, by their number. */
  readonly searches: Map<number, RegExp>;
  readonly failed: FailedStarts;
}

/** Offsets in the slice: the whole match and the secret in it; -1 where the way taken has none. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly secretStart: number;
  readonly secretEnd: number;
}

/** So many starts are tried one by one: that takes 30 ns each, a search 15, and looking up what failed before 100. */
const few = 12;

export function preparePattern(rule: CompiledRule): PatternRule {
  const hasGroup = rule.pattern.includes('(?<secret>');
  return { rule, hasGroup, sticky: null, searches: new Map(), failed: noFailedStarts() };
}

/**
 * The leftmost match in the window that has the anchor in one of the places the rule gives it. Every start is tried
 * by itself: what another anchor found changes nothing.
 */
export function confirmPattern(prepared: PatternRule, use: AnchorUse, window: Window): PatternMatch | null {
  const { text, at } = window;
  const last = at - use.minOffset;
  const first = Math.max(0, at - use.maxOffset);
  const many = last - first >= few;
  let from = many ? failedUpTo(prepared.failed, window, first) : first;
  let remembers = many;
  while (from <= last) {
    const found = last - from < few ? oneByOne(prepared, text, from, last) : searched(prepared, text, from, last);
    if (remembers) rememberFailed(prepared.failed, window, first, found === null ? last + 1 : found.start);
    remembers = false;
    if (found === null || found.end >= at + use.text.length)
      return found !== null && found.secretStart < 0 ? null : found;
    from = found.start + 1;
  }
  return null;
}

function oneByOne(prepared: PatternRule, text: string, first: number, last: number): PatternMatch | null {
  prepared.sticky ??= expressionOf(prepared, prepared.rule.pattern);
  const expression = prepared.sticky;
  for (let start = first; start <= last; start++) {
    expression.lastIndex = start;
    const found = expression.exec(text);
    if (found !== null) return matchOf(prepared, found, found[0]);
  }
  return null;
}

/** Ends at the last start, where a search by `g` would go on to the end of the text. */
function searched(prepared: PatternRule, text: string, first: number, last: number): PatternMatch | null {
  const starts = 2 ** Math.ceil(Math.log2(last - first + 1));
  let expression = prepared.searches.get(starts);
  if (expression === undefined) {
    expression = expressionOf(prepared, `[^]{0,${starts - 1}}?(?<whole>${prepared.rule.pattern})`);
    prepared.searches.set(starts, expression);
  }
  expression.lastIndex = first;
  const found = expression.exec(text);
  const match = found && matchOf(prepared, found, found.groups!.whole!);
  return match !== null && match.start > last ? null : match;
}

/** `d` only where the secret is a part of the match. */
function expressionOf({ rule, hasGroup }: PatternRule, source: string): RegExp {
  return new RegExp(source, `${rule.flags}y${hasGroup ? 'd' : ''}`);
}

function matchOf({ hasGroup }: PatternRule, found: RegExpExecArray, whole: string): PatternMatch {
  const end = found.index + found[0].length;
  const start = end - whole.length;
  if (!hasGroup) return { start, end, secretStart: start, secretEnd: end };
  const [secretStart, secretEnd] = found.indices!.groups!.secret ?? [-1, -1];
  return { start, end, secretStart, secretEnd };
}
