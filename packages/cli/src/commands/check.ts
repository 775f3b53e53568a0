/** `gitmoat check [PATH|URL]`: .gitignore enforcement and hygiene; `--fix` mends what .gitignore can mend. */
import { performance } from 'node:perf_hooks';
import { type HygieneResult, type HygieneRuleset, hygieneFindings } from '@gitmoat/core/hygiene/find';
import { planIgnoreFix, untrack, writeFix } from '@gitmoat/core/hygiene/fix';
import { type Profile, profiles } from '@gitmoat/core/hygiene/rule';
import { additionDiff } from '@gitmoat/core/ignore/addition-diff';
import { plural } from '@gitmoat/core/plural';
import { escapeControls } from '@gitmoat/core/report/escape';
import { hygieneLines, severityCounts } from '@gitmoat/core/report/text/hygiene';
import type { RawPath } from '@gitmoat/core/sources/source';
import {
  defaultReportOptions,
  type Finding,
  isCounted,
  loadRuleset,
  type ReportOptions,
  type Repository,
  type ScanResult,
  severities,
} from '../core.ts';
import { hygieneRules, hygieneTexts } from '../hygiene-rules.ts';
import type { Io } from '../io.ts';
import { npmPack } from '../npm-pack.ts';
import { openTarget } from '../open-target.ts';
import { type Args, choice, wrong } from '../options.ts';
import { pairOutputs, writeReports } from '../outputs.ts';
import { rootOf } from '../root-files.ts';
import { type Policy, readPolicy } from '../scan-command.ts';
import { version } from '../version.ts';
import { wrapText } from '../wrap.ts';
import { withAccepted } from './accepted.ts';

export async function run(args: Args, io: Io): Promise<number> {
  const outputs = pairOutputs(args, io.cwd);
  const profile = choice(args, 'profile', profiles) ?? 'default';
  const failOn = choice(args, 'fail-on', severities);
  if (args.has('untrack') && !args.has('fix')) throw wrong('--untrack belongs to --fix');
  const { repo, target } = await openTarget(args, io);
  const root = rootOf(repo);
  const secretRules = () => loadRuleset(io.rulesetFile);
  const setup = await withAccepted(await readPolicy(args, io, { root, secretRules }), args, io, root);
  const ruleset = hygieneRules(io);
  const started = performance.now();
  const ask = () => {
    const { config, suppressor } = setup;
    const key = config.id ?? undefined;
    const history = args.has('history');
    const policy = { selection: config.rules, key, suppressor };
    return hygieneFindings(repo, { ruleset, stage: 'check', profile, history, npmPack, ...policy });
  };
  let found = await ask();
  if (args.has('fix') && (await fix(args, io, repo, profile, found))) found = await ask();
  const result = toResult(found, { setup, ruleset, target, repo, seconds: (performance.now() - started) / 1000 });
  const gate = { minConfidence: 'high', failOn: failOn ?? setup.config.failOn ?? 'high' } as const;
  const counted = result.findings.filter((finding) => isCounted(finding, gate)).length;
  const options: ReportOptions = {
    ...defaultReportOptions,
    showSuppressed: args.has('show-suppressed'),
    all: args.has('all'),
    color: io.stdout.isTTY && !args.has('no-color') && !io.env.NO_COLOR && io.env.TERM !== 'dumb',
    width: io.stdout.isTTY ? Math.max(40, Math.min(80, io.stdout.columns)) : 80,
    ruleText: hygieneTexts(ruleset),
  };
  const texts = outputs.filter(({ format, file }) => format === 'text' && file === null);
  await writeReports(
    outputs.filter((pair) => !texts.includes(pair)),
    result,
    options,
    io,
    { repo, folder: repo.root },
  );
  if (texts.length > 0) await io.stdout.write(textOf(result, found, options));
  return counted > 0 && setup.config.mode !== 'observe' ? 1 : 0;
}

/** True if something was changed. What is written is shown first. */
async function fix(args: Args, io: Io, repo: Repository, profile: Profile, found: HygieneResult): Promise<boolean> {
  if (repo.root === null) throw wrong('--fix needs a working tree', 'Run it in a clone.');
  const plan = await planIgnoreFix(repo, hygieneRules(io), profile);
  for (const change of plan.changes) {
    await io.stderr.write(`${additionDiff(change).split('\n').map(escapeControls).join('\n')}`);
  }
  writeFix(repo, plan);
  for (const text of plan.left) await io.stderr.write(`gitmoat: ${escapeControls(text)}\n`);
  const tracked = found.findings.filter(
    ({ rule, suppressed }) => suppressed === null && (rule === 'secret-file-tracked' || rule === 'tracked-but-ignored'),
  );
  if (args.has('untrack')) {
    await untrack(repo, tracked.map(rawPath));
    for (const { path } of tracked) await io.stderr.write(`gitmoat: no longer tracked, still on disk: ${path}\n`);
  } else if (tracked.length > 0) {
    await io.stderr.write(
      `gitmoat: ${plural(tracked.length, 'file')} still tracked; --untrack takes ${tracked.length === 1 ? 'it' : 'them'} out of the index\n`,
    );
  }
  return plan.changes.length > 0 || args.has('untrack');
}

function rawPath({ path, pathBytes }: Finding): RawPath {
  return (pathBytes === undefined ? Buffer.from(path ?? '') : Buffer.from(pathBytes, 'base64')).toString('latin1');
}

interface ResultInput {
  readonly setup: Policy;
  readonly ruleset: HygieneRuleset;
  readonly target: string;
  readonly repo: Repository;
  readonly seconds: number;
}

function toResult(
  { findings, files }: HygieneResult,
  { setup, ruleset, target, repo, seconds }: ResultInput,
): ScanResult {
  const blobs = { total: files, scanned: files, skipped: [] };
  const facts = { commits: 0, shallow: repo.shallow, complete: true, seconds, engine: 'full' } as const;
  const coverage = { source: 'worktree', blobs, bytes: { scanned: 0 }, ...facts } as const;
  const tool = { name: 'gitmoat', version, ruleset: ruleset.hash ?? '' } as const;
  return { tool, coverage, findings, notes: setup.notes, target };
}

function textOf(result: ScanResult, { rules, files, answers }: HygieneResult, options: ReportOptions): string {
  const open = result.findings.filter(({ suppressed }) => suppressed === null);
  // The checklist above them says it already.
  const told = (finding: Finding) => finding.provider !== 'production-ready' || finding.severity !== 'info';
  const listed = (options.showSuppressed ? result.findings : open).filter(told);
  const hidden = result.findings.length - open.length;
  const counts = severityCounts(open);
  const lines = [
    `Hygiene     ${String(open.length).padStart(6)}${counts === '' ? '' : `   ${counts}`}`,
    `Coverage    ${plural(files, 'file')}, ${rules} rules, ${result.coverage.seconds.toFixed(1)} s`,
    ...(hidden > 0
      ? [`Suppressed  ${String(hidden).padStart(6)}${options.showSuppressed ? '' : '   --show-suppressed lists them'}`]
      : []),
    ...checklist(answers, options.width),
    ...(listed.length > 0 ? ['', ...hygieneLines(listed, options)] : []),
    ...result.notes.map((note) => `Note: ${note}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const answerWords = { yes: 'yes', no: 'NO', unseen: 'cannot be seen here' } as const;

/** Every line of the production-readiness list, with its evidence; the findings below name what to do. */
function checklist(answers: HygieneResult['answers'], width: number): string[] {
  if (answers.length === 0) return [];
  const count = (word: keyof typeof answerWords) => answers.filter(({ answer }) => answer === word).length;
  const head = `Production   ${count('yes')} yes, ${count('no')} no, ${count('unseen')} cannot be seen here`;
  const lines = answers.flatMap(({ rule, answer, evidence }) => [
    `  ${rule.name}: ${answerWords[answer]}`,
    ...wrapText(escapeControls(evidence), width - 6).map((line) => `      ${line}`),
  ]);
  return ['', head, ...lines];
}
