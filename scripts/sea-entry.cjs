// What the single executable starts with (scripts/sea.mjs): puts the build that it carries into the user's cache folder, once
// a version, and runs it from there, because worker threads and the grammar want files.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { homedir, tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { getRawAsset } = require('node:sea');

const bytes = (name) => Buffer.from(getRawAsset(name));
const manifest = JSON.parse(bytes('manifest.json').toString('utf8'));

/** Only folders of the user's own: what lies there is run. */
function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || join(homedir(), '.cache');
  try {
    const folder = join(base, 'gitmoat');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    const own = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return own ? folder : null;
  } catch {
    return null;
  }
}

function unpack(folder) {
  for (const [name, sum] of Object.entries(manifest.files)) {
    const content = bytes(name);
    if (createHash('sha256').update(content).digest('hex') !== sum) throw new Error(`gitmoat: ${name} is damaged`);
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function ready() {
  const cache = cacheFolder();
  if (cache === null) {
    const folder = mkdtempSync(join(tmpdir(), 'gitmoat-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    unpack(folder);
    return folder;
  }
  const folder = join(cache, manifest.id);
  if (existsSync(folder)) return folder;
  // Whole or not at all: another one may be starting at the same time.
  const fresh = mkdtempSync(join(cache, '.new-'));
  unpack(fresh);
  try {
    renameSync(fresh, folder);
  } catch {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

const bin = join(ready(), 'bin', 'gitmoat.cjs');
createRequire(bin)(bin);
