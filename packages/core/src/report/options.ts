/** What a reporter is told besides the result. Reporters are pure: no clock, no terminal, no environment. */
import type { Confidence, RuleText } from '../rules/rule.ts';
import type { ScanResult } from '../scan/result.ts';

export interface ReportOptions {
  /** Findings below it are counted, not listed. */
  readonly minConfidence: Confidence;
  readonly showSuppressed: boolean;
  /** Raw values in json, jsonl and text; the other formats never hold one. */
  readonly showSecrets: boolean;
  /** text: every finding and every place instead of ten entries. */
  readonly all: boolean;
  /** text: ANSI colours. */
  readonly color: boolean;
  /** text: columns. */
  readonly width: number;
  /** text: the command to run next, or a heading and a line for each step; empty for none. */
  readonly next: string;
  /** sarif: the rule's texts for people; null where the rule is not known any more. */
  readonly ruleText: (id: string) => RuleText | null;
}

export const defaultReportOptions: ReportOptions = {
  minConfidence: 'medium',
  showSuppressed: false,
  showSecrets: false,
  all: false,
  color: false,
  width: 80,
  next: '',
  ruleText: () => null,
};

/** Chunks in order; joined they are the report. Large results never stand in memory as one string. */
export type Reporter = (result: ScanResult, options: ReportOptions) => Iterable<string>;
