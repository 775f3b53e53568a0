/**
 * What counts in a change: the base's policy and what the head adds to it, with every addition named, so that nobody can
 * silence a finding in the same change unseen. What the head only inherited (it parted before the base dropped an
 * exception) is no addition and does not hold. Pure: settings in, settings and sentences out.
 */
import type { BaselineEntry } from '../baseline/baseline.ts';
import { type AllowEntry, type Config, configName, defaultConfig } from '../config/config.ts';
import { isRuleOn } from '../config/select-rules.ts';
import { confidences, type Severity, severities } from '../rules/rule.ts';

export interface Policy {
  readonly config: Config;
  readonly baseline: readonly BaselineEntry[];
}

export const emptyPolicy: Policy = { config: defaultConfig, baseline: [] };

/** A rule of either kind: what an exception may name. */
export interface NamedRule {
  readonly id: string;
  readonly provider: string;
  readonly severity: Severity;
}

export interface PolicyAddition {
  /** One sentence without a full stop, for people. */
  readonly text: string;
  /** `path:line` in the head's tree, or the file alone. */
  readonly where: string;
  /** What it accepts; empty where it changes the gate instead. */
  readonly entries: readonly AllowEntry[];
}

export interface PolicyDifference {
  readonly additions: readonly PolicyAddition[];
  readonly baseline: readonly BaselineEntry[];
  /** The gate with the head's additions. */
  readonly gate: Pick<Config, 'mode' | 'minConfidence' | 'failOn'>;
  readonly severity: Readonly<Record<string, Severity>>;
  readonly require: Config['require'];
}

export interface PolicyInput {
  /** The tip of the base: what holds. */
  readonly base: Policy;
  /** Where head and base parted: what the head started from. */
  readonly fork: Policy;
  readonly head: Policy;
  readonly rules: readonly NamedRule[];
}

export function comparePolicies(input: PolicyInput): PolicyDifference {
  const { base, fork, head } = input;
  const known = new Set([base, fork].flatMap(({ baseline }) => baseline.map(baselineKey)));
  return {
    additions: [...allowed(input), ...excluded(input), ...rulesOff(input), ...gateChanges(input)],
    baseline: head.baseline.filter((entry) => !known.has(baselineKey(entry))),
    gate: gateOf(input),
    severity: { ...base.config.rules.severity, ...Object.fromEntries(lowered(input)) },
    require: base.config.require.filter((kind) => !dropped(input).includes(kind)),
  };
}

/** The reason and the line may change without silencing anything. */
function allowKey({ rule, paths, fingerprint, expires, until, rotated }: AllowEntry): string {
  return JSON.stringify([rule, [...paths].sort(), fingerprint, expires, until, rotated]);
}

function baselineKey({ fingerprint, path, bound }: BaselineEntry): string {
  return `${fingerprint} ${bound ? path : ''}`;
}

function allowed({ base, fork, head }: PolicyInput): PolicyAddition[] {
  const known = new Set([base, fork].flatMap(({ config }) => config.allow.map(allowKey)));
  const kept = new Set(head.config.allow.map(allowKey));
  const gone = fork.config.allow.filter((entry) => !kept.has(allowKey(entry)));
  return head.config.allow
    .filter((entry) => !known.has(allowKey(entry)))
    .map((entry) => {
      const before = gone.find(({ rule, fingerprint }) => rule === entry.rule && fingerprint === entry.fingerprint);
      return { text: allowText(entry, before), where: entry.where, entries: [entry] };
    });
}

function allowText(entry: AllowEntry, before: AllowEntry | undefined): string {
  const what = entry.fingerprint ?? entry.rule ?? 'every rule';
  const paths = entry.paths.join(', ') || 'every path';
  if (entry.rotated) return `${what} is said to be rotated (${entry.reason})`;
  if (before !== undefined && before.paths.join() !== entry.paths.join()) {
    return `the exception of ${what} now covers ${paths} instead of ${before.paths.join(', ') || 'every path'}`;
  }
  if (before !== undefined) return `the exception of ${what} at ${paths} now holds longer`;
  return `${what} is allowed at ${paths} (${entry.reason})`;
}

function excluded({ base, fork, head }: PolicyInput): PolicyAddition[] {
  const known = new Set([...base.config.exclude, ...fork.config.exclude]);
  return head.config.exclude
    .filter((glob) => !known.has(glob))
    .map((glob) => ({
      text: `${glob} is excluded`,
      where: configName,
      entries: [exception({ paths: [glob], reason: 'excluded path' })],
    }));
}

function rulesOff({ base, fork, head, rules }: PolicyInput): PolicyAddition[] {
  const isOn = (rule: NamedRule, { config }: Policy) => isRuleOn(rule, config.rules);
  const off = rules.filter((rule) => isOn(rule, base) && isOn(rule, fork) && !isOn(rule, head));
  if (off.length === 0) return [];
  const names = off.slice(0, 5).map(({ id }) => id);
  const more = off.length > names.length ? ` and ${off.length - names.length} more` : '';
  return [
    {
      text: `${off.length === 1 ? 'a rule is' : `${off.length} rules are`} switched off: ${names.join(', ')}${more}`,
      where: configName,
      entries: off.map(({ id }) => exception({ rule: id, reason: 'switched off' })),
    },
  ];
}

function exception(entry: Partial<AllowEntry> & { readonly reason: string }): AllowEntry {
  const rest = { rule: null, paths: [], fingerprint: null, expires: null, until: null, rotated: false };
  return { ...rest, where: configName, ...entry };
}

/** Severities that the head lowers, by the name that stands in the config. */
function lowered({ base, fork, head, rules }: PolicyInput): [string, Severity][] {
  const usual = (name: string) =>
    rules.find(({ id, provider }) => id === name || provider === name)?.severity ?? 'critical';
  const level = ({ config }: Policy, name: string) => severities.indexOf(config.rules.severity[name] ?? usual(name));
  return Object.entries(head.config.rules.severity).filter(
    ([name]) => level(head, name) > level(base, name) && level(head, name) > level(fork, name),
  );
}

function dropped({ base, fork, head }: PolicyInput): Config['require'] {
  const had = fork.config.require.filter((kind) => base.config.require.includes(kind));
  return had.filter((kind) => !head.config.require.includes(kind));
}

function gateOf(input: PolicyInput): PolicyDifference['gate'] {
  const { base, head } = input;
  const looser = loosened(input);
  return {
    mode: looser.mode ? head.config.mode : base.config.mode,
    minConfidence: looser.minConfidence ? head.config.minConfidence : base.config.minConfidence,
    failOn: looser.failOn ? head.config.failOn : base.config.failOn,
  };
}

/** Which parts of the gate the head itself (not its age) makes looser than the base has them. */
function loosened({ base, fork, head }: PolicyInput): Record<'mode' | 'minConfidence' | 'failOn', boolean> {
  const confidence = ({ config }: Policy) => -confidences.indexOf(config.minConfidence ?? 'medium');
  const failOn = ({ config }: Policy) =>
    -(config.failOn === null ? severities.length : severities.indexOf(config.failOn));
  const mode = ({ config }: Policy) => (config.mode === 'observe' ? 1 : 0);
  const looser = (of: (policy: Policy) => number) => of(head) > of(base) && of(head) > of(fork);
  return { mode: looser(mode), minConfidence: looser(confidence), failOn: looser(failOn) };
}

function gateChanges(input: PolicyInput): PolicyAddition[] {
  const { config } = input.head;
  const looser = loosened(input);
  const texts = [
    ...(looser.mode ? ['mode: observe, so findings no longer fail'] : []),
    ...(looser.minConfidence ? [`only findings of confidence ${config.minConfidence} or more count`] : []),
    ...(looser.failOn ? [`only findings of severity ${config.failOn} or more fail`] : []),
    ...lowered(input).map(([name, severity]) => `the severity of ${name} is lowered to ${severity}`),
    ...dropped(input).map((kind) => `${kind} is no longer required to be read`),
  ];
  return texts.map((text) => ({ text, where: configName, entries: [] }));
}
