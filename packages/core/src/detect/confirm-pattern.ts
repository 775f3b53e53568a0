/** Confirms one anchor occurrence of a `pattern` rule: the match, if any, as a function of the bytes in the reach. */
import type { AnchorUse, CompiledRule } from '../rules/rule.ts';

/** A pattern rule with its expressions made, once a process. */
export interface PatternRule {
  readonly rule: CompiledRule;
  readonly hasGroup: boolean;
  expression: RegExp | null;
}

/** Offsets in the slice: the whole match and the secret in it. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly secretStart: number;
  readonly secretEnd: number;
}

export function preparePattern(rule: CompiledRule): PatternRule {
  return { rule, hasGroup: rule.pattern.includes('(?<secret>'), expression: null };
}

/**
 * The leftmost match in `text` that has the anchor at `at` in one of the places the rule gives it. Every start is tried
 * by itself: what another anchor found changes nothing.
 */
export function confirmPattern(prepared: PatternRule, use: AnchorUse, text: string, at: number): PatternMatch | null {
  const { rule } = prepared;
  // `y` where there is one start to try, else `g` from the first; `d` only where the secret is a part of the match.
  prepared.expression ??= new RegExp(
    rule.pattern,
    `${rule.flags}${spread(rule) ? 'g' : 'y'}${prepared.hasGroup ? 'd' : ''}`,
  );
  const expression = prepared.expression;
  const last = at - use.minOffset;
  let from = Math.max(0, at - use.maxOffset);
  while (from <= last) {
    expression.lastIndex = from;
    const found = expression.exec(text);
    if (found === null || found.index > last) return null;
    const end = found.index + found[0].length;
    if (end >= at + use.text.length) {
      const secret = prepared.hasGroup ? found.indices!.groups!.secret : undefined;
      if (prepared.hasGroup && secret === undefined) return null;
      return { start: found.index, end, secretStart: secret?.[0] ?? found.index, secretEnd: secret?.[1] ?? end };
    }
    from = found.index + 1;
  }
  return null;
}

function spread(rule: CompiledRule): boolean {
  return rule.anchors.some((anchor) => anchor.minOffset !== anchor.maxOffset);
}
