/** What a reporter is told besides the result. Reporters are pure: no clock, no terminal, no environment. */
import type { Confidence, RuleText } from '../rules/rule.ts';
import type { Finding, Spot } from '../scan/finding.ts';
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
  /** The rule's texts for people; null where the rule is not known any more. */
  readonly ruleText: (id: string) => RuleText | null;
  /** gitlab, html: when the report was made, ISO 8601. The only thing in a report that the result does not decide. */
  readonly madeAt: string;
  /** html, rdjsonl: the lines around a place; null where they could not be read again. */
  readonly excerpt: (place: Spot) => Excerpt | null;
  /** html: the commit that took a secret out of HEAD's history; null where there is none or nobody looked. */
  readonly removal: (finding: Finding) => Removal | null;
  /** html: what to do at the provider, by rule; null where nothing precise is known. */
  readonly advice: (rule: { readonly provider: string; readonly rule: string }) => ProviderAdvice | null;
  /** html: the built page (`scripts/build.mjs`), read when it is needed. */
  readonly page: () => string;
}

/** Lines that begin with `$ ` are commands. */
export interface ProviderAdvice {
  readonly page: string;
  readonly reference: string;
  readonly rotate: readonly string[];
  readonly used: readonly string[];
}

export interface Removal {
  readonly oid: string;
  /** ISO 8601 with offset, the committer date. */
  readonly date: string;
}

/** Lines around a place, every match in them replaced (not only the one that is reported there). */
export interface Excerpt {
  /** Number of the first line, from 1. */
  readonly from: number;
  readonly lines: readonly string[];
  /** The place's columns in UTF-8 bytes, from 1, the end exclusive. */
  readonly byteColumns: { readonly start: number; readonly end: number };
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
  madeAt: '1970-01-01T00:00:00Z',
  excerpt: () => null,
  removal: () => null,
  advice: () => null,
  page: () => '',
};

/** Chunks in order; joined they are the report. Large results never stand in memory as one string. */
export type Reporter = (result: ScanResult, options: ReportOptions) => Iterable<string>;
