/**
 * `pnpm bench history REPO…`: full histories, gitmoat's engines beside git's own reading and every peer that is there, in one
 * table. Exit 1 if the engines' reports differ in more than `seconds` and `engine`. `--again`: what later runs cost instead.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { git, repositoryName, scratchFolder } from './git.ts';
import { again } from './history/again.ts';
import { compareReports } from './history/compare-reports.ts';
import { type HistoryRow, historyRows } from './history/rows.ts';
import { cacheKeeper, helpOf } from './history/second-run.ts';
import { historyTable } from './history/table.ts';
import { warmUp } from './history/warm-up.ts';
import { interleave } from './measure/interleave.ts';
import { report } from './measure/results.ts';
import { findPeers } from './peers/index.ts';
import { UsageError } from './usage-error.ts';

export const usage =
  'pnpm bench history REPO… [--again] [--runs 3] [--only LABEL,…] [--jobs N] [--timeout SECONDS] [--no-save] [--no-warm-up]';

export async function run(args: readonly string[], bench: Bench): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      again: { type: 'boolean', default: false },
      runs: { type: 'string', default: '3' },
      only: { type: 'string' },
      jobs: { type: 'string' },
      timeout: { type: 'string', default: '3600' },
      'no-save': { type: 'boolean', default: false },
      'no-warm-up': { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new UsageError('which repositories?');
  const repos = positionals.map((path) => resolve(bench.cwd, path));
  for (const repo of repos) if (!existsSync(repo)) throw new UsageError(`${repo} does not exist`);
  if (values.again) return runAgain(repos, Number(values.runs), bench, !values['no-save']);
  const only = values.only?.split(',').map((label) => label.trim()) ?? null;
  const found = findPeers().filter(({ peer }) => only === null || only.some((label) => label.startsWith(peer.name)));
  const options = {
    runs: Number(values.runs),
    timeout: Number(values.timeout),
    memory: true,
    progress: bench.progress,
  };
  let agree = true;
  for (const repo of repos) {
    const scratch = scratchFolder();
    const cache = cacheKeeper(repo);
    try {
      const help = helpOf(bench.gitmoat);
      const all = historyRows({
        repo,
        gitmoat: bench.gitmoat,
        found,
        help,
        jobs: values.jobs ?? null,
        scratch: scratch.path,
      });
      const rows = all.filter(({ label }) => only === null || only.includes(label));
      if (!values['no-warm-up']) await warmUp(repo, found, bench);
      const results = await interleave(rows, options);
      const verdict = compareReports(rows);
      agree &&= verdict.agree;
      const body = [
        historyTable(rows, results),
        ...notes(help),
        ...verdict.notes,
        commandLines(rows, repo, scratch.path),
      ];
      report(bench, { title: titleOf(repo, options.runs), body: body.join('\n\n'), save: !values['no-save'] });
    } finally {
      cache.restore();
      scratch.remove();
    }
  }
  return agree ? 0 : 1;
}

/** `--again`: the runs after the first, in a table of their own. */
async function runAgain(repos: readonly string[], runs: number, bench: Bench, save: boolean): Promise<number> {
  let agree = true;
  for (const repo of repos) {
    const result = await again(repo, runs, bench);
    agree &&= result.agree;
    report(bench, { title: `later runs: ${titleOf(repo, runs)}`, body: result.body, save });
  }
  return agree ? 0 : 1;
}

function titleOf(repo: string, runs: number): string {
  const commits = git(repo, 'rev-list', '--all', '--count');
  const packed = /^in-pack: (\d+)$/m.exec(git(repo, 'count-objects', '-v'))?.[1] ?? '?';
  return `history of ${repositoryName(repo)} (${commits} commits, ${packed} packed objects), median of ${runs}`;
}

function notes(help: string): string[] {
  return help.includes('--no-cache') ? [] : ['No second run: this build has no cache.'];
}

/** As run, with R for the repository and OUT for the run's folder. */
function commandLines(rows: readonly HistoryRow[], repo: string, scratch: string): string {
  const lines = rows.map(({ label, lastCommand }) => {
    const words = lastCommand().map((word, i) =>
      (i === 0 ? word.replace(/.*\//, '') : word)
        .replaceAll(repo, 'R')
        .replace(new RegExp(`${scratch}/[^/ ]+`), 'OUT')
        .replace(/\S*\/gitmoat\.cjs/, 'gitmoat.cjs'),
    );
    return `    ${label}: ${words.join(' ')}`;
  });
  return `Command lines:\n\n${lines.join('\n')}`;
}
