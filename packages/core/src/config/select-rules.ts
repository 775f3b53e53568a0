/**
 * The rules of one run: what the build compiled, less what the config turns off. Rules that are off lose their anchors,
 * so they neither report nor absorb; indices stay, because matches carry them. Exceptions (`allow`) never turn rules off.
 */
import { createHash } from 'node:crypto';
import { GitmoatError } from '../errors.ts';
import type { CompiledRule } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import type { RuleSelection } from './config.ts';

export function isRuleOn(rule: Pick<CompiledRule, 'id' | 'provider'>, selection: RuleSelection): boolean {
  const named = (names: readonly string[]) => names.includes(rule.id) || names.includes(rule.provider);
  if (selection.enable.includes(rule.id)) return true;
  if (selection.disable.includes(rule.id)) return false;
  return named(selection.enable) || !(named(selection.disable) || selection.disable.includes('*'));
}

/** The same object where nothing is asked. Throws GitmoatError('config') if no rule is left. */
export function selectRules(ruleset: Ruleset, selection: RuleSelection): Ruleset {
  const severities = selection.severity;
  if (selection.disable.length === 0 && Object.keys(severities).length === 0) {
    if (ruleset.rules.length === 0) throw noRules();
    return ruleset;
  }
  const on = ruleset.rules.map((rule) => isRuleOn(rule, selection));
  if (!on.includes(true)) throw noRules();
  const rules = ruleset.rules.map((rule, index) => {
    const severity = severities[rule.id] ?? severities[rule.provider] ?? rule.severity;
    // A path rule has no anchor to lose: without paths it fits nothing.
    return on[index] ? { ...rule, severity } : { ...rule, severity, paths: [] };
  });
  const off = ruleset.rules.filter((_, index) => !on[index]).map(({ id }) => id);
  return {
    hash: off.length === 0 ? ruleset.hash : hashOf(ruleset.hash, off),
    rules,
    pathRules: ruleset.pathRules,
    pathNames: ruleset.pathNames,
    automaton: withoutUses(ruleset.automaton, on),
    source: ruleset.source,
    text: (index) => ruleset.text(index),
  };
}

/** Drops the anchors' uses by rules that are off; states and anchors stay. */
function withoutUses(automaton: Ruleset['automaton'], on: readonly boolean[]): Ruleset['automaton'] {
  const { anchorRules, anchorRuleStart } = automaton;
  const kept: number[] = [];
  const starts = new Uint32Array(anchorRuleStart.length);
  for (let anchor = 0; anchor + 1 < anchorRuleStart.length; anchor++) {
    starts[anchor] = kept.length;
    const [from, to] = [anchorRuleStart[anchor] ?? 0, anchorRuleStart[anchor + 1] ?? 0];
    for (let use = from; use < to; use += 2) {
      const [rule = 0, anchorUse = 0] = [anchorRules[use], anchorRules[use + 1]];
      if (on[rule]) kept.push(rule, anchorUse);
    }
  }
  starts[starts.length - 1] = kept.length;
  return { ...automaton, anchorRules: Uint32Array.from(kept), anchorRuleStart: starts };
}

function hashOf(hash: string, off: readonly string[]): string {
  return createHash('sha256')
    .update(`${hash}\0${off.toSorted().join('\0')}`)
    .digest('hex')
    .slice(0, hash.length);
}

function noRules(): GitmoatError {
  return new GitmoatError('config', 'No rule is left: a scan with zero rules would always pass.', {
    hint: 'Look at rules.disable and rules.enable in .gitmoat.yaml.',
  });
}
