// `pnpm bench NAME …`: runs test/bench/NAME.ts against this workspace's build (or the command that GITMOAT_BIN names).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { importTypeScript, root } from './core.mjs';

const names = ['history', 'hook', 'detect', 'quiet', 'adversarial', 'rules', 'lines', 'hygiene'];
const [name = '', ...args] = process.argv.slice(2);
// pnpm runs scripts at the workspace's root; INIT_CWD is where the user stands.
const cwd = process.env.INIT_CWD ?? process.cwd();
const own = process.env.GITMOAT_BIN;

function fail(message, code) {
  console.error(`bench: ${message}`);
  process.exit(code);
}

if (!names.includes(name)) fail(`which one? ${names.join(', ')}`, 2);
if (own === undefined && name !== 'adversarial' && name !== 'rules') {
  const build = [join(root, 'scripts', 'build.mjs'), '--if-stale'];
  if (spawnSync(process.execPath, build, { cwd: root, stdio: ['ignore', 2, 2] }).status !== 0) {
    fail('the build failed', 3);
  }
}

const gitmoat = own === undefined ? join(root, 'packages', 'cli', 'bin', 'gitmoat.cjs') : resolve(cwd, own);
if (!existsSync(gitmoat)) fail(`${gitmoat} does not exist`, 2);

const benchmark = await importTypeScript(`test/bench/${name}.ts`);
const bench = {
  root,
  cwd,
  gitmoat,
  print: (text) => console.log(text),
  progress: (text) => console.error(`bench: ${text}`),
};
try {
  process.exitCode = await benchmark.run(args, bench);
} catch (error) {
  const wrongArguments = error instanceof TypeError && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!wrongArguments && error.name !== 'UsageError') throw error;
  fail(`${error.message}\nUsage: ${benchmark.usage}`, 2);
}
