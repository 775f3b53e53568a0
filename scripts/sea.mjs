// One file that needs no Node: `node scripts/sea.mjs [FOLDER [NAME]]` writes `gitmoat` (on Windows `gitmoat.exe`) and its
// SHA-256 beside it.
// The node that runs this is the one inside. https://nodejs.org/api/single-executable-applications.html
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, 'packages', 'cli');
const target = resolve(process.argv[2] ?? join(root, 'dist-package'));
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const windows = process.platform === 'win32';

const sum = (content) => createHash('sha256').update(content).digest('hex');
const scratch = mkdtempSync(join(tmpdir(), 'gitmoat-sea-'));
try {
  const shipped = readdirSync(join(cli, 'dist')).filter((name) => !name.startsWith('.'));
  const names = ['bin/gitmoat.cjs', ...shipped.map((name) => `dist/${name}`)];
  const files = Object.fromEntries(names.map((name) => [name, sum(readFileSync(join(cli, name)))]));
  const manifest = join(scratch, 'manifest.json');
  writeFileSync(manifest, JSON.stringify({ id: sum(JSON.stringify(files)).slice(0, 16), files }));
  const blob = join(scratch, 'gitmoat.blob');
  const config = join(scratch, 'sea.json');
  const assets = { 'manifest.json': manifest, ...Object.fromEntries(names.map((name) => [name, join(cli, name)])) };
  const main = join(root, 'scripts', 'sea-entry.cjs');
  writeFileSync(config, JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true, assets }));
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] });

  mkdirSync(target, { recursive: true });
  const file = join(target, process.argv[3] ?? (windows ? 'gitmoat.exe' : 'gitmoat'));
  copyFileSync(process.execPath, file);
  chmodSync(file, 0o755);
  const mac = process.platform === 'darwin';
  if (mac) execFileSync('codesign', ['--remove-signature', file]);
  const inject = ['--yes', 'postject@1.0.0-alpha.6', file, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse];
  if (mac) inject.push('--macho-segment-name', 'NODE_SEA');
  execFileSync(windows ? 'npx.cmd' : 'npx', inject, { stdio: ['ignore', 'ignore', 'inherit'], shell: windows });
  if (mac) execFileSync('codesign', ['--sign', '-', file]);
  writeFileSync(`${file}.sha256`, `${sum(readFileSync(file))}  ${basename(file)}\n`);
  console.log(file);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
