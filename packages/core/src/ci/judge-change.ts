/**
 * One change judged: what it brings, under the base's policy and what it adds to it, with every addition said first.
 * Secrets and hygiene come out as one result; exit codes are the caller's.
 */
import { createAllowlist } from '../baseline/allowlist.ts';
import { baselineName, createBaseline, firstOf } from '../baseline/baseline.ts';
import type { AllowEntry, Config } from '../config/config.ts';
import { selectRules } from '../config/select-rules.ts';
import type { Repository } from '../git/repository.ts';
import { type HygieneOptions, type HygieneRuleset, hygieneFindings } from '../hygiene/find.ts';
import { type Gate, isCounted } from '../report/gate.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import type { Finding, Occurrence } from '../scan/finding.ts';
import type { Progress, ScanResult, Suppressor } from '../scan/result.ts';
import { scan } from '../scan/scan.ts';
import { revisionSource } from '../sources/range.ts';
import { movedFindings } from './moved.ts';
import { addedHere, noticesOf } from './notices.ts';
import { comparePolicies, type Policy, type PolicyAddition, type PolicyDifference } from './policy.ts';
import type { CiRange } from './resolve.ts';

export interface ChangeInput {
  readonly repo: Repository;
  readonly range: CiRange;
  readonly ruleset: Ruleset;
  readonly hygiene: HygieneRuleset;
  readonly policies: { readonly base: Policy; readonly fork: Policy; readonly head: Policy };
  /** `policy: base`: what the head adds is said and does not hold. */
  readonly baseOnly: boolean;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly version: string;
  readonly target: string;
  readonly showSecrets: boolean;
  readonly progress?: Progress | undefined;
  /** Makes text of the repository safe to print. */
  readonly clean: (text: string) => string;
  /** From the command line; wins over both policies. */
  readonly gate: Partial<Gate>;
}

export interface JudgedChange {
  readonly result: ScanResult;
  readonly gate: Gate;
  readonly observe: boolean;
  readonly require: Config['require'];
  /** `limits` and `exclude` of the base, for remarks. */
  readonly notes: readonly string[];
}

export async function judgeChange(input: ChangeInput): Promise<JudgedChange> {
  const { policies, baseOnly, ruleset, hygiene, range } = input;
  const { base, head } = policies;
  const rules = [
    ...ruleset.rules.map(({ id, provider, severity }) => ({ id, provider, severity })),
    ...hygiene.rules.map(({ id, group, severity }) => ({ id, provider: group, severity })),
  ];
  const difference = comparePolicies({ ...policies, rules });
  const names = ruleNames(ruleset, hygiene);
  const allowlist = await createAllowlist([...base.config.allow, ...excluded(base.config)], {
    today: input.today,
    ruleNames: names,
  });
  const before = firstOf([allowlist, createBaseline(base.baseline)])!;
  const added = await addedSuppressor(difference, input.today, names);
  const key = base.config.id ?? (acceptsFingerprints(base) ? undefined : (head.config.id ?? undefined));
  const severity = baseOnly ? base.config.rules.severity : difference.severity;
  const selection = { ...base.config.rules, severity };
  const suppressor = baseOnly ? before : firstOf([before, added]);
  const repo = { ...input.repo, head: range.head };
  const secrets = await scan(revisionSource(repo, range.revisions), {
    ruleset: selectRules(ruleset, selection),
    repo,
    target: input.target,
    version: input.version,
    key,
    suppressor,
    showSecrets: true,
    progress: input.progress,
  });
  const moved = range.base === null ? new Set() : await movedIn(repo, secrets.findings, range);
  const brought = secrets.findings.filter((finding) => !moved.has(finding));
  const found = await newHygiene(repo, range, { ruleset: hygiene, stage: 'ci', selection, key, suppressor });
  const kept = [...brought.map((finding) => (input.showSecrets ? finding : withoutRaw(finding))), ...found.findings];
  const findings = baseOnly ? kept.map((finding) => withoutComments(finding, before)) : kept;
  const gates = {
    base: gateFrom(base.config, input.gate),
    head: baseOnly ? gateFrom(base.config, input.gate) : gateFrom(difference.gate, input.gate),
  };
  const observe = (baseOnly ? base.config : difference.gate).mode === 'observe';
  const observes = observe && base.config.mode !== 'observe';
  const notices = noticesOf({ difference, findings, gates, observes, baseOnly, clean: input.clean });
  const change = { range: input.clean(range.line), head: range.head, base: range.base, ...notices };
  return {
    result: {
      ...secrets,
      findings,
      hygieneRules: found.rules,
      change,
      notes: [...secrets.notes, ...movedNote(moved.size)],
    },
    gate: gates.head,
    observe,
    require: baseOnly ? base.config.require : difference.require,
    notes: allowlist.notes,
  };
}

/** Fingerprints are keyed by `id`: while the base has none, what it accepts goes by the public key, and a new id waits. */
function acceptsFingerprints({ config, baseline }: Policy): boolean {
  return baseline.length > 0 || config.allow.some(({ fingerprint }) => fingerprint !== null);
}

function gateFrom(config: Pick<Config, 'minConfidence' | 'failOn'>, asked: Partial<Gate>): Gate {
  return {
    minConfidence: asked.minConfidence ?? config.minConfidence ?? 'medium',
    failOn: asked.failOn ?? config.failOn,
  };
}

function excluded({ exclude }: Config): AllowEntry[] {
  if (exclude.length === 0) return [];
  const rest = { rule: null, fingerprint: null, expires: null, until: null, rotated: false };
  return [{ ...rest, paths: exclude, reason: 'excluded path', where: '.gitmoat.yaml' }];
}

async function addedSuppressor(
  { additions, baseline }: PolicyDifference,
  today: string,
  ruleNames: (id: string) => readonly string[],
): Promise<Suppressor> {
  const entries = additions.flatMap((addition: PolicyAddition) =>
    addition.entries.map((entry) => ({ ...entry, where: addedHere(addition.where) })),
  );
  const list = await createAllowlist(entries, { today, ruleNames });
  return firstOf([list, createBaseline(baseline, addedHere(baselineName))])!;
}

/** What an exception may call a rule, of either kind. */
function ruleNames({ rules }: Ruleset, hygiene: HygieneRuleset): (id: string) => readonly string[] {
  const names = new Map<string, readonly string[]>(hygiene.rules.map(({ id, group }) => [id, [id, group]]));
  for (const { id, provider, replaces } of rules) names.set(id, [id, provider, ...replaces]);
  return (id) => names.get(id) ?? [id];
}

async function movedIn(repo: Repository, findings: readonly Finding[], range: CiRange): Promise<Set<Finding>> {
  const open = findings.filter((finding) => isCounted(finding, { minConfidence: 'low', failOn: null }));
  const moved = new Set<Finding>();
  for (const base of new Set([range.base!, ...range.forks])) {
    for (const finding of await movedFindings(repo, open, { base, head: range.head })) moved.add(finding);
  }
  return moved;
}

function movedNote(count: number): string[] {
  if (count === 0) return [];
  return [`${count} ${count === 1 ? 'secret is' : 'secrets are'} moved from files of the base: not new, so not listed`];
}

/** New: neither where the change started nor at the tip of what it goes into. */
async function newHygiene(
  repo: Repository,
  range: CiRange,
  options: HygieneOptions,
): Promise<{ readonly findings: readonly Finding[]; readonly rules: number }> {
  const against = (base: string | null) => hygieneFindings(repo, { ...options, head: range.head, base });
  let { findings, rules } = await against(range.forks[0] ?? range.base);
  if (findings.length > 0 && range.base !== null && !range.forks.includes(range.base)) {
    const open = new Set((await against(range.base)).findings.map(({ fingerprint }) => fingerprint));
    findings = findings.filter(({ fingerprint }) => open.has(fingerprint));
  }
  return { findings, rules };
}

function withoutRaw({ raw: _, ...finding }: Finding): Finding {
  return finding;
}

/** A comment comes with the content that it covers: under the base's policy alone it says nothing. */
function withoutComments(finding: Finding, base: Suppressor): Finding {
  const judge = (occurrence: Occurrence): Occurrence =>
    occurrence.suppressed?.by === 'inline'
      ? { ...occurrence, suppressed: base.suppress(finding, occurrence) }
      : occurrence;
  const occurrences = finding.occurrences.map(judge);
  const open = occurrences.some(({ suppressed }) => suppressed === null);
  return { ...finding, occurrences, suppressed: open ? null : finding.suppressed };
}
