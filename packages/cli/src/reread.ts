/** What some formats show beyond the result: lines around a place, and when a secret left HEAD. Read only for them. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  const known = timeline ? { ...options, ...(await pageParts(io)) } : options;
  if (reread === undefined || !(timeline || formats.includes('rdjsonl'))) return known;
  const { createBlobScanner, loadRuleset } = await import('./core.ts');
  const { readExcerpts } = await import('@gitmoat/core/report/context/excerpts');
  const { readRemovals } = await import('@gitmoat/core/report/context/removals');
  // All rules, not only those that the config leaves on: nothing that any of them knows may be shown.
  const scanner = createBlobScanner(loadRuleset(io.rulesetFile));
  const excerpt = await readExcerpts(result.findings, scanner, reread);
  const { repo } = reread;
  const removal = timeline && repo !== null ? await readRemovals(repo, result.findings) : options.removal;
  return { ...known, excerpt, removal };
}

/** The html report's page and what to do at each provider lie beside the rules. */
async function pageParts({ rulesetFile }: Io): Promise<Pick<ReportOptions, 'page' | 'advice'>> {
  const { adviceFor, loadAdvice } = await import('@gitmoat/core/remediate/index');
  const folder = dirname(rulesetFile);
  const book = loadAdvice(join(folder, 'remediation.json'));
  return {
    page: () => readFileSync(join(folder, 'report.html'), 'utf8'),
    advice: (rule) => {
      const advice = adviceFor(book, rule);
      return advice.precise ? advice : null;
    },
  };
}
