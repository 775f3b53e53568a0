/**
 * `pnpm bench rules FOLDER`: what 1,000 more rules cost. The anchor pass and the confirmation over a folder's text files,
 * with the shipped rules and with synthetic ones added, in turn.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compileRules, readRuleSources } from '@gitmoat/core/rule-tools';
import type { Ruleset } from '../../packages/core/src/rules/ruleset.ts';
import type { Bench } from './bench.ts';
import { median, medianRatio } from './measure/median.ts';
import { report } from './measure/results.ts';
import { table } from './measure/table.ts';
import { type Halves, halvesOf } from './rules/pass-and-confirm.ts';
import { syntheticRules } from './rules/synthetic.ts';
import { UsageError } from './usage-error.ts';

export const usage = 'pnpm bench rules FOLDER [--extra 1000] [--seed 1] [--runs 5] [--megabytes 100] [--no-save]';

interface Row {
  readonly name: string;
  readonly ruleset: Ruleset;
  readonly run: (files: readonly Buffer[]) => Halves;
  readonly runs: Halves[];
}

export async function run(args: readonly string[], bench: Bench): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      extra: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '5' },
      megabytes: { type: 'string', default: '100' },
      'no-save': { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new UsageError('which folder?');
  const files = readTexts(resolve(bench.cwd, folder), Number(values.megabytes) * 1e6);
  const bytes = files.reduce((sum, { length }) => sum + length, 0);
  if (bytes === 0) throw new UsageError(`${folder} holds no text`);
  const own = ['secrets', 'generic'].flatMap((folder) => readRuleSources(join(bench.root, 'rules', folder)));
  const extra = syntheticRules(Number(values.extra), Number(values.seed));
  const rows = [rowOf('shipped rules', own), rowOf(`and ${extra.length} synthetic ones`, [...own, ...extra])];
  // Round 0 warms up.
  for (let round = 0; round <= Number(values.runs); round++) {
    for (const row of round % 2 === 0 ? rows : rows.toReversed()) {
      bench.progress(`round ${round} of ${values.runs}: ${row.name}`);
      const halves = row.run(files);
      if (round > 0) row.runs.push(halves);
    }
  }
  const title = `1,000 more rules: ${(bytes / 1e6).toFixed(1)} MB in ${files.length} files, median of ${values.runs}`;
  report(bench, { title: title.replace('1,000', values.extra), body: rulesTable(rows), save: !values['no-save'] });
  return 0;
}

function rowOf(name: string, sources: Parameters<typeof compileRules>[0]): Row {
  const { ruleset, problems } = compileRules(sources);
  const refused = problems.filter(({ file }) => file.startsWith('synthetic/'));
  if (refused.length > 0) throw new Error(`synthetic rule refused: ${refused[0]!.file}: ${refused[0]!.message}`);
  return { name, ruleset, run: halvesOf(ruleset), runs: [] };
}

function rulesTable(rows: readonly Row[]): string {
  const of = ({ runs }: Row, what: (halves: Halves) => number): number[] => runs.map(what);
  const both = ({ pass, confirm }: Halves): number => pass + confirm;
  const against = (row: Row, what: (halves: Halves) => number): number =>
    (medianRatio(of(row, what), of(rows[0]!, what)) - 1) * 100;
  return table(rows, [
    { title: '', of: ({ name }) => name },
    { title: 'rules', of: ({ ruleset }) => ruleset.rules.length },
    { title: 'table KB', of: ({ ruleset }) => ruleset.automaton.next.byteLength / 1000 },
    { title: 'pass ms', of: (row) => median(of(row, ({ pass }) => pass)), digits: 1 },
    { title: 'confirm ms', of: (row) => median(of(row, ({ confirm }) => confirm)), digits: 1 },
    { title: 'anchors', of: ({ runs }) => runs[0]?.anchors ?? null },
    { title: 'matches', of: ({ runs }) => runs[0]?.matches ?? null },
    { title: 'pass slower by %', of: (row) => against(row, ({ pass }) => pass), digits: 1 },
    { title: 'both slower by %', of: (row) => against(row, both), digits: 1 },
  ]);
}

/** Text files below a folder, up to `most` bytes; git's own folder and installed packages left out. */
function readTexts(folder: string, most: number): Buffer[] {
  const files: Buffer[] = [];
  let left = most;
  const walk = (path: string): void => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || left <= 0) return;
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) {
        if (name !== '.git' && name !== 'node_modules') walk(join(path, name));
      }
    } else if (stat.isFile() && stat.size > 0) {
      const bytes = readFileSync(path);
      if (bytes.subarray(0, 8000).includes(0)) return;
      files.push(bytes);
      left -= bytes.length;
    }
  };
  walk(folder);
  return files;
}
