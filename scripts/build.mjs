// Builds packages/cli/dist: gitmoat.cjs (one bundle, no dependencies at run time), delta-worker.cjs (its scanning threads), ruleset.bin, hygiene.json,
// remediation.json, the html report's page and the JSON schemas of rule files and .gitmoat.yaml. `--if-stale`: only when a
// source is newer. Files are renamed into place whole, so that a command that runs meanwhile never sees half of one.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { importTypeScript, root } from './core.mjs';
import { buildReportPage } from './report-page.mjs';

const dist = join(root, 'packages', 'cli', 'dist');
const inCore = (path) => join(root, 'packages', 'core', 'node_modules', path);
/** Terraform's grammar and what runs it; read only where there is Terraform. */
const grammars = [
  'web-tree-sitter/web-tree-sitter.wasm',
  '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
];
const names = [
  'gitmoat.cjs',
  'delta-worker.cjs',
  'ruleset.bin',
  'hygiene.json',
  'remediation.json',
  'rule.schema.json',
  'config.schema.json',
  'report.html',
  ...grammars.map((path) => basename(path)),
];

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
  const made = names.map((name) => join(dist, name));
  if (!made.every((file) => existsSync(file))) return false;
  const built = Math.min(...made.map((file) => statSync(file).mtimeMs));
  return ['packages', 'rules', 'scripts', 'pnpm-lock.yaml'].every((path) => newest(join(root, path)) < built);
}

const sourcesOf = (tools, ...folders) =>
  folders.flatMap((folder) => tools.readRuleSources(join(root, 'rules', folder), join(root, 'rules')));

/** A rule that does not compile is left out while people work on it, but never out of a release. */
function complain(problems) {
  for (const { file, rule, message, hint } of problems) console.error(`${file} ${rule ?? ''}: ${message} ${hint}`);
  if (problems.length > 0 && process.env.GITMOAT_LAX_RULES !== '1') process.exit(1);
}

async function compileRuleset(folder) {
  const tools = await importTypeScript('packages/core/src/rule-tools.ts');
  const { ruleset, problems } = tools.compileRules(sourcesOf(tools, 'secrets', 'generic'));
  complain(problems);
  if (ruleset.rules.length === 0) throw new Error('no rules');
  writeFileSync(join(folder, 'ruleset.bin'), tools.encodeRuleset(ruleset));
  await compileHygiene(tools, folder);
  await compileRemediation(tools, folder, ruleset);
}

async function compileHygiene(tools, folder) {
  const { compileHygiene, encodeHygiene } = await importTypeScript('packages/core/src/hygiene/compile.ts');
  const [hygiene, ignore] = [sourcesOf(tools, 'hygiene'), sourcesOf(tools, 'ignore')];
  const { ruleset, problems } = compileHygiene({ hygiene, ignore });
  complain(problems);
  writeFileSync(join(folder, 'hygiene.json'), encodeHygiene(ruleset));
  for (const path of grammars) copyFileSync(inCore(path), join(folder, basename(path)));
}

async function compileRemediation(tools, folder, { rules }) {
  const { compileAdvice } = await importTypeScript('packages/core/src/remediate/compile-advice.ts');
  const ids = new Set(rules.flatMap(({ id, replaces }) => [id, ...replaces]));
  const { book, problems } = compileAdvice(sourcesOf(tools, 'remediation'), ids);
  complain(problems);
  writeFileSync(join(folder, 'remediation.json'), JSON.stringify(book));
}

async function writeSchemas(folder) {
  const { configJsonSchema, ruleFileJsonSchema } = await importTypeScript('packages/core/src/json-schemas.ts');
  writeFileSync(join(folder, 'rule.schema.json'), `${JSON.stringify(ruleFileJsonSchema(), null, 2)}\n`);
  writeFileSync(join(folder, 'config.schema.json'), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
}

const compiledName = (id) => `gitmoat.${id}.v8`;

/** V8's compiled code for the node that builds; any other one passes it over. */
function compileAhead(folder, id) {
  const scratch = mkdtempSync(join(tmpdir(), 'gitmoat-build-'));
  try {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GIT|NODE)_/.test(name)));
    const run = (command, args) => execFileSync(command, args, { cwd: scratch, env, stdio: 'ignore' });
    run('git', ['init', '-q']);
    writeFileSync(join(scratch, 'a.env'), 'NAME=value of a few words\n');
    run('git', ['add', '-A']);
    const bundle = join(folder, 'gitmoat.cjs');
    run(process.execPath, [join(root, 'scripts', 'compile-ahead.cjs'), bundle, join(folder, compiledName(id))]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (!(process.argv.includes('--if-stale') && isFresh())) {
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, '.build-'));
  try {
    const id = randomBytes(8).toString('hex');
    await compileRuleset(folder);
    await writeSchemas(folder);
    writeFileSync(join(folder, 'report.html'), buildReportPage());
    await build({
      entryPoints: {
        gitmoat: join(root, 'packages', 'cli', 'src', 'bin.ts'),
        'delta-worker': join(root, 'packages', 'cli', 'src', 'delta-worker.ts'),
      },
      outdir: folder,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      // The ES module of this package asks for import.meta, which a CommonJS bundle does not have.
      alias: { 'web-tree-sitter': inCore('web-tree-sitter/web-tree-sitter.cjs') },
      legalComments: 'none',
      banner: { js: `//${id}` },
      logLevel: 'warning',
    });
    compileAhead(folder, id);
    for (const name of readdirSync(dist)) if (name.endsWith('.v8')) rmSync(join(dist, name));
    for (const name of [...names, compiledName(id)]) renameSync(join(folder, name), join(dist, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
