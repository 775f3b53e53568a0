// Writes docs/hygiene/: a page a rule and an index, from rules/hygiene/. A test compares them, so that they never differ.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTypeScript, root } from './core.mjs';

const { readRuleSources } = await importTypeScript('packages/core/src/rule-tools.ts');
const { compileHygiene } = await importTypeScript('packages/core/src/hygiene/compile.ts');
const { rulePage, rulesIndex } = await importTypeScript('packages/core/src/hygiene/page.ts');
const { authored, problems } = compileHygiene({
  hygiene: readRuleSources(join(root, 'rules', 'hygiene')),
  ignore: readRuleSources(join(root, 'rules', 'ignore')),
});
for (const { file, rule, message } of problems) console.error(`${file} ${rule ?? ''}: ${message}`);
if (problems.length > 0) process.exit(1);
const folder = join(root, 'docs', 'hygiene');
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) rmSync(join(folder, name));
for (const rule of authored) writeFileSync(join(folder, `${rule.id}.md`), rulePage(rule));
writeFileSync(join(folder, 'README.md'), rulesIndex(authored));
console.log(`${authored.length} pages`);
