/** The orders of the design's Definitions: which commit came first, which place is shown, how findings and places are sorted. */
import { confidences, severities } from '../rules/rule.ts';
import type { Finding } from './finding.ts';
import type { Provenance, Rank } from './provenance.ts';
import type { Spot } from './spots.ts';

export type RankOf = (commit: string) => Rank;

/** A finding with the place that it shows; paths are compared as git has them. */
export interface Placed {
  readonly finding: Finding;
  readonly spot: Spot;
  /** Works its fingerprint out, which takes long for some. */
  prepare(): Promise<void>;
}

export function rankReader(provenance: Provenance | null): RankOf {
  const known = new Map<string, Rank>();
  const unknown: Rank = { loose: 2, generation: 0, time: 0 };
  return (commit) => {
    const rank = known.get(commit) ?? provenance?.rank(commit) ?? unknown;
    known.set(commit, rank);
    return rank;
  };
}

/** Below zero: `a` introduced it before `b`. */
export function compareRank(a: string, b: string, ranks: RankOf): number {
  const [x, y] = [ranks(a), ranks(b)];
  return x.loose - y.loose || x.generation - y.generation || x.time - y.time || compareText(a, b);
}

export function compareNewest(a: string, b: string, ranks: RankOf): number {
  return ranks(a).time - ranks(b).time || compareText(a, b);
}

/** Above zero: `a` is the place to show. HEAD's, then files and index, then the newest commit's, then no commit's. */
export function compareShown(a: Spot, b: Spot, ranks: RankOf): number {
  const kind = (spot: Spot): number => {
    if (spot.inHead) return 3;
    if (spot.newest === null) return spot.place.where === 'tree' ? 0 : 2;
    return 1;
  };
  const byKind = kind(a) - kind(b);
  if (byKind !== 0 || a.newest === null || b.newest === null || a.inHead) return byKind;
  return compareNewest(a.newest, b.newest, ranks);
}

/** Names the finding: a match that can be real, then confidence, class, severity, rule id. */
export function strongest(spots: readonly Spot[]): Spot {
  const order = ({ located }: Spot): (number | string)[] => [
    located.madeUp === null ? 0 : 1,
    confidences.indexOf(located.confidence),
    located.rule.class === 'provider' ? 0 : 1,
    severities.indexOf(located.severity),
    located.rule.id,
  ];
  return spots.reduce((a, b) => (compareLists(order(b), order(a)) < 0 ? b : a));
}

export function compareSpots(a: Spot, b: Spot): number {
  const order = ({ place, located, blob }: Spot): (number | string)[] => [
    place.path === null ? 1 : 0,
    place.path ?? '',
    located.line,
    blob ?? place.commit ?? '',
    place.where,
  ];
  return compareLists(order(a), order(b));
}

export function compareFindings(a: Placed, b: Placed): number {
  const order = ({ finding, spot }: Placed): (number | string)[] => [
    severities.indexOf(finding.severity),
    confidences.indexOf(finding.confidence),
    spot.place.path === null ? 1 : 0,
    spot.place.path ?? '',
    finding.line,
    finding.column,
    finding.rule,
    finding.blob ?? spot.place.commit ?? '',
  ];
  return compareLists(order(a), order(b));
}

function compareLists(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [i, x] of a.entries()) {
    const y = b[i]!;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
