/** Merges what several anchors led to. */
import { confidences } from '../rules/rule.ts';
import type { Match } from './match.ts';

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
