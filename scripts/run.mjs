// `pnpm gitmoat …` in a clone: builds when a source is newer, then runs the bundle as if it had been called from the user's folder.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// stdout belongs to the command's report.
const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-stale'], {
  cwd: root,
  stdio: ['ignore', 2, 2],
});
if (built.status !== 0) {
  console.error('gitmoat: the build failed');
  process.exitCode = 3;
} else {
  // pnpm runs scripts at the workspace's root; INIT_CWD is where the user stands.
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  createRequire(import.meta.url)('../packages/cli/bin/gitmoat.cjs');
}
