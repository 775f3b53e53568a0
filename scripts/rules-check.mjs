// rules-check.mjs [PATH…]: compiles the named rule files (default: all secret rules) and runs their examples. For rule authors without a build.
import { join } from 'node:path';
import { importTypeScript, root } from './core.mjs';

const { checkRules, compileRules, readRuleSources } = await importTypeScript('packages/core/src/rule-tools.ts');
const paths = process.argv.slice(2);
const sources = (paths.length > 0 ? paths : [join(root, 'rules', 'secrets'), join(root, 'rules', 'generic')]).flatMap(
  (path) => readRuleSources(path, path),
);
const compilation = compileRules(sources);
const problems = checkRules(compilation);
for (const { file, rule, message, hint } of problems) {
  console.log(`${file}${rule ? ` ${rule}` : ''}: ${message}${hint ? `\n    ${hint}` : ''}`);
}
console.log(`${compilation.ruleset.rules.length} rules, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
