/**
 * `pnpm bench adversarial`: 1 MB and 2 MB of hostile text for every rule, each rule alone; then a few inputs for all rules at
 * once, blob in and located findings out. Prints the worst; asserts nothing. What grows faster than its input shows in the ratio.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBlobScanner, createDetector, type Ruleset, scanBlob } from '@gitmoat/core';
import { compileRules, readRuleSources } from '@gitmoat/core/rule-tools';
import { AnchorList } from '../../packages/core/src/detect/anchor-list.ts';
import { type Cost, limits, ratio, type Scan, worstCosts } from './adversarial/cost.ts';
import { crowdedInputs, hostileInputs, pathFor } from './adversarial/inputs.ts';
import type { Bench } from './bench.ts';
import { report } from './measure/results.ts';
import { table } from './measure/table.ts';
import { singleRule } from './rules/single-rule.ts';
import { UsageError } from './usage-error.ts';

export const usage =
  'pnpm bench adversarial [--rules TEXT,…] [--slice 1/4] [--all-rules yes|no|only] [--quick] [--worst 40] [--no-save]';

export async function run(args: readonly string[], bench: Bench): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rules: { type: 'string', default: '' },
      slice: { type: 'string', default: '1/1' },
      'all-rules': { type: 'string' },
      quick: { type: 'boolean', default: false },
      worst: { type: 'string', default: '40' },
      'no-save': { type: 'boolean', default: false },
    },
  });
  const [, part = 0, parts = 0] = /^(\d+)\/(\d+)$/.exec(values.slice)?.map(Number) ?? [];
  if (part < 1 || part > parts) throw new UsageError(`--slice ${values.slice}: write 1/4 for the first of four.`);
  const wanted = values.rules === '' ? null : values.rules.split(',');
  // A slice of the rules is asked for to see those rules.
  const together = values['all-rules'] ?? (wanted === null && part === parts ? 'yes' : 'no');
  const { ruleset, authored } = compileRules(
    ['secrets', 'generic'].flatMap((folder) => readRuleSources(join(bench.root, 'rules', folder))),
  );
  const costs: Cost[] = [];
  let told = performance.now();
  for (const rule of together === 'only' ? [] : ruleset.rules) {
    if (wanted !== null && !wanted.some((text) => rule.id.includes(text))) continue;
    if (rule.index % parts !== part - 1) continue;
    if (performance.now() - told > 5000) {
      told = performance.now();
      bench.progress(`${rule.id}, ${rule.index + 1} of ${ruleset.rules.length}`);
    }
    const inputs = hostileInputs(rule, authored[rule.index]!.examples);
    const scan = scanOf(singleRule(ruleset, rule.index));
    const found = worstCosts(rule.id, inputs, scan, values.quick ? 'quick' : 'worst');
    costs.push(...found);
    for (const cost of found.filter(isOver)) bench.progress(sketch(cost));
  }
  const crowded: Cost[] = [];
  const templates = authored.map(({ examples }) => examples[0]!);
  for (const input of together === 'no' ? [] : crowdedInputs(ruleset.rules, templates)) {
    bench.progress(`all rules: ${input.name}`);
    const found = worstCosts('all', [input], blobScan(ruleset, []), values.quick ? 'quick' : 'whole');
    crowded.push(...found);
    bench.progress(found.map(sketch).join());
  }
  const sections = [
    ...(costs.length === 0 ? [] : [bodyOf(costs, Number(values.worst))]),
    ...(crowded.length === 0 ? [] : [`All rules, whole blob:\n\n${costTable(bySlowest(crowded))}`]),
  ];
  report(bench, { title: 'adversarial input', body: sections.join('\n\n'), save: !values['no-save'] });
  return 0;
}

const isOver = (cost: Cost): boolean => cost.one > limits.milliseconds || isSteep(cost);

const isSteep = (cost: Cost): boolean => cost.two >= limits.leastForRatio && ratio(cost) > limits.ratio;

function sketch(cost: Cost): string {
  return `${cost.rule}, ${cost.input}: ${cost.one.toFixed()} ms, ${ratio(cost).toFixed(2)}`;
}

/** Pattern and assignment rules: the detector. Document and path rules read the blob whole, after it. */
function scanOf(ruleset: Ruleset): Scan {
  const [rule] = ruleset.rules;
  if (rule!.kind !== 'pattern' && rule!.kind !== 'assignment') return blobScan(ruleset, pathFor(rule!));
  const detector = createDetector(ruleset);
  return { run: (bytes) => detector.detect(bytes, 0, bytes.length).length, anchors: anchorsOf(ruleset) };
}

function blobScan(ruleset: Ruleset, paths: string[]): Scan {
  const scanner = createBlobScanner(ruleset);
  return { run: (bytes) => scanBlob(scanner, bytes, paths, null).located.length, anchors: anchorsOf(ruleset) };
}

function anchorsOf(ruleset: Ruleset): Scan['anchors'] {
  const detector = createDetector(ruleset);
  return (bytes) => {
    const list = new AnchorList();
    detector.findAnchors(bytes, 0, bytes.length, list);
    return list.length;
  };
}

/** A rule's row is its slowest input; where another one is steeper than allowed it has a row of its own below. */
function bodyOf(costs: readonly Cost[], count: number): string {
  const slowest = new Map<string, Cost>();
  for (const cost of bySlowest(costs)) if (!slowest.has(cost.rule)) slowest.set(cost.rule, cost);
  const rows = [...slowest.values()];
  const slow = rows.filter(({ one }) => one > limits.milliseconds);
  const steep = costs.filter(isSteep);
  const summary = `${rows.length} rules; over ${limits.milliseconds} ms for 1 MB: ${slow.length}; over ${limits.ratio} × as much for 2 MB (where that takes ${limits.leastForRatio} ms or more): ${new Set(steep.map(({ rule }) => rule)).size}. CPU time of the process, all its threads.`;
  return [
    summary,
    `Slowest ${Math.min(count, rows.length)}, each rule by its worst input:`,
    costTable(rows.slice(0, count)),
    ...(steep.length === 0 ? [] : ['Too steep:', costTable(steep)]),
  ].join('\n\n');
}

function bySlowest(costs: readonly Cost[]): Cost[] {
  return [...costs].sort((a, b) => (a.one === b.one ? 0 : b.one - a.one));
}

function costTable(costs: readonly Cost[]): string {
  return table(costs, [
    { title: 'rule', of: ({ rule }) => rule },
    { title: 'input', of: ({ input }) => input },
    { title: '1 MB CPU ms', of: ({ one }) => one, digits: 0 },
    { title: '2 MB CPU ms', of: ({ two }) => two, digits: 0 },
    { title: 'ratio', of: ratio, digits: 2 },
    { title: 'anchors', of: ({ anchors }) => anchors },
    { title: 'findings', of: ({ findings }) => findings },
  ]);
}
