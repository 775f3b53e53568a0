/** Medians of all rounds as one table, with ratios against `git log -p` and the fastest peer at its defaults. */

import type { Measurement } from '../measure/measure.ts';
import { median, medianRatio } from '../measure/median.ts';
import { table } from '../measure/table.ts';
import { gitLogLabel, type HistoryRow } from './rows.ts';

type Results = ReadonlyMap<HistoryRow, readonly Measurement[]>;

const megabyte = 1e6;

export function historyTable(rows: readonly HistoryRow[], results: Results): string {
  const runs = (row: HistoryRow): readonly Measurement[] => results.get(row) ?? [];
  const walls = (row: HistoryRow): number[] => runs(row).map(({ wall }) => wall);
  const log = rows.find(({ label }) => label === gitLogLabel);
  const fastest = fastestPeer(rows, results);
  const against = (base: HistoryRow | undefined, row: HistoryRow): number | null =>
    base === undefined ? null : medianRatio(walls(row), walls(base));
  const memory = (row: HistoryRow, which: 'peak' | 'children'): number | null => {
    const values = runs(row).flatMap((run) => run[which] ?? []);
    return values.length === 0 ? null : median(values) / megabyte;
  };
  return table(rows, [
    { title: '', of: ({ label }) => label },
    { title: 'wall s', of: (row) => median(walls(row)), digits: 2 },
    { title: 'CPU s', of: (row) => median(runs(row).map(({ cpu }) => cpu)), digits: 2 },
    { title: 'peak MB', of: (row) => memory(row, 'peak') },
    { title: 'children MB', of: (row) => memory(row, 'children') },
    { title: 'findings', of: (row) => row.counts()?.findings ?? null },
    { title: 'distinct', of: (row) => row.counts()?.distinct ?? null },
    { title: '÷ git log', of: (row) => against(log, row), digits: 2 },
    { title: `÷ ${fastest?.label ?? 'peer'}`, of: (row) => against(fastest, row), digits: 2 },
    { title: 'version', of: ({ version }) => version },
    { title: 'exit', of: (row) => exits(row, runs(row)) },
  ]);
}

/** Variants (`--turbo`) have rows of their own and do not count as the fastest. */
function fastestPeer(rows: readonly HistoryRow[], results: Results): HistoryRow | undefined {
  const time = (row: HistoryRow): number => median((results.get(row) ?? []).map(({ wall }) => wall));
  return rows
    .filter(
      (row) => row.kind === 'peer' && (results.get(row) ?? []).every(({ exitCode }) => row.done.includes(exitCode)),
    )
    .sort((a, b) => time(a) - time(b))[0];
}

function exits(row: HistoryRow, runs: readonly Measurement[]): string {
  const bad = runs.find(({ exitCode }) => !row.done.includes(exitCode));
  const problem = row.problem();
  if (problem !== null) return `**unreadable** ${problem.trim().replace(/\s+/g, ' ').slice(0, 160)}`;
  if (bad === undefined) return [...new Set(runs.map(({ exitCode }) => exitCode))].join(' ');
  if (bad.exitCode === 124) return '**time-out**';
  const said = bad.stderr.trim().split('\n')[0]?.slice(0, 80) ?? '';
  return `**${bad.exitCode}** ${said}`.trim();
}
