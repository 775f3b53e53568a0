/** Which findings are listed and which make the exit code 1. The same answer for every reporter and the command. */
import { type Confidence, confidences, type Severity, severities } from '../rules/rule.ts';
import type { Finding } from '../scan/finding.ts';

export interface Gate {
  readonly minConfidence: Confidence;
  /** Null: every severity fails. */
  readonly failOn: Severity | null;
}

export function isSureEnough(finding: Finding, minConfidence: Confidence): boolean {
  return confidences.indexOf(finding.confidence) <= confidences.indexOf(minConfidence);
}

/** True if the finding makes the run fail. */
export function isCounted(finding: Finding, gate: Gate): boolean {
  if (finding.suppressed !== null || !isSureEnough(finding, gate.minConfidence)) return false;
  // Design, "The gate": secrets of any severity fail, hygiene from high on.
  const failOn = gate.failOn ?? (finding.kind === 'hygiene' ? 'high' : null);
  return failOn === null || severities.indexOf(finding.severity) <= severities.indexOf(failOn);
}

/** True if reports show it as an entry of its own. */
export function isListed(finding: Finding, options: { minConfidence: Confidence; showSuppressed: boolean }): boolean {
  if (finding.suppressed !== null) return options.showSuppressed;
  return isSureEnough(finding, options.minConfidence);
}

/**
 * What a person should do about it.
 * `rotate`: a credential by its form, and it opens something; `likely`: look at it; `low`: counted only on request.
 */
export type Tier = 'rotate' | 'likely' | 'low';

export function tierOf(finding: Finding): Tier {
  if (finding.confidence === 'low') return 'low';
  const opens = finding.severity !== 'low' && finding.severity !== 'info';
  return opens && finding.confidence !== 'medium' ? 'rotate' : 'likely';
}
