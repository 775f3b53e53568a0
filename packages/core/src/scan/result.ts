/** The outcome of one run, what reporters get. */
import type { Coverage } from '../sources/source.ts';
import type { Finding, Occurrence, Suppression } from './finding.ts';

export interface ScanResult {
  readonly tool: { readonly name: 'gitmoat'; readonly version: string; readonly ruleset: string };
  readonly coverage: Coverage;
  /** In report order; suppressed and low ones included, reporters filter. */
  readonly findings: readonly Finding[];
  /** How many hygiene rules were asked, where the command asks them; their findings are of kind `hygiene`. */
  readonly hygieneRules?: number;
  /** Lines for people: incumbents found, policy remarks, limits met. */
  readonly notes: readonly string[];
  /** What was asked: repository path or URL as given. */
  readonly target: string;
}

/** Decides about one occurrence. Implemented by allowlist and baseline; passed in by the caller. */
export interface Suppressor {
  suppress(
    finding: { rule: string; fingerprint: string; absorbed: readonly string[] },
    occurrence: Occurrence,
  ): Suppression | null;
}

/** Called at most ten times a second; totals in the unit that `phase` names. */
export type Progress = (phase: string, done: number, total: number) => void;
