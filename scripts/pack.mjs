// Makes the one package that is published: `gitmoat`, from packages/cli and what the build made, without dependencies and
// install scripts. `node scripts/pack.mjs [FOLDER]` writes the folder and the tarball beside it; prints the tarball's path.
// GITHUB_REPOSITORY names the repository, which provenance wants to see in the manifest.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, 'packages', 'cli');
const folder = resolve(process.argv[2] ?? join(root, 'dist-package'), 'package');

/** V8's compiled code fits one node only: it stays at home. */
const isShipped = (name) => !name.startsWith('.') && !name.endsWith('.v8');

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'dist'), { recursive: true });
for (const name of readdirSync(join(cli, 'dist')).filter(isShipped)) {
  cpSync(join(cli, 'dist', name), join(folder, 'dist', name), { recursive: true });
}
mkdirSync(join(folder, 'bin'));
cpSync(join(cli, 'bin', 'gitmoat.cjs'), join(folder, 'bin', 'gitmoat.cjs'));
for (const name of ['README.md', 'LICENSE']) cpSync(join(root, name), join(folder, name));

const { name, version, license } = JSON.parse(readFileSync(join(cli, 'package.json'), 'utf8'));
const { description, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
const manifest = {
  name,
  version,
  description,
  keywords: ['secrets', 'git', 'hooks', 'pre-commit', 'secret-scanner', 'gitignore', 'security', 'ci'],
  license,
  ...(server && repository ? { repository: { type: 'git', url: `git+${server}/${repository}.git` } } : {}),
  engines,
  bin: { gitmoat: 'bin/gitmoat.cjs' },
  files: ['bin', 'dist'],
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const packed = execFileSync(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', dirname(folder)], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'ignore'],
  encoding: 'utf8',
});
const said = JSON.parse(packed);
// npm 11 writes a list, newer ones a table by name.
const { filename } = Array.isArray(said) ? said[0] : Object.values(said)[0];
console.log(join(dirname(folder), filename));
