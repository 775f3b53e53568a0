/** Rules on disk without what nearly all of them say alike: an eighth of their bytes, and of the package's limit. */
import type { AnchorUse, CompiledRule } from './rule.ts';

const ruleDefaults = {
  class: 'provider',
  kind: 'pattern',
  flags: 'm',
  line: false,
  context: null,
  checks: [],
  facts: [],
  prefix: '',
  binary: false,
  paths: [],
  replaces: [],
} as const satisfies Partial<CompiledRule>;

const anchorDefaults = { minOffset: 0, maxOffset: 0, run: null } as const satisfies Partial<AnchorUse>;

/** JSON of a rule; its index is its place in the list. */
export function slimRule({ index: _, ...rule }: CompiledRule): string {
  return JSON.stringify({
    ...without(rule, ruleDefaults),
    anchors: rule.anchors.map((use) => without(use, anchorDefaults)),
  });
}

export function fullRule(json: string, index: number): CompiledRule {
  const rule = JSON.parse(json) as CompiledRule;
  return { ...ruleDefaults, ...rule, index, anchors: rule.anchors.map((use) => ({ ...anchorDefaults, ...use })) };
}

function without(value: object, defaults: Readonly<Record<string, unknown>>): object {
  const differs = ([key, one]: [string, unknown]) => JSON.stringify(one) !== JSON.stringify(defaults[key]);
  return Object.fromEntries(Object.entries(value).filter(differs));
}
