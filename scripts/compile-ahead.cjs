// Runs a built bundle once as the pre-commit hook does and writes V8's compiled code beside it: BUNDLE, COMPILED; cwd is a repository.
const { readFileSync, writeFileSync } = require('node:fs');
const { Module, createRequire } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

const [bundle, compiled] = process.argv.splice(2, 2);
process.argv.push('hooks', 'run', 'pre-commit');
const script = new Script(Module.wrap(readFileSync(bundle, 'utf8')), { filename: bundle });
process.on('exit', () => writeFileSync(compiled, script.createCachedData()));
const module_ = new Module(bundle, null);
script
  .runInThisContext()
  .call(module_.exports, module_.exports, createRequire(bundle), module_, bundle, dirname(bundle));
