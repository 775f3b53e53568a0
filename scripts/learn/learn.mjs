// learn.mjs CORPUS [--write] [--folds N]: learns the likelihood's weights from a folder of labelled lines (see corpus.mjs), prints what they reach in
// repositories that they were not learned from (leave-out) and in those that they were (training), and with --write replaces likelihood/learned.ts.
// Deterministic: folds go by a hash of the repository's name, made-up passwords by seed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTypeScript, root } from '../core.mjs';
import { readFiles, readUnits } from './corpus.mjs';
import { scanWith, score } from './pipeline.mjs';
import { prior } from './prior.mjs';
import { regress } from './regression.mjs';
import { readSamples } from './samples.mjs';

const target = 'packages/core/src/detect/likelihood/learned.ts';
/** A feature must stand in so many repositories; a repository counts as the square root of its samples, lest one drown the rest. */
const minimumRepositories = 3;
const penalty = 5;
const perRepository = 10;

const args = process.argv.slice(2);
const folds = args.includes('--folds') ? Number(args[args.indexOf('--folds') + 1]) : 10;
const corpus = args.find((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--folds');
if (corpus === undefined || !(folds > 1)) {
  console.error(
    'usage: node scripts/learn/learn.mjs CORPUS [--write] [--folds N]\nCORPUS holds labels.jsonl and data/<repository>/…',
  );
  process.exit(2);
}

const files = readFiles(corpus);
const { compileRules, readRuleSources } = await importTypeScript('packages/core/src/rule-tools.ts');
const rules = ['secrets', 'generic'].flatMap((folder) =>
  readRuleSources(join(root, 'rules', folder), join(root, 'rules')),
);
const { ruleset } = compileRules(rules);
const samples = await readSamples(corpus, files, ruleset);
const repositories = [...new Set(files.map(({ repo }) => repo))].sort((a, b) => hash(a) - hash(b));
const fold = new Map(repositories.map((repo, i) => [repo, i % folds]));
console.log(
  `${repositories.length} repositories, ${files.length} files, ${samples.length} values judged (${samples.filter(({ chosen }) => chosen).length} with a chosen password), ${folds} folds`,
);

const whole = learn(samples);
console.log(`${Object.keys(whole.learned).length} features`);
const units = readUnits(corpus);
const leftOut = [];
for (let k = 0; k < folds; k++) {
  const table = learn(samples.filter(({ repo }) => fold.get(repo) !== k));
  leftOut.push(
    ...(await scanWith(
      source(table),
      files.filter(({ repo }) => fold.get(repo) === k),
      ruleset,
      target,
    )),
  );
}
score('leave-out', leftOut, units);
score('training', await scanWith(source(whole), files, ruleset, target), units);
if (args.includes('--write')) {
  writeFileSync(join(root, target), source(whole));
  console.log(`written: ${target}`);
}

function learn(chosenSamples) {
  const counts = new Map();
  const homes = new Map();
  for (const { repo, features, weight } of chosenSamples) {
    if (weight === 0) continue;
    counts.set(repo, (counts.get(repo) ?? 0) + 1);
    for (const feature of features) {
      if (!homes.has(feature)) homes.set(feature, new Set());
      homes.get(feature).add(repo);
    }
  }
  const common = [...homes].filter(([, repos]) => repos.size >= minimumRepositories).map(([name]) => name);
  const names = [...new Set([...common, ...Object.keys(prior)])].sort();
  const index = new Map(names.map((name, i) => [name, i]));
  const rows = chosenSamples
    .filter(({ weight }) => weight > 0)
    .map(({ repo, features, weight, positive }) => ({
      features: features.flatMap((feature) => index.get(feature) ?? []),
      positive,
      weight: (weight * perRepository) / Math.sqrt(counts.get(repo)),
    }));
  const means = names.map((name) => prior[name] ?? 0);
  const weights = regress(rows, means, { penalty });
  const learned = names
    .map((name, i) => [name, Math.round(weights[i] * 100) / 100])
    .filter(([, weight]) => weight !== 0);
  return { bias: Math.round(weights[names.length] * 100) / 100, learned: Object.fromEntries(learned) };
}

function source({ bias, learned }) {
  const lines = Object.entries(learned).map(
    ([name, weight]) => `  ${/^[a-z]+$/.test(name) ? name : quoted(name)}: ${weight},`,
  );
  return `/**
 * The weights of the likelihood, natural-log odds by feature, learned by \`scripts/learn/learn.mjs\` from labelled lines of public
 * repositories. Data only, written by the script; holds no text of those repositories. \`judge.ts\` sums them.
 */
export const bias: number = ${bias};
export const learned: Readonly<Record<string, number>> = {
${lines.join('\n')}
};
`;
}

function quoted(text) {
  const escaped = text.replaceAll('\\', '\\\\');
  return text.includes("'") ? `"${escaped.replaceAll('"', '\\"')}"` : `'${escaped}'`;
}

function hash(text) {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619) >>> 0;
  return (value ^ (value >>> 15)) >>> 0;
}
