/** The repository's own hygiene rules, compiled once a test file. */
import { fileURLToPath } from 'node:url';
import { compileHygiene, type HygieneCompilation } from '../../packages/core/src/hygiene/compile.ts';
import { readRuleSources } from '../../packages/core/src/rules/read-rules.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../../rules/${name}`, import.meta.url));

export function compileOwnHygiene(): HygieneCompilation {
  return compileHygiene({ hygiene: readRuleSources(folder('hygiene')), ignore: readRuleSources(folder('ignore')) });
}
