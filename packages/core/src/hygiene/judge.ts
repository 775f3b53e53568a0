/** Rules asked of trees: which are on, what they find, which of it is old. Reads nothing. */
import type { IgnoreSet } from '../ignore/must-ignore.ts';
import { type Severity, severities } from '../rules/rule.ts';
import type { Finding } from '../scan/finding.ts';
import type { Suppressor } from '../scan/result.ts';
import type { CheckContext, Problem } from './check.ts';
import { checks } from './checks/index.ts';
import { hygieneFingerprint, makeFinding } from './finding.ts';
import type { HclAssets } from './hcl.ts';
import { type HygieneRule, inProfile, type Profile, type Stage } from './rule.ts';
import type { Tree } from './tree.ts';

export interface HygieneRuleset {
  readonly rules: readonly HygieneRule[];
  readonly ignoreSets: readonly IgnoreSet[];
  /** Of the compiled file; names the rules in reports. */
  readonly hash?: string;
  /** Where the Terraform grammar is. */
  readonly hcl?: HclAssets | undefined;
}

/** What `rules:` of a config says; ids and groups, `*` is all. */
export interface HygieneSelection {
  readonly disable: readonly string[];
  readonly enable: readonly string[];
  readonly severity: Readonly<Record<string, Severity>>;
}

export interface JudgeOptions {
  readonly ruleset: HygieneRuleset;
  readonly profile?: Profile | undefined;
  readonly selection?: HygieneSelection | undefined;
  /** `id:` of the config; keys the fingerprints. */
  readonly key?: string | undefined;
  readonly suppressor?: Suppressor | null | undefined;
}

export function rulesFor({ ruleset, profile = 'default', selection }: JudgeOptions, stage: Stage): HygieneRule[] {
  return ruleset.rules.filter((rule) => rule.stages.includes(stage) && isOn(rule, profile, selection));
}

/** As for secrets: an id wins over a group, `enable` over `disable`; a rule of another profile is on if it is named. */
function isOn(rule: HygieneRule, profile: Profile, selection: HygieneSelection | undefined): boolean {
  const { enable = [], disable = [] } = selection ?? {};
  if (enable.includes(rule.id)) return true;
  if (disable.includes(rule.id)) return false;
  if (enable.includes(rule.group)) return true;
  return inProfile(rule, profile) && !disable.includes(rule.group) && !disable.includes('*');
}

export function judge(rules: readonly HygieneRule[], tree: Tree, options: JudgeOptions): Finding[] {
  const { key, suppressor, selection } = options;
  const seen = new Map<string, Finding>();
  for (const [rule, problem] of problemsOf(rules, tree, options)) {
    const severity = selection?.severity[rule.id] ?? selection?.severity[rule.group];
    const finding = makeFinding(rule, problem, tree, { key, suppressor, severity });
    const same = seen.get(finding.fingerprint);
    // The same text twice in a file is one finding in two places.
    if (same === undefined) seen.set(finding.fingerprint, finding);
    else {
      const occurrences = [...same.occurrences, ...finding.occurrences];
      const open = occurrences.some(({ suppressed }) => suppressed === null);
      seen.set(finding.fingerprint, { ...same, occurrences, suppressed: open ? null : same.suppressed });
    }
  }
  return [...seen.values()];
}

export function fingerprintsOf(rules: readonly HygieneRule[], tree: Tree, options: JudgeOptions): string[] {
  const found = problemsOf(rules, tree, options);
  return Array.from(found, ([rule, problem]) => hygieneFingerprint(rule.id, problem, options.key));
}

function* problemsOf(
  rules: readonly HygieneRule[],
  tree: Tree,
  { ruleset }: JudgeOptions,
): Iterable<[HygieneRule, Problem]> {
  const context: CheckContext = { ignoreSets: ruleset.ignoreSets };
  for (const rule of rules) for (const problem of checks[rule.id]!.run(tree, context)) yield [rule, problem];
}

/** Report order. */
export function compareFindings(a: Finding, b: Finding): number {
  const bySeverity = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  const keys = ({ path, line, column, rule }: Finding) => [path ?? '', line, column, rule] as const;
  const [x, y] = [keys(a), keys(b)];
  for (const [index, value] of x.entries()) if (value !== y[index]) return value < y[index]! ? -1 : 1;
  return 0;
}
