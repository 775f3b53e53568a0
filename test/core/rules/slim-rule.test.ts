/** What is left out on disk comes back: rules of every kind are the same after the way through their JSON. */
import { fileURLToPath } from 'node:url';
import { compileRules, readRuleSources } from '@gitmoat/core/rule-tools';
import { expect, it } from 'vitest';
import { fullRule, slimRule } from '../../../packages/core/src/rules/slim-rule.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../../../rules/${name}`, import.meta.url));

it('every rule comes back as it was', () => {
  // All kinds stand in generic/; of the providers every thirtieth is enough.
  const some = readRuleSources(folder('secrets'), folder('')).filter((_, i) => i % 30 === 0);
  const { rules } = compileRules([...readRuleSources(folder('generic'), folder('')), ...some]).ruleset;
  expect(new Set(rules.map(({ kind }) => kind)).size).toBeGreaterThan(3);
  for (const rule of rules) expect(fullRule(slimRule(rule), rule.index)).toEqual(rule);
});
