/**
 * What every scanning command does around its scan: config, rules, exceptions, progress, reports, exit code. The command
 * itself says only where the bytes come from.
 */
import { plural } from '@gitmoat/core/plural';
import type { Gate } from '@gitmoat/core/report/gate';
import { withAccepted } from './commands/accepted.ts';
import {
  type AllowEntry,
  type Config,
  confidences,
  configName,
  createAllowlist,
  defaultConfig,
  defaultReportOptions,
  type Finding,
  isCounted,
  loadConfig,
  loadRuleset,
  type Progress,
  type ReportOptions,
  type Ruleset,
  type ScanOptions,
  type ScanResult,
  type Suppressor,
  selectRules,
  severities,
  skipReasons,
} from './core.ts';
import { hygieneNames, hygieneRules, hygieneTexts } from './hygiene-rules.ts';
import type { Io } from './io.ts';
import { readNamedFile } from './named-file.ts';
import { type Args, choice } from './options.ts';
import { type OutputPair, pairOutputs, writeReports } from './outputs.ts';
import { createProgress } from './progress.ts';
import type { Reread } from './reread.ts';
import type { ReadRootFile } from './root-files.ts';
import { version } from './version.ts';

/** What `.gitmoat.yaml` says of a run. */
export interface Policy {
  readonly config: Config;
  readonly suppressor: Suppressor | null;
  /** Added to the result's notes. */
  readonly notes: readonly string[];
}

/** What a command needs for its scan. */
export interface Setup extends Policy {
  readonly ruleset: Ruleset;
  readonly showSecrets: boolean;
}

export interface ScanJob {
  /** Where `.gitmoat.yaml` is read. */
  readonly root: ReadRootFile;
  /** Absent: what was scanned cannot be read again (standard input). */
  readonly reread?: Reread;
  scan(setup: Setup, progress: Progress): Promise<ScanResult>;
  /** The next command, or a heading and a line for each step, by what was found. */
  next?(result: ScanResult, counted: readonly Finding[]): string | Promise<string>;
  /** Instead of `conclude`: reports and exit code. */
  conclude?(conclusion: Conclusion): Promise<number>;
}

export async function runScan(args: Args, io: Io, open: () => Promise<ScanJob>): Promise<number> {
  const outputs = pairOutputs(args, io.cwd);
  const asked = {
    minConfidence: choice(args, 'min-confidence', confidences),
    failOn: choice(args, 'fail-on', severities),
  };
  const job = await open();
  const setup = await withAccepted(await prepare(args, io, job.root), args, io, job.root);
  const bar = createProgress(io.stderr, !args.has('no-progress') && !args.has('quiet'));
  let scanned: ScanResult;
  try {
    scanned = withRequired(await job.scan(setup, bar.report), setup.config.require);
  } finally {
    await bar.stop();
  }
  const { config, ruleset } = setup;
  const gate = {
    minConfidence: asked.minConfidence ?? config.minConfidence ?? 'medium',
    failOn: asked.failOn ?? config.failOn,
  };
  const result = { ...scanned, notes: [...setup.notes, ...scanned.notes] };
  const next = job.next?.bind(job);
  const options = reportOptionsOf(args, io, { gate, ruleset });
  const observe = config.mode === 'observe';
  const conclusion = { outputs, result, gate, observe, options, reread: job.reread, ...(next && { next }) };
  return job.conclude === undefined ? conclude(io, conclusion) : job.conclude(conclusion);
}

export interface Conclusion {
  readonly outputs: readonly OutputPair[];
  readonly result: ScanResult;
  readonly gate: Gate;
  readonly observe: boolean;
  readonly options: ReportOptions;
  readonly reread?: Reread | undefined;
  next?(result: ScanResult, counting: readonly Finding[]): string | Promise<string>;
}

/** Writes the reports; the exit code. */
export async function conclude(io: Io, { outputs, gate, observe, options, ...rest }: Conclusion): Promise<number> {
  const counting = rest.result.findings.filter((finding) => isCounted(finding, gate));
  const counted = counting.length;
  const observing = observe && counted > 0;
  const observed = `mode: observe in ${configName}, so ${plural(counted, 'finding')} cannot fail this run`;
  const result = { ...rest.result, notes: [...(observing ? [observed] : []), ...rest.result.notes] };
  const next = (await rest.next?.(result, counting)) ?? nextStep(result, counted);
  await writeReports(outputs, result, { ...options, next }, io, rest.reread);
  return exitCode(result, observing ? 0 : counted);
}

export function reportOptionsOf(
  args: Args,
  io: Io,
  { gate, ruleset }: { readonly gate: Gate; readonly ruleset: Ruleset },
): ReportOptions {
  return {
    ...defaultReportOptions,
    minConfidence: gate.minConfidence,
    showSuppressed: args.has('show-suppressed'),
    showSecrets: args.has('show-secrets'),
    all: args.has('all'),
    color: wantsColor(args, io),
    width: io.stdout.isTTY ? Math.max(40, Math.min(80, io.stdout.columns)) : 80,
    ruleText: ruleTexts(ruleset, io),
  };
}

/** Config and rules of one run; `explain` uses it too. */
export async function prepare(args: Args, io: Io, root: ReadRootFile): Promise<Setup> {
  const all = loadRuleset(io.rulesetFile);
  const policy = await readPolicy(args, io, { root, secretRules: () => all });
  return { ...policy, ruleset: selectRules(all, policy.config.rules), showSecrets: args.has('show-secrets') };
}

interface PolicyInput {
  readonly root: ReadRootFile;
  /** Asked for where a config or an exception can name one. */
  readonly secretRules: () => Ruleset;
}

/** Config and exceptions of one run. */
export async function readPolicy(args: Args, io: Io, { root, secretRules }: PolicyInput): Promise<Policy> {
  const named = args.value('config');
  const text = readNamedFile(args, 'config', io.cwd)?.toString() ?? (await root(configName));
  const known = text === null ? [] : [...secretRules().rules, ...hygieneNames(io)];
  const config = await loadConfig({ text, path: named ?? configName, rules: known, version });
  const exceptions = [...config.allow, ...excludedPaths(config)];
  const allowlist = await createAllowlist(exceptions, {
    today: new Date().toISOString().slice(0, 10),
    ruleNames: ruleNames(() => [...secretRules().rules, ...hygieneNames(io)]),
  });
  return {
    config,
    suppressor: exceptions.length > 0 ? allowlist : null,
    notes: [...allowlist.notes, ...(config.limits === defaultConfig.limits ? [] : [limitsNote])],
  };
}

type NamedRule = { readonly id: string; readonly provider: string; readonly replaces: readonly string[] };

/** All names that an exception may use for a rule. Asked only where there are findings: most runs never parse all rules. */
function ruleNames(rules: () => readonly NamedRule[]): (id: string) => readonly string[] {
  let names: Map<string, string[]> | null = null;
  return (id) => {
    names ??= new Map(rules().map((rule) => [rule.id, [rule.id, rule.provider, ...rule.replaces]]));
    return names.get(id) ?? [id];
  };
}

const limitsNote = `limits in ${configName} are understood but have no effect in this version`;

/** Excluded paths are read like all others; what they hold is hidden and stays countable. */
function excludedPaths({ exclude }: Config): AllowEntry[] {
  if (exclude.length === 0) return [];
  const rest = { rule: null, fingerprint: null, expires: null, until: null, rotated: false };
  return [{ ...rest, paths: exclude, reason: 'excluded path', where: configName }];
}

/** What core's scans want to know from a command. */
export function scanOptions(setup: Setup, target: string): Omit<ScanOptions, 'repo'> {
  const { ruleset, config, suppressor, showSecrets } = setup;
  return { ruleset, target, version, suppressor, showSecrets, ...(config.id === null ? {} : { key: config.id }) };
}

/** `require:` turns kinds of content that are out of scope into unread ones. */
export function withRequired(result: ScanResult, kinds: Config['require']): ScanResult {
  const reasons: string[] = kinds.map((kind) => (kind === 'lfs' ? skipReasons.lfs : skipReasons.submodule));
  const { coverage } = result;
  const skipped = coverage.blobs.skipped.map((entry) => ({
    ...entry,
    unread: entry.unread || reasons.includes(entry.reason),
  }));
  const complete = coverage.complete && skipped.every(({ unread }) => !unread);
  return { ...result, coverage: { ...coverage, complete, blobs: { ...coverage.blobs, skipped } } };
}

/** Findings that count win over unread content: the first is certain. */
function exitCode({ coverage }: ScanResult, counted: number): number {
  if (counted > 0) return 1;
  return coverage.complete ? 0 : 3;
}

function wantsColor(args: Args, io: Io): boolean {
  return io.stdout.isTTY && !args.has('no-color') && !io.env.NO_COLOR && io.env.TERM !== 'dumb';
}

/** Of secrets' rules; hygiene's are loaded where a finding names one. */
function ruleTexts(ruleset: Ruleset, io: Io): ReportOptions['ruleText'] {
  let habits: ReportOptions['ruleText'] | null = null;
  let indices: Map<string, number> | null = null;
  return (id) => {
    indices ??= new Map(ruleset.rules.map((rule) => [rule.id, rule.index]));
    const index = indices.get(id);
    if (index !== undefined) return ruleset.text(index);
    habits ??= hygieneTexts(hygieneRules(io));
    return habits(id);
  };
}

function nextStep({ coverage, findings }: ScanResult, counted: number): string {
  const worst = findings.find((finding) => finding.suppressed === null);
  if (counted > 0 && worst !== undefined) return `gitmoat explain ${worst.fingerprint.slice(0, 12)}`;
  if (!coverage.complete && coverage.shallow) return 'git fetch --unshallow, then the same again';
  return '';
}
