/** What some formats show beyond the result: lines around a place, and when a secret left HEAD. Read only for them. */
import type { Format, ReportOptions, Repository, ScanResult } from './core.ts';
import type { Io } from './io.ts';

/** Where the places of a result can be read again. */
export interface Reread {
  /** Null: a folder without git. */
  readonly repo: Repository | null;
  /** Where paths of the worktree begin; null where nothing is on disk. */
  readonly folder: string | null;
}

export async function withDetails(
  formats: readonly Format[],
  { result, options, reread }: { result: ScanResult; options: ReportOptions; reread: Reread | undefined },
  io: Io,
): Promise<ReportOptions> {
  const timeline = formats.includes('html');
  if (reread === undefined || !(timeline || formats.includes('rdjsonl'))) return options;
  const { createBlobScanner, loadRuleset } = await import('./core.ts');
  const { readExcerpts } = await import('@gitmoat/core/report/context/excerpts');
  const { readRemovals } = await import('@gitmoat/core/report/context/removals');
  // All rules, not only those that the config leaves on: nothing that any of them knows may be shown.
  const scanner = createBlobScanner(loadRuleset(io.rulesetFile));
  const excerpt = await readExcerpts(result.findings, scanner, reread);
  const { repo } = reread;
  const removal = timeline && repo !== null ? await readRemovals(repo, result.findings) : options.removal;
  return { ...options, excerpt, removal };
}
