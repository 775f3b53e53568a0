// Runs the README's examples: every block that begins with ```sh run=clone|project exit=N, in this clone or in a made-up
// project beside it, and compares the exit code. `gitmoat` is the bundle of this clone.
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh run=(clone|project) exit=(\d+)\n([\s\S]*?)^```$/gm)];

const work = mkdtempSync(join(tmpdir(), 'gitmoat-readme-'));
const bin = join(work, 'bin');
const project = join(work, 'my-project');
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GIT_|INIT_CWD$)/.test(name)));
Object.assign(env, { PATH: `${bin}:${process.env.PATH}`, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' });

function sh(script, cwd) {
  return spawnSync('bash', ['-euo', 'pipefail', '-c', script], { cwd, env, encoding: 'utf8' });
}

function makeProject() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  mkdirSync(join(project, 'config'), { recursive: true });
  writeFileSync(join(project, 'README.md'), 'A project.\n');
  const git = 'git -c user.name=A -c user.email=a@example.com -c commit.gpgsign=false';
  sh(`git init -q -b main . && git add -A && ${git} commit -qm 'First'`, project);
  writeFileSync(join(project, 'config', 'server.pem'), pem);
  sh(`git add -A && ${git} commit -qm 'Serve over TLS'`, project);
}

let failures = 0;
try {
  mkdirSync(bin);
  symlinkSync(join(root, 'packages', 'cli', 'bin', 'gitmoat.cjs'), join(bin, 'gitmoat'));
  makeProject();
  for (const [, where, exit, script] of blocks) {
    // The README imagines the project beside the clone; here it lies in a temporary folder.
    const [text, cwd] = where === 'clone' ? [script.replaceAll('../my-project', project), root] : [script, project];
    const { status, stdout, stderr } = sh(text, cwd);
    const ok = status === Number(exit);
    console.log(`${ok ? 'ok    ' : 'FAILED'} exit ${status}, wanted ${exit}: ${script.trim().split('\n')[0]}`);
    if (!ok) console.log(`${stdout}${stderr}`);
    if (!ok) failures++;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`${blocks.length} examples, ${failures} failed`);
process.exitCode = blocks.length > 0 && failures === 0 ? 0 : 1;
