/** What is left out on disk comes back: every shipped rule is the same after the way through its JSON. */
import { expect, it } from 'vitest';
import { fullRule, slimRule } from '../../../packages/core/src/rules/slim-rule.ts';
import { compileAllRules } from '../../helpers/rules.ts';

it('every rule comes back as it was', () => {
  const { rules } = compileAllRules().ruleset;
  expect(rules.length).toBeGreaterThan(1000);
  for (const rule of rules) expect(fullRule(slimRule(rule), rule.index)).toEqual(rule);
});
