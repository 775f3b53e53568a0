/** Rule ids and providers that a config mentions must exist: a typo would otherwise silently change nothing. */
import { didYouMean } from './nearest.ts';
import type { KeyPath, Positions } from './positions.ts';
import type { ConfigOutput } from './schema.ts';

type KnownRule = { readonly id: string; readonly provider: string; readonly replaces: readonly string[] };

export function checkRuleNames(config: ConfigOutput, rules: readonly KnownRule[], positions: Positions): string[] {
  // Made-up providers of tests and rule files that do not load leave nothing to compare with.
  if (rules.length === 0) return [];
  const known = new Set(rules.flatMap(({ id, provider, replaces }) => [id, provider, ...replaces]));
  const names = [...known];
  return mentioned(config).flatMap(([path, name]) => {
    if (name === '*' || known.has(name)) return [];
    const at = path.at(-2) === 'severity' ? positions.ofKey(path) : positions.ofValue(path);
    const guess = didYouMean(name, names) || '; `gitmoat rules list` shows all';
    return [`${at}: no rule or provider is called "${name}"${guess}`];
  });
}

function mentioned(config: ConfigOutput): [KeyPath, string][] {
  const list = (key: 'disable' | 'enable'): [KeyPath, string][] =>
    (config.rules?.[key] ?? []).map((name, index) => [['rules', key, index], name]);
  return [
    ...list('disable'),
    ...list('enable'),
    ...Object.keys(config.rules?.severity ?? {}).map((name): [KeyPath, string] => [['rules', 'severity', name], name]),
    ...(config.allow ?? []).flatMap(({ rule }, index): [KeyPath, string][] =>
      rule === undefined ? [] : [[['allow', index, 'rule'], rule]],
    ),
  ];
}
