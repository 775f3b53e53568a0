// Builds packages/cli/dist: gitmoat.cjs (one bundle, no dependencies at run time) and ruleset.bin. `--if-stale`: only when a source is newer.
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { importTypeScript, root } from './core.mjs';

const dist = join(root, 'packages', 'cli', 'dist');
const bundle = join(dist, 'gitmoat.cjs');
const rulesetFile = join(dist, 'ruleset.bin');

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = stat.mtimeMs;
  for (const name of readdirSync(path)) {
    if (name !== 'node_modules' && name !== 'dist') latest = Math.max(latest, newest(join(path, name)));
  }
  return latest;
}

function isFresh() {
  if (!existsSync(bundle) || !existsSync(rulesetFile)) return false;
  const built = Math.min(statSync(bundle).mtimeMs, statSync(rulesetFile).mtimeMs);
  return ['packages', 'rules', 'scripts', 'pnpm-lock.yaml'].every((path) => newest(join(root, path)) < built);
}

async function compileRuleset() {
  const { compileRules, encodeRuleset, readRuleSources } = await importTypeScript('packages/core/src/rule-tools.ts');
  const { ruleset, problems } = compileRules(readRuleSources(join(root, 'rules')));
  for (const { file, rule, message, hint } of problems) console.error(`${file} ${rule ?? ''}: ${message} ${hint}`);
  // A rule that does not compile is left out while people work on it, but never out of a release.
  if (problems.length > 0 && process.env.GITMOAT_LAX_RULES !== '1') process.exit(1);
  if (ruleset.rules.length === 0) throw new Error('no rules');
  writeFileSync(rulesetFile, encodeRuleset(ruleset));
}

if (!(process.argv.includes('--if-stale') && isFresh())) {
  mkdirSync(dist, { recursive: true });
  await compileRuleset();
  await build({
    entryPoints: { gitmoat: join(root, 'packages', 'cli', 'src', 'bin.ts') },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'warning',
  });
}
