// Runs a built bundle once as the pre-commit hook does and writes V8's compiled code of it, and of those that it loads, beside
// them: FOLDER, NAME; cwd is a repository.
const { readFileSync, writeFileSync } = require('node:fs');
const { Module } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const [folder, name] = process.argv.splice(2, 2);
process.argv.push('hooks', 'run', 'pre-commit');
const loaded = new Map();

function load(name) {
  if (loaded.has(name)) return loaded.get(name).module.exports;
  const file = join(folder, `${name}.cjs`);
  const code = readFileSync(file, 'latin1');
  const script = new Script(Module.wrap(code), { filename: file });
  const module = new Module(file, null);
  module.filename = file;
  loaded.set(name, { script, module, id: /^\/\/([0-9a-f]{16})\n/.exec(code)[1] });
  const require_ = (id) => (id.startsWith('./') ? load(id.slice(2, -4)) : module.require(id));
  script.runInThisContext().call(module.exports, module.exports, require_, module, file, folder);
  return module.exports;
}

process.on('exit', () => {
  for (const [name, { script, id }] of loaded) {
    writeFileSync(join(folder, `${name}.${id}.v8`), script.createCachedData());
  }
});
load(name).quick?.(false);
