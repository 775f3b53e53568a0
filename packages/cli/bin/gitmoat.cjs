#!/usr/bin/env node
// Starts the bundle, with the code that V8 compiled at build time where this node can use it: without it nearly half of a
// hook's time goes into compiling. Nothing else happens here.
const { existsSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const bundle = join(__dirname, '..', 'dist', 'gitmoat.cjs');
if (existsSync(bundle)) start();
else {
  process.stderr.write(
    'gitmoat: not built yet\n  Run `npx --yes pnpm@10.34.9 build` in the clone, or use `pnpm gitmoat`.\n',
  );
  process.exitCode = 3;
}

function start() {
  const code = readFileSync(bundle, 'utf8');
  // V8 compares versions, flags and the length of the source, not the source: the file's name says which build it is of.
  const id = /^\/\/([0-9a-f]{16})\n/.exec(code)?.[1];
  const compiled = join(dirname(bundle), `gitmoat.${id}.v8`);
  if (!existsSync(compiled)) return require(bundle);
  const { Script } = require('node:vm');
  const { Module, createRequire } = require('node:module');
  const script = new Script(Module.wrap(code), { filename: bundle, cachedData: readFileSync(compiled) });
  const module = new Module(bundle, null);
  script
    .runInThisContext()
    .call(module.exports, module.exports, createRequire(bundle), module, bundle, dirname(bundle));
}
