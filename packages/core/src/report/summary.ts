/** Counts over all findings of a result, for `summary` in JSON and the verdict of the text report. */
import { type Confidence, confidences, type Severity, severities } from '../rules/rule.ts';
import type { Finding } from '../scan/finding.ts';
import { isSureEnough, type Tier, tierOf } from './gate.ts';

export interface Summary {
  /** Not suppressed and sure enough. */
  readonly findings: number;
  /** Of those, in HEAD's tree (or the index, the worktree) now. */
  readonly inHead: number;
  readonly places: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byConfidence: Readonly<Record<Confidence, number>>;
  /** Not suppressed, below the asked confidence: counted here only. */
  readonly belowConfidence: number;
  readonly suppressed: number;
  /** `inline`, `allowlist` … → findings. */
  readonly suppressedBy: Readonly<Record<string, number>>;
}

export function summarise(findings: readonly Finding[], minConfidence: Confidence): Summary {
  const bySeverity = zeros(severities);
  const byConfidence = zeros(confidences);
  const suppressedBy: Record<string, number> = {};
  let [counted, inHead, places, below, suppressed] = [0, 0, 0, 0, 0];
  for (const finding of findings) {
    if (finding.suppressed !== null) {
      suppressed++;
      suppressedBy[finding.suppressed.by] = (suppressedBy[finding.suppressed.by] ?? 0) + 1;
    } else if (isSureEnough(finding, minConfidence)) {
      counted++;
      if (finding.inHead) inHead++;
      places += finding.occurrences.length;
      bySeverity[finding.severity]++;
      byConfidence[finding.confidence]++;
    } else below++;
  }
  return {
    findings: counted,
    inHead,
    places,
    bySeverity,
    byConfidence,
    belowConfidence: below,
    suppressed,
    suppressedBy: sorted(suppressedBy),
  };
}

export function countTiers(findings: readonly Finding[]): Readonly<Record<Tier, number>> {
  const tiers = { rotate: 0, likely: 0, low: 0 };
  for (const finding of findings) if (finding.suppressed === null) tiers[tierOf(finding)]++;
  return tiers;
}

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
}

function sorted(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
