// Builds packages/cli/dist: gitmoat.cjs (one bundle, no dependencies at run time), delta-worker.cjs (its scanning threads),
// what a commit hook starts (quick.cjs, and detect.cjs, hygiene.cjs, yaml.cjs where it needs them), ruleset.bin, hygiene.json
// (and what of it a hook needs), remediation.json, the html report's page and the JSON schemas of rule files and .gitmoat.yaml. `--if-stale`: only when a
// source is newer. Files are renamed into place whole, so that a command that runs meanwhile never sees half of one.
import { execFileSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { importTypeScript, root } from './core.mjs';
import { buildReportPage } from './report-page.mjs';

/** Of one build; what one build has judged another judges anew. */
const buildId = crypto.randomBytes(8).toString('hex');
const dist = join(root, 'packages', 'cli', 'dist');
const inCore = (path) => join(root, 'packages', 'core', 'node_modules', path);
/** Terraform's grammar and what runs it; read only where there is Terraform. */
const grammars = [
  'web-tree-sitter/web-tree-sitter.wasm',
  '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
];
/** The hook starts with `quick`, which loads `detect`, `hygiene` and `yaml` where it needs them. */
const bundles = {
  gitmoat: 'packages/cli/src/bin.ts',
  'delta-worker': 'packages/cli/src/delta-worker.ts',
  yaml: 'packages/core/src/hygiene/yaml-file.ts',
  hygiene: 'packages/hooks/src/quick/brings-hygiene.ts',
  detect: 'packages/core/src/scan/scan-blob.ts',
  quick: 'packages/cli/src/quick.ts',
};
const small = ['yaml', 'hygiene', 'detect', 'quick'];
const names = [
  ...Object.keys(bundles).map((name) => `${name}.cjs`),
  'ruleset.bin',
  'hygiene.json',
  'hygiene-staged.json',
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
  const automaton = tools.orderedByVisits(ruleset.automaton, sampleText());
  writeFileSync(
    join(folder, 'ruleset.bin'),
    tools.encodeRuleset({ ...ruleset, automaton }, tools.anchorReach(ruleset)),
  );
  await compileHygiene(tools, folder);
  await compileRemediation(tools, folder, ruleset);
}

/** Code, scripts, prose and workflows as they stand in most repositories: our own. */
function sampleText() {
  const filesIn = (path) =>
    statSync(path).isFile()
      ? [path]
      : readdirSync(path)
          .filter((name) => name !== 'node_modules' && name !== 'dist')
          .flatMap((name) => filesIn(join(path, name)));
  return ['packages', 'scripts', 'docs', '.github', 'README.md']
    .flatMap((path) => filesIn(join(root, path)))
    .map((path) => readFileSync(path));
}

async function compileHygiene(tools, folder) {
  const { compileHygiene, encodeHygiene, encodeStagedHygiene } = await importTypeScript(
    'packages/core/src/hygiene/compile.ts',
  );
  const [hygiene, ignore] = [sourcesOf(tools, 'hygiene'), sourcesOf(tools, 'ignore')];
  const { ruleset, problems } = compileHygiene({ hygiene, ignore });
  complain(problems);
  writeFileSync(join(folder, 'hygiene.json'), encodeHygiene(ruleset));
  writeFileSync(join(folder, 'hygiene-staged.json'), encodeStagedHygiene(ruleset));
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

/** Modules that the small bundles leave to another one, which is loaded where they are needed. */
const shared = [
  [/\/yaml-file\.ts$/, './yaml.cjs'],
  [/\/brings-hygiene\.ts$/, './hygiene.cjs'],
  [/\/scan-blob\.ts$/, './detect.cjs'],
];

/** For the small bundles: others by their file, nothing that they can give up over, crypto on first use. */
const lean = {
  name: 'lean',
  setup(build) {
    for (const [filter, path] of shared) {
      build.onResolve({ filter }, ({ kind }) => (kind === 'entry-point' ? undefined : { path, external: true }));
    }
    build.onResolve({ filter: /\/hcl\.ts$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
      contents: "export const hclParser = () => { throw new Error('Terraform is not read here'); };",
    }));
    build.onResolve({ filter: /^node:crypto$/ }, ({ path, namespace }) =>
      namespace === 'late' ? { path, external: true } : { path, namespace: 'late' },
    );
    build.onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `module.exports = {${[
        'createHash',
        'createHmac',
        'createPublicKey',
        'createPrivateKey',
        'X509Certificate',
      ]
        .map((name) => `get ${name}() { return require('${path}').${name}; }`)
        .join()}};`,
    }));
  },
};

async function bundle(name, folder) {
  await build({
    entryPoints: { [name]: join(root, bundles[name]) },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: process.env.GITMOAT_BUILD_PLAIN !== '1',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // The ES module of this package asks for import.meta, which a CommonJS bundle does not have.
    alias: { 'web-tree-sitter': inCore('web-tree-sitter/web-tree-sitter.cjs') },
    plugins: small.includes(name) ? [lean] : [],
    // Bundles load one another by require.
    supported: { 'dynamic-import': false },
    define: { __BUILD_ID__: JSON.stringify(buildId) },
    legalComments: 'none',
    banner: { js: `//${crypto.randomBytes(8).toString('hex')}` },
    logLevel: 'warning',
  });
}

/** Staged where code is compiled ahead; the second one has what only the YAML library reads. */
const workflow = `name: ci
on: [push]
permissions: { contents: read }
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix: { node: ["20", '22'] }
    steps:
      # a comment
      - uses: ./.github/actions/set-up
      - run: |
          npm ci
          npm test
`;
const anchored = workflow.replace('jobs:', 'env: &shared { A: b }\njobs:').replace('# a comment', 'env: *shared');

/** V8's compiled code for the node that builds; any other one passes it over. */
function compileAhead(folder) {
  const scratch = mkdtempSync(join(tmpdir(), 'gitmoat-build-'));
  try {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GIT|NODE)_/.test(name)));
    const run = (command, args) => execFileSync(command, args, { cwd: scratch, env, stdio: 'ignore' });
    const git = (...args) => run('git', ['-c', 'user.name=build', '-c', 'user.email=build@gitmoat.invalid', ...args]);
    git('init', '-q');
    // Its own sources: the words and shapes that most commits hold.
    const source = readFileSync(join(root, 'scripts', 'build.mjs'), 'utf8');
    for (const file of ['a.mjs', 'lib/b.mjs']) {
      mkdirSync(dirname(join(scratch, file)), { recursive: true });
      writeFileSync(join(scratch, file), source);
    }
    git('add', '-A');
    git('commit', '-q', '--no-verify', '-m', 'first');
    appendFileSync(join(scratch, 'lib', 'b.mjs'), "const options = { key: 'name', token: null };\n");
    writeFileSync(join(scratch, 'README.md'), 'A password is never written here.\n');
    mkdirSync(join(scratch, '.github', 'workflows'), { recursive: true });
    writeFileSync(join(scratch, '.github', 'workflows', 'ci.yml'), workflow);
    writeFileSync(join(scratch, '.github', 'workflows', 'other.yml'), anchored);
    git('add', '-A');
    const script = join(root, 'scripts', 'compile-ahead.cjs');
    for (const name of ['gitmoat', 'quick']) run(process.execPath, [script, folder, name]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (!(process.argv.includes('--if-stale') && isFresh())) {
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, '.build-'));
  try {
    await compileRuleset(folder);
    await writeSchemas(folder);
    writeFileSync(join(folder, 'report.html'), buildReportPage());
    for (const name of Object.keys(bundles)) await bundle(name, folder);
    compileAhead(folder);
    const compiled = readdirSync(folder).filter((name) => name.endsWith('.v8'));
    for (const name of readdirSync(dist)) if (name.endsWith('.v8')) rmSync(join(dist, name));
    for (const name of [...names, ...compiled]) renameSync(join(folder, name), join(dist, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
