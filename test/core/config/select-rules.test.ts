import { expect, test } from 'vitest';
import { isRuleOn, selectRules } from '../../../packages/core/src/config/select-rules.ts';
import type { Ruleset } from '../../../packages/core/src/rules/ruleset.ts';

const rule = (index: number, id: string, provider: string) => ({
  index,
  id,
  provider,
  severity: 'high',
  anchors: [],
  paths: ['x'],
});
const ruleset = {
  hash: 'abcdef012345',
  rules: [rule(0, 'aws-a', 'aws'), rule(1, 'aws-b', 'aws'), rule(2, 'gh-c', 'gh')],
  // Anchor 0 serves rules 0 and 2, anchor 1 serves rule 1.
  automaton: { anchorRules: Uint32Array.of(0, 5, 2, 6, 1, 7), anchorRuleStart: Uint32Array.of(0, 4, 6) },
  text: () => ({ id: '', name: '', description: '', remediation: '', references: [] }),
} as unknown as Ruleset;
const none = { disable: [], enable: [], severity: {} };

test('nothing asked: the very same ruleset', () => {
  expect(selectRules(ruleset, none)).toBe(ruleset);
});

test('a rule that is off loses its anchors and paths; its index stays', () => {
  const selected = selectRules(ruleset, { ...none, disable: ['aws'], enable: ['aws-b'] });
  expect([...selected.automaton.anchorRules]).toEqual([2, 6, 1, 7]);
  expect([...selected.automaton.anchorRuleStart]).toEqual([0, 2, 4]);
  expect(selected.rules.map(({ paths }) => paths.length)).toEqual([0, 1, 1]);
  expect(selected.hash).not.toBe(ruleset.hash);
  expect(selected.hash).toHaveLength(ruleset.hash.length);
});

test('an id beats a provider, and a provider beats *', () => {
  expect(isRuleOn({ id: 'aws-a', provider: 'aws' }, { ...none, disable: ['*'], enable: ['aws'] })).toBe(true);
  expect(isRuleOn({ id: 'aws-a', provider: 'aws' }, { ...none, disable: ['aws-a'], enable: ['aws'] })).toBe(false);
  expect(isRuleOn({ id: 'gh-c', provider: 'gh' }, { ...none, disable: ['*'], enable: ['aws'] })).toBe(false);
});

test('severities change by id or provider', () => {
  const selected = selectRules(ruleset, { ...none, severity: { aws: 'low', 'aws-b': 'info' } });
  expect(selected.rules.map(({ severity }) => severity)).toEqual(['low', 'info', 'high']);
  expect(selected.hash).toBe(ruleset.hash);
});

test('zero rules is an error', () => {
  expect(() => selectRules(ruleset, { ...none, disable: ['*'] })).toThrow('No rule is left');
  expect(() => selectRules({ ...ruleset, rules: [] }, none)).toThrow('No rule is left');
});
