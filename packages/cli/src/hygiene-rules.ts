/** The compiled hygiene rules beside the bundle, and their texts for reports. */
import { dirname, join } from 'node:path';
import type { HygieneRuleset } from '@gitmoat/core/hygiene/find';
import type { JudgeOptions } from '@gitmoat/core/hygiene/judge';
import { loadHygiene } from '@gitmoat/core/hygiene/load';
import type { ReportOptions } from '@gitmoat/core/report/options';
import type { Io } from './io.ts';
import type { Setup } from './scan-command.ts';

export function hygieneRules(io: Io): HygieneRuleset {
  return loadHygiene(join(dirname(io.rulesetFile), 'hygiene.json'));
}

/** As for secrets: what SARIF and the text report say about a rule. */
export function hygieneTexts({ rules }: HygieneRuleset): ReportOptions['ruleText'] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return (id) => {
    const rule = byId.get(id);
    if (rule === undefined) return null;
    const { name, why, risk, remediation, references } = rule;
    return { id, name, description: `${why} ${risk}`, remediation, references };
  };
}

/** What a judgement by these rules takes from a run's settings. */
export function hygieneOptions({ config, suppressor }: Pick<Setup, 'config' | 'suppressor'>, io: Io): JudgeOptions {
  return { ruleset: hygieneRules(io), selection: config.rules, key: config.id ?? undefined, suppressor };
}

/** What a config may name: ids, and groups in the place of providers. */
export function hygieneNames(io: Io): { id: string; provider: string; replaces: string[] }[] {
  return hygieneRules(io).rules.map(({ id, group }) => ({ id, provider: group, replaces: [] }));
}
