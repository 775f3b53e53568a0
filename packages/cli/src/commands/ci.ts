/**
 * `gitmoat ci`: what a build brings, worked out from the CI's environment, judged by the base's policy and what the head
 * adds to it. The range and every addition are said before anything else.
 */
import { readFile } from 'node:fs/promises';
import { eventOf, namedEvent } from '@gitmoat/core/ci/environment';
import type { CiEvent } from '@gitmoat/core/ci/event';
import { judgeChange } from '@gitmoat/core/ci/judge-change';
import { noticeLines, publishedLines } from '@gitmoat/core/ci/notices';
import { type CiRange, type CiScope, resolveEvent } from '@gitmoat/core/ci/resolve';
import { hygieneFindings } from '@gitmoat/core/hygiene/find';
import { Cleaner } from '@gitmoat/core/scan/cleaner';
import { readPolicies } from '../ci-policies.ts';
import { annotateFailure, concludeStep } from '../ci-step-files.ts';
import {
  confidences,
  createBlobScanner,
  GitmoatError,
  loadRuleset,
  openRepository,
  type Repository,
  type Ruleset,
  type ScanResult,
  scanHistory,
  severities,
} from '../core.ts';
import { historyEngine } from '../history-engine.ts';
import { hygieneRules } from '../hygiene-rules.ts';
import type { Io } from '../io.ts';
import { type Args, choice, wrong } from '../options.ts';
import { pairOutputs } from '../outputs.ts';
import { createProgress } from '../progress.ts';
import { rootInGit } from '../root-files.ts';
import { reportOptionsOf, runScan, scanOptions, withRequired } from '../scan-command.ts';
import { version } from '../version.ts';

export async function run(args: Args, io: Io): Promise<number> {
  try {
    return await start(args, io);
  } catch (error) {
    await annotateFailure(io, error);
    throw error;
  }
}

async function start(args: Args, io: Io): Promise<number> {
  if (args.positionals.length > 0) throw wrong('ci takes no path', 'Name commits with --base and --head.');
  // A typo in an option must not cost a fetch.
  pairOutputs(args, io.cwd);
  const event = await eventFor(args, io);
  const opened = await openRepository(io.cwd);
  const scope = await resolveEvent(opened, event);
  const all = loadRuleset(io.rulesetFile);
  // Names of branches and reasons of exceptions are text of the repository: a token in one must not reach the log.
  const cleaner = new Cleaner(createBlobScanner(all));
  const clean = (text: string): string => cleaner.text(text);
  await io.stderr.write(`gitmoat ci: ${clean(scope.line)}\n`);
  // Fetching may have changed what kind of clone it is.
  const repo = await openRepository(io.cwd);
  if (scope.kind === 'range') return judge(args, io, { repo, range: scope, all, clean });
  if (scope.kind === 'everything') return scanAll(args, io, repo, scope);
  return nothing(args, io, clean(scope.line));
}

async function eventFor(args: Args, io: Io): Promise<CiEvent> {
  const [base, head] = [args.value('base'), args.value('head')];
  if (base !== null) return namedEvent(base, head ?? 'HEAD');
  if (head !== null) throw wrong('--head needs a --base', 'gitmoat ci --base origin/main --head HEAD');
  const file = io.env.GITHUB_EVENT_PATH;
  if (!file || io.env.GITHUB_ACTIONS !== 'true') return eventOf(io.env, null);
  let payload: unknown;
  try {
    payload = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new GitmoatError('usage', 'the event’s payload (GITHUB_EVENT_PATH) cannot be read', {
      cause,
      hint: 'Run in a step of GitHub Actions, or name the commits: gitmoat ci --base COMMIT.',
    });
  }
  return eventOf(io.env, payload);
}

interface Change {
  readonly repo: Repository;
  readonly range: CiRange;
  readonly all: Ruleset;
  readonly clean: (text: string) => string;
}

async function judge(args: Args, io: Io, { repo, range, all, clean }: Change): Promise<number> {
  const outputs = pairOutputs(args, io.cwd);
  const { policies, notes } = await readPolicies(args, io, repo, { range, rules: all.rules });
  const baseOnly = (choice(args, 'policy', ['additions', 'base']) ?? policies.base.config.policy) === 'base';
  const bar = createProgress(io.stderr, !args.has('no-progress') && !args.has('quiet'));
  const asked = {
    minConfidence: choice(args, 'min-confidence', confidences),
    failOn: choice(args, 'fail-on', severities),
  };
  const judged = await judgeChange({
    repo,
    range,
    ruleset: all,
    hygiene: hygieneRules(io),
    policies,
    baseOnly,
    today: new Date().toISOString().slice(0, 10),
    version,
    target: '.',
    showSecrets: args.has('show-secrets'),
    progress: bar.report,
    clean,
    gate: {
      ...(asked.minConfidence === null ? {} : { minConfidence: asked.minConfidence }),
      ...(asked.failOn === null ? {} : { failOn: asked.failOn }),
    },
  }).finally(() => bar.stop());
  const { gate, observe } = judged;
  const said = [...noticeLines(judged.result.change!, baseOnly), ...publishedLines(judged.result.findings, gate)];
  for (const line of said) await io.stderr.write(`gitmoat ci: ${line}\n`);
  const result = withRequired(
    { ...judged.result, notes: [...said, ...notes, ...judged.notes, ...judged.result.notes] },
    judged.require,
  );
  const options = reportOptionsOf(args, io, { gate, ruleset: all });
  return concludeStep(io, { outputs, result, gate, observe, options, reread: { repo, folder: null } });
}

/** Nothing says what is new: everything there is, judged by the policy of what is checked out. */
function scanAll(
  args: Args,
  io: Io,
  repo: Repository,
  scope: Extract<CiScope, { kind: 'everything' }>,
): Promise<number> {
  return runScan(args, io, async () => ({
    root: rootInGit(repo, scope.head),
    conclude: (conclusion) => concludeStep(io, conclusion),
    reread: { repo, folder: null },
    async scan(setup, progress) {
      const result = await scanHistory(repo, { ...scanOptions(setup, '.'), ...historyEngine(args, io), progress });
      const { config, suppressor } = setup;
      const hygiene = await hygieneFindings(repo, {
        ruleset: hygieneRules(io),
        stage: 'ci',
        head: scope.head,
        base: null,
        selection: config.rules,
        key: config.id ?? undefined,
        suppressor,
      });
      return { ...result, findings: [...result.findings, ...hygiene.findings], hygieneRules: hygiene.rules };
    },
  }));
}

/** Reports that were asked for are written all the same: a step that uploads one must find it. */
function nothing(args: Args, io: Io, line: string): Promise<number> {
  const ruleset = loadRuleset(io.rulesetFile);
  const counts = { blobs: { total: 0, scanned: 0, skipped: [] }, bytes: { scanned: 0 }, commits: 0 };
  const result: ScanResult = {
    tool: { name: 'gitmoat', version, ruleset: ruleset.hash },
    coverage: { source: 'range', ...counts, shallow: false, complete: true, seconds: 0, engine: 'full' },
    findings: [],
    notes: [line],
    target: '.',
  };
  const gate = { minConfidence: 'medium', failOn: null } as const;
  const options = reportOptionsOf(args, io, { gate, ruleset });
  return concludeStep(io, { outputs: pairOutputs(args, io.cwd), result, gate, observe: false, options });
}
