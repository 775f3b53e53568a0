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
  /** Only from `ci`, where there is a range. */
  readonly change?: ChangeFacts;
  /** Lines for people: incumbents found, policy remarks, limits met. */
  readonly notes: readonly string[];
  /** What was asked: repository path or URL as given. */
  readonly target: string;
}

/** What a change adds to the policy that judges it: said first, wherever the result is written. */
export interface PolicyNotice {
  /** One sentence without a full stop; safe to print. */
  readonly text: string;
  /** The file that says so, and its line where there is one; null: a name beyond the tree. */
  readonly path: string | null;
  readonly line: number | null;
  /** Findings that would count without it. */
  readonly silences: number;
}

/** The change that `ci` judged. */
export interface ChangeFacts {
  /** Which commits, in one line for people. */
  readonly range: string;
  readonly head: string;
  /** What it is compared with; null where nothing came before. */
  readonly base: string | null;
  readonly notices: readonly PolicyNotice[];
  /** Findings that would count under the base's policy alone. */
  readonly silenced: number;
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
