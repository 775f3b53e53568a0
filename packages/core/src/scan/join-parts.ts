/**
 * Rules of several parts: an id that stands near its secret is told with it, as one finding. A function of a blob's located
 * matches alone (the low ones too), so both engines, the cache and every source join alike.
 */
import { confidences } from '../rules/rule.ts';
import type { Located } from './located.ts';

export interface Joined {
  readonly located: Located;
  /** Matches of other rules that belong to it; none of them is a finding here. */
  readonly parts: readonly Located[];
}

/** Neighbours looked at to each side: a dump of keys must not cost their square. */
const neighbours = 8;

export function joinParts(located: readonly Located[]): Joined[] {
  if (!located.some(({ rule }) => rule.joins !== undefined)) return located.map((one) => ({ located: one, parts: [] }));
  const pairs = pairsOf(located).sort((a, b) => a.lines - b.lines || a.bytes - b.bytes || a.main - b.main);
  const parts = new Map<number, number[]>();
  const taken = new Set<number>();
  for (const { main, part } of pairs) {
    const own = parts.get(main) ?? [];
    // One id, one session token: the nearest of each rule. What has parts of its own is none.
    const kept = own.some((other) => located[other]!.rule === located[part]!.rule);
    if (kept || taken.has(part) || taken.has(main) || parts.has(part)) continue;
    taken.add(part);
    parts.set(main, [...own, part]);
  }
  return located.flatMap((one, index) => {
    if (taken.has(index)) return [];
    const own = (parts.get(index) ?? []).map((part) => located[part]!);
    return [{ located: own.length === 0 ? one : completed(one, own), parts: own }];
  });
}

interface Pair {
  readonly main: number;
  readonly part: number;
  readonly lines: number;
  readonly bytes: number;
}

function pairsOf(located: readonly Located[]): Pair[] {
  const order = located
    .map((_, index) => index)
    .sort((a, b) => compare(located[a]!.inner ?? '', located[b]!.inner ?? '') || located[a]!.start - located[b]!.start);
  const pairs: Pair[] = [];
  for (const [at, main] of order.entries()) {
    const one = located[main]!;
    const { joins } = one.rule;
    if (joins === undefined || one.madeUp !== null) continue;
    for (const part of order.slice(Math.max(0, at - neighbours), at + neighbours + 1)) {
      const other = located[part]!;
      if (other.inner !== one.inner || other.madeUp !== null || !joins.rules.includes(other.rule.id)) continue;
      const before = other.start < one.start;
      const lines = before ? one.line - other.endLine : other.line - one.endLine;
      if (lines > joins.within) continue;
      pairs.push({ main, part, lines, bytes: Math.abs(other.start - one.start) });
    }
  }
  return pairs;
}

/** With its parts a match is worth what the rule says, and knows what they tell (the account of an id). */
function completed(one: Located, parts: readonly Located[]): Located {
  const least = one.rule.joins?.confidence ?? null;
  const sure = least !== null && confidences.indexOf(least) < confidences.indexOf(one.confidence);
  const facts = Object.assign({}, ...parts.map((part) => part.facts), one.facts) as Located['facts'];
  return { ...one, facts, confidence: sure ? least : one.confidence };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
