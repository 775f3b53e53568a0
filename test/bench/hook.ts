/**
 * `pnpm bench hook [REPO]`: what a commit waits for. A stage of four files of code, of four files of all kinds, then of 1,000
 * files of 10 KB, in a scratch worktree of REPO (default: this one); gitmoat beside node's own start, every peer's hook
 * command, and `git commit` itself.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { git, repositoryName, scratchFolder, scratchWorktree } from './git.ts';
import { commitRows, type HookRow, scannerRows } from './hook/rows.ts';
import { stageFour, stageMany } from './hook/stages.ts';
import { interleave } from './measure/interleave.ts';
import type { Measurement } from './measure/measure.ts';
import { median, medianRatio } from './measure/median.ts';
import { report } from './measure/results.ts';
import { table } from './measure/table.ts';
import { findPeers } from './peers/index.ts';

export const usage =
  'pnpm bench hook [REPO] [--runs 21] [--many-runs 5] [--files 1000] [--timeout SECONDS] [--no-save]';

/** Seconds; peers that need a minute for 1,000 files would hold everything up. */
const onceAbove = 20;

export async function run(args: readonly string[], bench: Bench): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '21' },
      'many-runs': { type: 'string', default: '5' },
      files: { type: 'string', default: '1000' },
      timeout: { type: 'string', default: '120' },
      'no-save': { type: 'boolean', default: false },
    },
  });
  const repo = resolve(bench.cwd, positionals[0] ?? bench.root);
  const found = findPeers();
  const scratch = scratchWorktree(repo);
  const out = scratchFolder();
  const { path: worktree } = scratch;
  const timed = { timeout: Number(values.timeout), progress: () => {} };
  const save = !values['no-save'];
  const name = repositoryName(repo);
  try {
    const common = { worktree, gitmoat: bench.gitmoat, found };
    for (const kind of ['code', 'all'] as const) {
      const four = { ...common, staged: stageFour(worktree, kind), out: folder(out.path, kind) };
      const rows = [...scannerRows(four), ...commitRows(four)];
      const what = `4 staged files of ${kind === 'code' ? 'code' : 'all kinds'}`;
      bench.progress('warming up');
      await interleave(rows, { ...timed, runs: 1 });
      bench.progress(`${values.runs} rounds of ${rows.length} commands, ${what}`);
      const runs = Number(values.runs);
      const body = `${four.staged.join(', ')}\n\n${hookTable(rows, await interleave(rows, { ...timed, runs }))}`;
      report(bench, { title: `hook: ${what} in ${name}, median of ${runs}`, body, save });
      git(worktree, 'reset', '-q', '--hard');
    }
    const manyRuns = Number(values['many-runs']);
    if (manyRuns > 0) {
      const count = Number(values.files);
      const staged = stageMany(worktree, count);
      const many = scannerRows({ ...common, staged, out: folder(out.path, 'many') });
      bench.progress(`${manyRuns} rounds of ${many.length} commands, ${count} staged files`);
      const body = hookTable(many, await interleave(many, { ...timed, runs: manyRuns, onceAbove }));
      report(bench, { title: `hook: ${count} staged files of 10 KB in ${name}, median of ${manyRuns}`, body, save });
    }
  } finally {
    scratch.remove();
    out.remove();
  }
  return 0;
}

function folder(parent: string, name: string): string {
  const path = join(parent, name);
  mkdirSync(path);
  return path;
}

export function hookTable(rows: readonly HookRow[], results: ReadonlyMap<HookRow, readonly Measurement[]>): string {
  const of = (row: HookRow | undefined, field: 'wall' | 'cpu'): number[] =>
    row === undefined ? [] : (results.get(row) ?? []).map((run) => run[field] * 1000);
  const named = (label: string): HookRow | undefined => rows.find((row) => row.label === label);
  const against = (label: string, row: HookRow): number => medianRatio(of(row, 'wall'), of(named(label), 'wall'));
  return table(rows, [
    { title: '', of: ({ label }) => label },
    { title: 'wall ms', of: (row) => median(of(row, 'wall')), digits: 1 },
    { title: 'least', of: (row) => Math.min(...of(row, 'wall')), digits: 1 },
    { title: 'CPU ms', of: (row) => median(of(row, 'cpu')) },
    { title: '÷ node -e 0', of: (row) => against('node -e 0', row), digits: 2 },
    { title: '÷ gitleaks', of: (row) => against('gitleaks', row), digits: 2 },
    { title: 'version', of: ({ version }) => version },
    { title: 'runs', of: (row) => results.get(row)?.length ?? 0 },
    { title: 'exit', of: (row) => exitText(results.get(row) ?? []) },
  ]);
}

function exitText(runs: readonly Measurement[]): string {
  const codes = [...new Set(runs.map(({ exitCode }) => exitCode))];
  const said =
    runs
      .find(({ exitCode }) => exitCode !== 0)
      ?.stderr.trim()
      .split('\n')[0] ?? '';
  return `${codes.join(' ')} ${said.slice(0, 60)}`.trim();
}
