// `npm install` of a checkout: what the pre-commit framework does for `language: node`, from a git URL, with no build in it. Gets
// the workspace's packages with pnpm and builds. Under pnpm itself (people who work here) it does nothing, and it never fails
// an installation that has what it needs.
import { execSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isPnpm = (process.env.npm_config_user_agent ?? '').startsWith('pnpm/');
const built = ['gitmoat.cjs', 'quick.cjs', 'ruleset.bin'].every((name) =>
  existsSync(join(root, 'packages/cli/dist', name)),
);

if (!isPnpm && !built) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // The caller's own settings for npm (a prefix, dev packages) are not meant for this.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(?!registry|cafile|userconfig|cache$)/i.test(name)),
  );
  const run = (command) => execSync(command, { cwd: root, env: { ...env, CI: 'true' }, stdio: ['ignore', 2, 2] });
  run(`npx --yes ${packageManager} install --frozen-lockfile --ignore-scripts`);
  run(`"${process.execPath}" scripts/build.mjs`);
}
