/** All hygiene findings of one question: what is on disk, what is staged, what a range brings. */
import type { Repository } from '../git/repository.ts';
import type { IgnoreSet } from '../ignore/must-ignore.ts';
import { type Severity, severities } from '../rules/rule.ts';
import type { Finding } from '../scan/finding.ts';
import type { Suppressor } from '../scan/result.ts';
import type { Answer, CheckContext, Problem } from './check.ts';
import { checks } from './checks/index.ts';
import { hygieneFingerprint, makeFinding } from './finding.ts';
import type { HclAssets } from './hcl.ts';
import { commitTree, listHidden, readFor, stagedTrees, worktreeTree } from './load-tree.ts';
import { type HygieneRule, inProfile, type Profile, type Stage } from './rule.ts';
import { Tree } from './tree.ts';

export interface HygieneRuleset {
  readonly rules: readonly HygieneRule[];
  readonly ignoreSets: readonly IgnoreSet[];
  /** Where the Terraform grammar is. */
  readonly hcl?: HclAssets | undefined;
}

/** What `rules:` of a config says; ids and groups, `*` is all. */
export interface HygieneSelection {
  readonly disable: readonly string[];
  readonly enable: readonly string[];
  readonly severity: Readonly<Record<string, Severity>>;
}

export interface HygieneOptions {
  readonly ruleset: HygieneRuleset;
  /** `check`: the worktree (a bare repository: HEAD); `staged`: the next commit; `ci`: `head` against `base`. */
  readonly stage: Stage;
  readonly profile?: Profile | undefined;
  readonly selection?: HygieneSelection | undefined;
  /** ci: commits. Without a base everything in `head` counts as new. */
  readonly head?: string | undefined;
  readonly base?: string | null | undefined;
  readonly key?: string | undefined;
  readonly suppressor?: Suppressor | null | undefined;
}

export interface HygieneResult {
  /** In report order. */
  readonly findings: readonly Finding[];
  /** Rules that were asked. */
  readonly rules: number;
  readonly files: number;
  /** The checklist, where the profile asks for it. */
  readonly answers: readonly (Answer & { readonly rule: HygieneRule })[];
}

export async function hygieneFindings(repo: Repository, options: HygieneOptions): Promise<HygieneResult> {
  const rules = rulesFor(options);
  const { now, before, commits } = await treesFor(repo, options);
  const used = rules.filter(({ id }) => now.whole || checks[id]?.whole !== true);
  const needed = used.map(({ id }) => checks[id]!);
  const { hcl } = options.ruleset;
  await readFor(needed, now, { repo, commit: commits.now, hcl });
  if (now.where === 'worktree' && used.some(({ id }) => id === 'secret-file-ignored-only-here')) {
    now.hidden.push(...(await listHidden(repo)));
  }
  const found = judge(used, now, options);
  const old = new Set<string>();
  if (before !== null && found.length > 0) {
    const again = used.filter(({ id }) => found.some(({ rule }) => rule === id));
    const wanted = again.map(({ id }) => checks[id]!);
    await readFor(wanted, before, { repo, commit: commits.before, hcl });
    for (const [rule, problem] of problemsOf(again, before, options)) {
      old.add(hygieneFingerprint(rule.id, problem, options.key));
    }
  }
  const findings = found.filter(({ fingerprint }) => !old.has(fingerprint));
  const context: CheckContext = { ignoreSets: options.ruleset.ignoreSets };
  const answers = used.flatMap((rule) => {
    const answer = checks[rule.id]!.answer?.(now, context);
    return answer === undefined ? [] : [{ rule, ...answer }];
  });
  return { findings: findings.sort(compareFindings), rules: used.length, files: now.files.length, answers };
}

export function rulesFor({ ruleset, stage, profile = 'default', selection }: HygieneOptions): HygieneRule[] {
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

interface Trees {
  readonly now: Tree;
  readonly before: Tree | null;
  readonly commits: { readonly now: string; readonly before: string };
}

async function treesFor(repo: Repository, { stage, head, base }: HygieneOptions): Promise<Trees> {
  const none = { now: '', before: '' };
  if (stage === 'staged') return { ...(await stagedTrees(repo)), commits: none };
  if (stage === 'check' && repo.root !== null) return { now: await worktreeTree(repo), before: null, commits: none };
  const commit = head ?? repo.head;
  if (commit === null) return { now: new Tree({ where: 'tree', files: [], whole: true }), before: null, commits: none };
  const before = base == null ? null : await commitTree(repo, base);
  return { now: await commitTree(repo, commit), before, commits: { now: commit, before: base ?? '' } };
}

function judge(rules: readonly HygieneRule[], tree: Tree, options: HygieneOptions): Finding[] {
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

function* problemsOf(
  rules: readonly HygieneRule[],
  tree: Tree,
  { ruleset }: HygieneOptions,
): Iterable<[HygieneRule, Problem]> {
  const context: CheckContext = { ignoreSets: ruleset.ignoreSets };
  for (const rule of rules) for (const problem of checks[rule.id]!.run(tree, context)) yield [rule, problem];
}

function compareFindings(a: Finding, b: Finding): number {
  const bySeverity = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  const keys = ({ path, line, column, rule }: Finding) => [path ?? '', line, column, rule] as const;
  const [x, y] = [keys(a), keys(b)];
  for (const [index, value] of x.entries()) if (value !== y[index]) return value < y[index]! ? -1 : 1;
  return 0;
}
