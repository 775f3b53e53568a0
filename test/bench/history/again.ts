/**
 * What a run costs that is not the first: nothing new, ten new commits, after `git gc`. On a copy of the repository, so
 * that commits and gc touch nobody's; each run's report is held against one without cache.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Bench } from '../bench.ts';
import { git, scratchFolder } from '../git.ts';
import { cleanEnvironment } from '../measure/environment.ts';
import { type Measurement, measure } from '../measure/measure.ts';
import { median, medianRatio } from '../measure/median.ts';
import { table } from '../measure/table.ts';
import { gitmoatHistory } from '../peers/gitmoat.ts';
import { firstDifference, withoutTiming } from './compare-reports.ts';

export interface Again {
  readonly body: string;
  /** Every report was that of a run without cache. */
  readonly agree: boolean;
}

interface Step {
  readonly label: string;
  /** Untimed. */
  readonly before: () => void;
  /** Whether the report is compared: a run without cache costs as much as the first. */
  readonly compared: boolean;
}

export async function again(repo: string, runs: number, bench: Bench): Promise<Again> {
  const scratch = scratchFolder();
  try {
    const copy = join(scratch.path, 'copy');
    cpSync(resolve(repo, git(repo, 'rev-parse', '--git-common-dir')), copy, { recursive: true });
    git(copy, 'config', 'core.bare', 'true');
    const steps: Step[] = [
      {
        label: 'first',
        before: () => rmSync(join(copy, 'gitmoat-cache'), { recursive: true, force: true }),
        compared: false,
      },
      { label: 'second', before: () => {}, compared: false },
      { label: 'ten new commits', before: () => commitTen(copy), compared: true },
      { label: 'after git gc', before: () => void git(copy, 'gc', '-q', '--prune=now'), compared: true },
    ];
    const results = new Map(steps.map((step): [Step, Measurement[]] => [step, []]));
    const notes: string[] = [];
    const run = async (...extra: string[]): Promise<{ measurement: Measurement; json: string }> => {
      const out = join(scratch.path, 'out');
      rmSync(out, { recursive: true, force: true });
      mkdirSync(out);
      const { argv, done } = gitmoatHistory({ program: bench.gitmoat, target: copy, out }, extra);
      const measurement = await measure({ argv });
      if (!done!.includes(measurement.exitCode)) notes.push(`**Exit ${measurement.exitCode}** ${measurement.stderr}`);
      return { measurement, json: readFileSync(join(out, 'report.json'), 'utf8') };
    };
    for (let round = 0; round < runs; round++) {
      for (const step of steps) {
        step.before();
        bench.progress(`round ${round + 1} of ${runs}: ${step.label}`);
        const { measurement, json } = await run();
        results.get(step)!.push(measurement);
        if (!step.compared || round > 0) continue;
        const whole = await run('--no-cache');
        const difference = firstDifference(withoutTiming(json), withoutTiming(whole.json));
        if (difference !== null) notes.push(`**${step.label}: another report than without cache.** ${difference}`);
      }
    }
    const agree = notes.length === 0;
    if (agree) notes.push('With ten new commits and after gc the report is that of a run without cache.');
    return { body: [againTable(steps, results), ...notes].join('\n\n'), agree };
  } finally {
    scratch.remove();
  }
}

function againTable(steps: readonly Step[], results: ReadonlyMap<Step, readonly Measurement[]>): string {
  const of = (step: Step, what: (run: Measurement) => number): number[] => results.get(step)!.map(what);
  const wall = (run: Measurement): number => run.wall;
  const cpu = (run: Measurement): number => run.cpu;
  return table(steps, [
    { title: 'run', of: ({ label }) => label },
    { title: 'wall s', of: (step) => median(of(step, wall)), digits: 2 },
    { title: 'CPU s', of: (step) => median(of(step, cpu)), digits: 2 },
    { title: 'wall ÷ first', of: (step) => medianRatio(of(step, wall), of(steps[0]!, wall)), digits: 3 },
    { title: 'CPU ÷ first', of: (step) => medianRatio(of(step, cpu), of(steps[0]!, cpu)), digits: 3 },
  ]);
}

let written = 0;

/** On the newest commit of all branches, each with a file of its own; loose, as everyday commits are. */
function commitTen(copy: string): void {
  const branch = 'refs/heads/gitmoat-bench';
  let input = '';
  let from = git(copy, 'for-each-ref', '--sort=-committerdate', '--count=1', '--format=%(objectname)', 'refs/heads');
  for (let i = 0; i < 10; i++) {
    const text = `Line ${written} of nothing in particular.\n`;
    const file = `bench/${written++}.txt`;
    input += `commit ${branch}\nmark :${i + 1}\ncommitter Bench <bench@example.com> ${1_700_000_000 + written} +0000\n`;
    input += `data 4\nMore\nfrom ${from}\nM 100644 inline ${file}\ndata ${text.length}\n${text}\n`;
    from = `:${i + 1}`;
  }
  const { status, stderr } = spawnSync('git', ['-C', copy, 'fast-import', '--quiet', '--force'], {
    env: cleanEnvironment(),
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git fast-import: ${stderr.trim().split('\n')[0]}`);
}
