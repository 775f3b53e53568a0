/** FINGERPRINT → the one finding that it names, in the repository of the current folder. Its history and worktree are read. */
import { hygieneFindings } from '@gitmoat/core/hygiene/find';
import { audit, type Finding, openRepository, type Repository, type ScanResult } from './core.ts';
import { historyEngine } from './history-engine.ts';
import { hygieneRules } from './hygiene-rules.ts';
import type { Io } from './io.ts';
import { type Args, wrong } from './options.ts';
import { createProgress } from './progress.ts';
import { rootOf } from './root-files.ts';
import { prepare, type Setup, scanOptions } from './scan-command.ts';

export interface Found {
  /** Null: nothing here has that fingerprint. */
  readonly finding: Finding | null;
  readonly repo: Repository;
  readonly setup: Setup;
  readonly result: ScanResult;
}

/** The raw value of the secret is in `finding.raw` where `setup` shows secrets. Null outside a repository. */
export async function findFinding(
  prefix: string,
  args: Args,
  io: Io,
  change: (setup: Setup) => Setup = (setup) => setup,
): Promise<Found | null> {
  const repo = await openRepository(io.cwd).catch(() => null);
  if (repo === null) return null;
  const setup = change(await prepare(args, io, rootOf(repo)));
  const bar = createProgress(io.stderr, !args.has('no-progress'));
  const options = { ...scanOptions(setup, '.'), ...historyEngine(args, io), progress: bar.report };
  const result = await audit(repo, options).finally(() => bar.stop());
  const finding = oneOf(result.findings, prefix) ?? oneOf(await hygieneOf(repo, setup, io), prefix);
  return { finding, repo, setup, result };
}

async function hygieneOf(repo: Repository, { config, suppressor }: Setup, io: Io): Promise<readonly Finding[]> {
  const { findings } = await hygieneFindings(repo, {
    ruleset: hygieneRules(io),
    stage: 'check',
    profile: 'strict',
    selection: config.rules,
    key: config.id ?? undefined,
    suppressor,
  });
  return findings;
}

function oneOf(findings: readonly Finding[], prefix: string): Finding | null {
  const found = findings.filter(({ fingerprint, absorbed }) =>
    [fingerprint, ...absorbed].some((one) => one.startsWith(prefix)),
  );
  if (found.length > 1) throw wrong(`${found.length} findings begin with ${prefix}`, 'Give more digits.');
  return found[0] ?? null;
}
