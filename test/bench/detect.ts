/**
 * `pnpm bench detect --vectors SCORE.PY --labelled SCORE.PY`: runs one or two scorers (Python scripts that take `--cmd` with
 * {dir} and `--json`) over gitmoat and every peer that can scan files, and prints one table. The corpora are not part of this repository.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { scratchFolder } from './git.ts';
import { report } from './measure/results.ts';
import { type Cell, type Column, table } from './measure/table.ts';
import { findPeers } from './peers/index.ts';
import { UsageError } from './usage-error.ts';

export const usage = 'pnpm bench detect [--vectors SCORE.PY] [--labelled SCORE.PY] [--only NAME,…] [--no-save]';

/** Shares between 0 and 1 by group; `ALL` in the first scorer's, `secrets`, `generic` … in the second's. */
type Scores = Readonly<Record<string, Readonly<Record<string, number | null>>>>;

interface Row {
  readonly name: string;
  readonly version: string;
  readonly vectors: Scores | null;
  readonly labelled: Scores | null;
  readonly seconds: number;
}

export async function run(args: readonly string[], bench: Bench): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      vectors: { type: 'string' },
      labelled: { type: 'string' },
      only: { type: 'string' },
      'no-save': { type: 'boolean', default: false },
    },
  });
  const scorers = { vectors: scorer(values.vectors, bench), labelled: scorer(values.labelled, bench) };
  if (scorers.vectors === null && scorers.labelled === null) throw new UsageError('which scorer?');
  const peers = findPeers().filter(({ peer }) => peer.files !== undefined);
  const only = values.only?.split(',') ?? null;
  const scanners = [
    { name: 'gitmoat', version: 'this tree' },
    ...peers.map(({ peer, version }) => ({ name: peer.name, version })),
  ].filter(({ name }) => only === null || only.includes(name));
  const rows = scanners.map(({ name, version }): Row => {
    bench.progress(name);
    const begun = performance.now();
    const vectors = scorers.vectors === null ? null : score(scorers.vectors, name, bench);
    const labelled = scorers.labelled === null ? null : score(scorers.labelled, name, bench);
    return { name, version, vectors, labelled, seconds: (performance.now() - begun) / 1000 };
  });
  report(bench, { title: 'detection', body: detectTable(rows), save: !values['no-save'] });
  return 0;
}

function scorer(path: string | undefined, bench: Bench): string | null {
  if (path === undefined) return null;
  const file = resolve(bench.cwd, path);
  if (!existsSync(file)) throw new UsageError(`${file} does not exist`);
  return file;
}

function score(script: string, name: string, bench: Bench): Scores | null {
  const scratch = scratchFolder();
  try {
    const json = join(scratch.path, 'scores.json');
    const command = [process.execPath, join(bench.root, 'scripts', 'bench.mjs'), 'lines', name, '{dir}'];
    const env = { ...process.env, GITMOAT_BIN: bench.gitmoat };
    const args = [script, '--cmd', command.map((word) => `'${word}'`).join(' '), '--json', json];
    const { status, stdout, stderr } = spawnSync('python3', args, { env, encoding: 'utf8', maxBuffer: 2 ** 28 });
    bench.progress(`${name}: ${(stdout ?? '').split('\n')[0]}`);
    if (status === 0 && existsSync(json)) return JSON.parse(readFileSync(json, 'utf8')) as Scores;
    bench.progress(`${name}: ${(stderr ?? '').trim().slice(-500)}`);
    return null;
  } finally {
    scratch.remove();
  }
}

function detectTable(rows: readonly Row[]): string {
  const percent = (value: number | null | undefined): Cell => (value == null ? null : value * 100);
  const vector = (title: string, field: string): Column<Row> => ({
    title,
    of: ({ vectors }) => percent(vectors?.ALL?.[field]),
    digits: 1,
  });
  const label = (title: string, group: string, field: string): Column<Row> => ({
    title,
    of: ({ labelled }) => percent(labelled?.[group]?.[field]),
    digits: 1,
  });
  return table(rows, [
    { title: '', of: ({ name }) => name },
    vector('macro', 'macro'),
    vector('recall', 'recall'),
    vector('strict', 'strict'),
    vector('fpr', 'fpr'),
    label('secrets F1', 'secrets', 'F1'),
    label('P', 'secrets', 'P'),
    label('R', 'secrets', 'R'),
    label('generic F1', 'generic', 'F1'),
    label('structured F1', 'structured', 'F1'),
    label('provider F1', 'provider', 'F1'),
    { title: 'unlabelled', of: ({ labelled }) => labelled?.secrets?.unlabelled ?? null },
    { title: 'seconds', of: ({ seconds }) => seconds },
    { title: 'version', of: ({ version }) => version },
  ]);
}
