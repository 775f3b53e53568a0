/**
 * `pnpm bench adversarial`: 1 MB and 2 MB of hostile text for every rule, each rule alone; then a few inputs for all rules at
 * once, blob in and located findings out. Prints the worst; asserts nothing. What grows faster than its input shows in the ratio.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBlobScanner, createDetector, type Ruleset, scanBlob } from '@gitmoat/core';
import { compileRules, completeExample, readRuleSources } from '@gitmoat/core/rule-tools';
import { crowdedInputs, fill, hostileInputs, pathFor } from './adversarial/inputs.ts';
import type { Bench } from './bench.ts';
import { report } from './measure/results.ts';
import { table } from './measure/table.ts';
import { singleRule } from './rules/single-rule.ts';

export const usage = 'pnpm bench adversarial [--rule TEXT] [--every N] [--worst 20] [--no-save]';

const megabyte = 1e6;
/** What a rule should keep to: milliseconds for 1 MB, and 2 MB against 1 MB. Shorter times are too noisy for a ratio. */
const limits = { milliseconds: 500, ratio: 2.5, leastForRatio: 20 };

/** Milliseconds for a part of a megabyte, after which nothing larger is tried. */
const mostForPart = 1000;

interface Cost {
  readonly rule: string;
  readonly input: string;
  readonly one: number;
  readonly two: number;
}

export async function run(args: readonly string[], bench: Bench): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rule: { type: 'string', default: '' },
      every: { type: 'string', default: '1' },
      worst: { type: 'string', default: '20' },
      'no-save': { type: 'boolean', default: false },
    },
  });
  const { ruleset, authored } = compileRules(
    ['secrets', 'generic'].flatMap((folder) => readRuleSources(join(bench.root, 'rules', folder))),
  );
  const costs: Cost[] = [];
  let told = performance.now();
  for (const rule of ruleset.rules) {
    if (!rule.id.includes(values.rule) || rule.index % Number(values.every) !== 0) continue;
    if (performance.now() - told > 5000) {
      told = performance.now();
      bench.progress(`${rule.id}, ${rule.index + 1} of ${ruleset.rules.length}`);
    }
    const example = completeExample(authored[rule.index]!.examples[0]!, `${rule.id}:bench`);
    const time = timed(scanOf(singleRule(ruleset, rule.index)));
    for (const { name, unit } of hostileInputs(rule, example)) costs.push(costOf(rule.id, name, unit, time));
  }
  const together: Cost[] = [];
  const scanner = createBlobScanner(ruleset);
  const whole = timed((bytes) => scanBlob(scanner, bytes, [], null));
  for (const { name, unit } of crowdedInputs(ruleset.rules, authored)) {
    bench.progress(`all rules: ${name}`);
    together.push(costOf('all', name, unit, whole));
  }
  const count = Number(values.worst);
  const body = `${bodyOf(costs, count)}\n\nAll rules, whole blob:\n\n${costTable(together)}`;
  report(bench, { title: 'adversarial input', body, save: !values['no-save'] });
  return 0;
}

/** Pattern and assignment rules: the detector. Document and path rules read the blob whole, after it. */
function scanOf(ruleset: Ruleset): (bytes: Buffer) => unknown {
  const [rule] = ruleset.rules;
  if (rule!.kind === 'pattern' || rule!.kind === 'assignment') {
    const detector = createDetector(ruleset);
    return (bytes) => detector.detect(bytes, 0, bytes.length);
  }
  const scanner = createBlobScanner(ruleset);
  const paths = pathFor(rule!);
  return (bytes) => scanBlob(scanner, bytes, paths, null);
}

/** Milliseconds of CPU: one run each has to do for thousands of inputs, and wall time follows the machine's load. */
function timed(scan: (bytes: Buffer) => unknown): (bytes: Buffer) => number {
  return (bytes) => {
    const begun = process.cpuUsage();
    scan(bytes);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
}

/** A crash is a result too. */
function costOf(rule: string, name: string, unit: string, time: (bytes: Buffer) => number): Cost {
  try {
    return sizedCost(rule, name, unit, time);
  } catch (error) {
    const input = `${name}: **crashed**, ${(error as Error).message}`;
    return { rule, input, one: Number.POSITIVE_INFINITY, two: Number.POSITIVE_INFINITY };
  }
}

/** A scan cannot be stopped, so what is far too slow is not made larger; its figures are then lower bounds. */
function sizedCost(rule: string, name: string, unit: string, time: (bytes: Buffer) => number): Cost {
  // Compiles the pattern.
  time(fill(unit, 1000));
  for (const part of [1 / 100, 1 / 20, 1 / 5]) {
    const milliseconds = time(fill(unit, megabyte * part));
    if (milliseconds < mostForPart) continue;
    const one = milliseconds / part;
    return { rule, input: `${name} (stopped at ${part * 1000} KB)`, one, two: 2 * one };
  }
  return { rule, input: name, one: time(fill(unit, megabyte)), two: time(fill(unit, 2 * megabyte)) };
}

function bodyOf(costs: readonly Cost[], count: number): string {
  const slow = costs.filter(({ one }) => one > limits.milliseconds);
  const steep = costs.filter((cost) => cost.two >= limits.leastForRatio && ratio(cost) > limits.ratio);
  const rules = (list: readonly Cost[]): number => new Set(list.map(({ rule }) => rule)).size;
  const summary = `${rules(costs)} rules, ${costs.length} inputs; 1 MB over ${limits.milliseconds} ms: ${slow.length} inputs of ${rules(slow)} rules; 2 MB over ${limits.ratio} × 1 MB (from ${limits.leastForRatio} ms on): ${steep.length} inputs of ${rules(steep)} rules.`;
  return [
    summary,
    `Slowest ${count}:`,
    costTable(worst(costs, ({ two }) => two, count)),
    `Steepest ${count} (from ${limits.leastForRatio} ms on):`,
    costTable(
      worst(
        costs.filter(({ two }) => two >= limits.leastForRatio),
        ratio,
        count,
      ),
    ),
  ].join('\n\n');
}

function ratio({ one, two }: Cost): number {
  return one === Number.POSITIVE_INFINITY ? one : two / one;
}

function worst(costs: readonly Cost[], by: (cost: Cost) => number, count: number): Cost[] {
  return [...costs].sort((a, b) => (by(b) === by(a) ? 0 : by(b) - by(a))).slice(0, count);
}

function costTable(costs: readonly Cost[]): string {
  return table(costs, [
    { title: 'rule', of: ({ rule }) => rule },
    { title: 'input', of: ({ input }) => input },
    { title: '1 MB CPU ms', of: ({ one }) => one, digits: 1 },
    { title: '2 MB CPU ms', of: ({ two }) => two, digits: 1 },
    { title: 'ratio', of: ratio, digits: 2 },
  ]);
}
