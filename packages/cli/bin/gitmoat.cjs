#!/usr/bin/env node
// Starts the bundle. Nothing else happens here, so that the command starts fast.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const bundle = join(__dirname, '..', 'dist', 'gitmoat.cjs');
if (existsSync(bundle)) require(bundle);
else {
  process.stderr.write(
    'gitmoat: not built yet\n  Run `npx --yes pnpm@10.34.9 build` in the clone, or use `pnpm gitmoat`.\n',
  );
  process.exitCode = 3;
}
