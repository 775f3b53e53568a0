/** Why one occurrence is hidden: a comment beside it, the caller's suppressor, or a form that cannot be real. */
import type { MadeUp } from '../detect/match.ts';
import type { Occurrence, Suppression } from './finding.ts';
import type { InlineAllow, Located } from './located.ts';
import type { Suppressor } from './result.ts';

const madeUpReasons: Readonly<Record<MadeUp, string>> = {
  checksum: 'its checksum is wrong',
  structure: 'its structure cannot be real',
  placeholder: 'a placeholder',
};

export interface SuppressionInput {
  readonly occurrence: Occurrence;
  /** The occurrence's own comment, or the one of HEAD's version of the path. */
  readonly comment: InlineAllow | null;
  readonly located: Located;
  readonly prints: { readonly fingerprint: string; readonly absorbed: readonly string[] };
  readonly suppressor: Suppressor | null;
}

export function suppressionOf(input: SuppressionInput): Suppression | null {
  const { occurrence, comment, located, prints, suppressor } = input;
  if (comment && covers(comment, located)) {
    const where = `${occurrence.path ?? occurrence.where}:${comment.line}`;
    return { by: 'inline', reason: comment.reason, where };
  }
  // Asked with getters, so that a suppressor that goes by path or rule does not pay for a slow hash.
  const about = {
    rule: located.rule.id,
    get fingerprint() {
      return prints.fingerprint;
    },
    get absorbed() {
      return prints.absorbed;
    },
  };
  const accepted = suppressor?.suppress(about, occurrence) ?? null;
  if (accepted) return accepted;
  return located.madeUp === null ? null : { by: located.madeUp, reason: madeUpReasons[located.madeUp], where: '' };
}

/** A comment that names a rule covers that rule only, under its former names too. */
export function covers(comment: InlineAllow, { rule }: Located): boolean {
  return comment.rule === null || comment.rule === rule.id || rule.replaces.includes(comment.rule);
}

/** Whether a match can block: sure enough, possible, and not allowed beside it. */
export function counts(located: Located): boolean {
  if (located.madeUp !== null || located.confidence === 'low') return false;
  return located.inline === null || !covers(located.inline, located);
}
