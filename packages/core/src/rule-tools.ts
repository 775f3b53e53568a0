/** What builds and checks rules need (YAML, schema, syntax trees); apart from the index so that a scan never loads it. */
export { checkRules, distinctRules, ruleFires } from './detect/check-rules.ts';
export { anchorReach } from './detect/detector.ts';
export { completeExample, generatorNames } from './detect/examples/generate.ts';
export { orderedByVisits } from './rules/by-visits.ts';
export { type Compilation, compileRules, type RuleProblem, type RuleSource } from './rules/compile.ts';
export { readRuleSources } from './rules/read-rules.ts';
export { encodeRuleset } from './rules/ruleset-file.ts';
