/** The repository's own hygiene rules, compiled once a test file. */
import { fileURLToPath } from 'node:url';
import { compileHygiene, type HygieneCompilation } from '../../packages/core/src/hygiene/compile.ts';
import { readRuleSources } from '../../packages/core/src/rules/read-rules.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../../rules/${name}`, import.meta.url));

/** Where core has the grammar from; the build copies both beside the rules. */
const inCore = (path: string): string =>
  fileURLToPath(new URL(`../../packages/core/node_modules/${path}`, import.meta.url));
const hcl = {
  runtime: inCore('web-tree-sitter/web-tree-sitter.wasm'),
  grammar: inCore('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm'),
};

export function compileOwnHygiene(): HygieneCompilation {
  const sources = { hygiene: readRuleSources(folder('hygiene')), ignore: readRuleSources(folder('ignore')) };
  const compilation = compileHygiene(sources);
  return { ...compilation, ruleset: { ...compilation.ruleset, hcl } };
}
