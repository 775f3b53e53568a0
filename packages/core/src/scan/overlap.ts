/** Which of a blob's overlapping matches stand: a function of the matches alone, the same for both engines. */
import type { Match } from '../detect/match.ts';
import type { CompiledRule } from '../rules/rule.ts';

export interface Winner {
  readonly match: Match;
  readonly absorbed: readonly Match[];
}

/**
 * Sorts by (class: provable, provider, generic; length, longest first; rule id; start) and takes greedily what
 * intersects nothing taken. Made-up winners absorb too; they are suppressed afterwards. Result in order of start.
 */
export function resolveOverlaps(matches: readonly Match[], rules: readonly CompiledRule[]): Winner[] {
  if (matches.length === 1) return [{ match: matches[0]!, absorbed: [] }];
  const order = [...matches].sort((a, b) => compare(a, b, rules));
  // Sorted by start, so that a crowd of matches (a dump of tokens) costs n log n.
  const byStart: { match: Match; absorbed: Match[] }[] = [];
  for (const match of order) {
    const at = upperBound(byStart, match.end);
    const rival = intersecting(byStart, at, match);
    if (rival) {
      rival.absorbed.push(match);
      continue;
    }
    const winner = { match, absorbed: [] };
    byStart.splice(upperBound(byStart, match.start + 1), 0, winner);
  }
  return byStart;
}

function compare(a: Match, b: Match, rules: readonly CompiledRule[]): number {
  return (
    classOf(a, rules) - classOf(b, rules) ||
    b.end - b.start - (a.end - a.start) ||
    order(rules[a.rule]!.id, rules[b.rule]!.id) ||
    a.start - b.start ||
    order(a.chain, b.chain)
  );
}

function classOf(match: Match, rules: readonly CompiledRule[]): number {
  if (match.confidence === 'provable') return 0;
  return rules[match.rule]!.class === 'provider' ? 1 : 2;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Index of the first winner that begins at `limit` or later. */
function upperBound(winners: readonly Winner[], limit: number): number {
  let low = 0;
  let high = winners.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (winners[middle]!.match.start < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Winners never overlap each other, so only the last one that begins before the match's end can meet it. */
function intersecting<T extends Winner>(winners: readonly T[], at: number, match: Match): T | null {
  const before = winners[at - 1];
  return before && before.match.end > match.start ? before : null;
}
