// Runs the README's examples: every block that begins with ```sh run=clone|project exit=N, in this clone or in a made-up
// project beside it, and compares the exit code. `gitmoat` is the bundle of this clone.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importTypeScript, root } from './core.mjs';

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

let failures = 0;
try {
  mkdirSync(bin);
  symlinkSync(join(root, 'packages', 'cli', 'bin', 'gitmoat.cjs'), join(bin, 'gitmoat'));
  // The project of the README's first screen.
  const { makeStory } = await importTypeScript('test/helpers/story.ts');
  makeStory(work);
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
