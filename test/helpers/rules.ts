/** The repository's own secret rules, compiled once a test file. */
import { fileURLToPath } from 'node:url';
import { type Compilation, compileRules, completeExample, readRuleSources } from '@gitmoat/core/rule-tools';

const folder = (name: string): string => fileURLToPath(new URL(`../../rules/${name}`, import.meta.url));

export function compileAllRules(): Compilation {
  return compileRules(['secrets', 'generic'].flatMap((name) => readRuleSources(folder(name), folder(''))));
}

/** Every rule's examples, completed: [rule id, text]. `seed` varies the made-up parts. */
export function allExamples(compilation: Compilation, seed: string): [string, string][] {
  return compilation.authored.flatMap((rule) =>
    rule.examples.map((template, i): [string, string] => [
      rule.id,
      completeExample(template, `${rule.id}:${seed}:${i}`),
    ]),
  );
}
