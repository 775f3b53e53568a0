#!/usr/bin/env node
// Starts a bundle, with the code that V8 compiled at build time where this node can use it: without it nearly half of a
// hook's time goes into compiling. Hooks that judge the index start the quick one; what it cannot answer goes on to the whole.
const { existsSync, fstatSync, readFileSync, statSync } = require('node:fs');
const { dirname, join } = require('node:path');

const quickHooks = ['pre-commit', 'pre-merge-commit', 'pre-applypatch'];
const bundles = new Map();
const [command, word, hook] = process.argv.slice(2);
const { GITMOAT_SKIP, SKIP } = process.env;
// A terminal gets colours; asking `process.stdout` whether it is one would load node's streams.
const says = command === 'staged' && word === undefined && !mayBeTerminal();

if (says || (command === 'hooks' && word === 'run' && quickHooks.includes(hook) && !GITMOAT_SKIP && !SKIP)) {
  load('quick')
    .quick(says)
    // Ending at once spares node its clearing up.
    .then((done) => (done ? process.exit(0) : load('gitmoat')));
} else load('gitmoat');

function mayBeTerminal() {
  const stdout = fstatSync(1);
  return stdout.isCharacterDevice() && stdout.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

/** Loads a bundle once: a stage asks for the detector again with each of its files. */
function load(name) {
  const known = bundles.get(name);
  if (known !== undefined) return known;
  const bundle = join(__dirname, '..', 'dist', `${name}.cjs`);
  let code;
  try {
    code = readFileSync(bundle, 'latin1');
  } catch {
    process.stderr.write(
      'gitmoat: not built yet\n  Run `npx --yes pnpm@10.34.9 build` in the clone, or use `pnpm gitmoat`.\n',
    );
    process.exit(3);
  }
  // V8 compares versions, flags and the length of the source, not the source: the file's name says which build it is of.
  const id = /^\/\/([0-9a-f]{16})\n/.exec(code)?.[1];
  const compiled = join(dirname(bundle), `${name}.${id}.v8`);
  if (!existsSync(compiled)) return require(bundle);
  const { Script } = require('node:vm');
  const Module = module.constructor;
  const script = new Script(Module.wrap(code), { filename: bundle, cachedData: readFileSync(compiled) });
  const loaded = new Module(bundle, null);
  loaded.filename = bundle;
  loaded.paths = [];
  // A bundle asks for another one by its file.
  const require_ = (id) => (id.startsWith('./') ? load(id.slice(2, -4)) : loaded.require(id));
  script.runInThisContext().call(loaded.exports, loaded.exports, require_, loaded, bundle, dirname(bundle));
  bundles.set(name, loaded.exports);
  return loaded.exports;
}
