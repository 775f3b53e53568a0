/** One rule as a ruleset of its own, so that what it costs is not mixed with the others'. */
import { assembleRuleset } from '../../../packages/core/src/rules/compile.ts';
import type { Ruleset } from '../../../packages/core/src/rules/ruleset.ts';

export function singleRule(ruleset: Ruleset, index: number): Ruleset {
  return assembleRuleset([{ ...ruleset.rules[index]!, index: 0 }], [ruleset.text(index)]);
}
