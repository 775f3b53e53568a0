/** FINGERPRINT → the one finding that it names, in the repository of the current folder. Its history and worktree are read. */
import { hygieneFindings } from '@gitmoat/core/hygiene/find';
import { findingsNamed } from '@gitmoat/core/remediate/named-finding';
import { audit, type Finding, openRepository, type Repository } from './core.ts';
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
}

/** The finding has its raw value where `raw` asks for it. Null outside a repository. */
export async function findFinding(prefix: string, args: Args, io: Io, raw = false): Promise<Found | null> {
  const repo = await openRepository(io.cwd).catch(() => null);
  if (repo === null) return null;
  const setup = { ...(await prepare(args, io, rootOf(repo))), showSecrets: true };
  const bar = createProgress(io.stderr, !args.has('no-progress'));
  const options = { ...scanOptions(setup, '.'), ...historyEngine(args, io), progress: bar.report };
  const result = await audit(repo, options).finally(() => bar.stop());
  const secret = onlyOne(findingsNamed(result.findings, prefix), prefix);
  if (secret !== null) return { finding: raw ? secret : withoutRaw(secret), repo, setup };
  const habits = (await hygieneOf(repo, setup, io)).filter(({ fingerprint }) => fingerprint.startsWith(prefix));
  return { finding: onlyOne(habits, prefix), repo, setup };
}

function withoutRaw(finding: Finding): Finding {
  const { raw: _raw, ...safe } = finding;
  // A spread has made values of the getters.
  return safe;
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

function onlyOne(found: readonly Finding[], prefix: string): Finding | null {
  if (found.length > 1) throw wrong(`${found.length} findings begin with ${prefix}`, 'Give more digits.');
  return found[0] ?? null;
}
