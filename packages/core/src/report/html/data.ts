/** What the html report's page is given: the contract between the reporter (Node) and the page's script (browser). */
import type { Confidence, RuleText, Severity } from '../../rules/rule.ts';
import type { CommitInfo, Held, Suppression } from '../../scan/finding.ts';
import type { Coverage, Where } from '../../sources/source.ts';
import type { Tier } from '../gate.ts';
import type { ProviderAdvice } from '../options.ts';

/** `present`: HEAD holds it. `uncommitted`: only staged, on disk or on stdin. `past`: history alone holds it. */
export type State = 'present' | 'uncommitted' | 'past';

export interface PagePlace {
  readonly where: Where;
  readonly path: string | null;
  readonly line: number;
  readonly column: number;
  /** Index into `commits`; null where no commit brings it. */
  readonly commit: number | null;
  readonly inHead: boolean;
  readonly rule: string;
  readonly suppressed: Suppression | null;
  /** Redacted lines around it, and the number of the first. */
  readonly excerpt: { readonly from: number; readonly lines: readonly string[] } | null;
}

export interface PageFinding {
  readonly fingerprint: string;
  readonly hygiene: boolean;
  readonly rule: string;
  readonly provider: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly tier: Tier;
  readonly title: string;
  readonly secret: string;
  readonly state: State;
  readonly held: Held | null;
  /** Index into `refSets`. */
  readonly refs: number;
  readonly refCount: number;
  readonly facts: Readonly<Record<string, string>>;
  readonly suppressed: Suppression | null;
  /** Introducing commit, index into `commits`. */
  readonly first: number | null;
  /** The commit that took it out of HEAD's history. */
  readonly removed: { readonly oid: string; readonly date: string } | null;
  readonly places: readonly PagePlace[];
  /** Places beyond those listed. */
  readonly morePlaces: number;
}

export interface PageRule extends RuleText {
  readonly advice: ProviderAdvice | null;
}

export interface PageData {
  readonly tool: { readonly name: string; readonly version: string; readonly ruleset: string };
  readonly target: string;
  readonly madeAt: string;
  readonly minConfidence: Confidence;
  readonly coverage: Coverage;
  readonly notes: readonly string[];
  readonly rules: Readonly<Record<string, PageRule>>;
  readonly commits: readonly CommitInfo[];
  readonly refSets: readonly (readonly string[])[];
  readonly findings: readonly PageFinding[];
}

/** Where the reporter puts the data into the built page. */
export const dataMark = '<!--gitmoat:data-->';
