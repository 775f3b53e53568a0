/** What to do at the provider about a secret that is out, as data: rules/remediation/<provider>.yaml. Says nothing of git. */

export interface Advice {
  /** Rules that it is for; empty: all others of the provider. */
  readonly rules: readonly string[];
  /** Where a person takes the secret out of use, or the provider's manual where that page is one's own server. */
  readonly page: string;
  /** Where the provider says so. */
  readonly reference: string;
  /** In order; a line that begins with `$ ` is a command. Values never stand in a command's arguments. */
  readonly rotate: readonly string[];
  /** Where to see whether somebody used it; same form. */
  readonly used: readonly string[];
}

/** Provider → its advice, the one for all its rules last. */
export type AdviceBook = Readonly<Record<string, readonly Advice[]>>;

/** The provider of the book's text for everything else. */
export const anyProvider = 'generic';

export interface ChosenAdvice extends Advice {
  /** False: the general text, the provider has none of its own. */
  readonly precise: boolean;
}

/** Throws where the book lacks the general text: then it was not compiled by `compileAdvice`. */
export function adviceFor(
  book: AdviceBook,
  finding: { readonly provider: string; readonly rule: string },
): ChosenAdvice {
  const precise = pick(book[finding.provider] ?? [], finding.rule);
  if (precise !== null) return { ...precise, precise: finding.provider !== anyProvider };
  return { ...pick(book[anyProvider] ?? [], finding.rule)!, precise: false };
}

function pick(entries: readonly Advice[], rule: string): Advice | null {
  return entries.find(({ rules }) => rules.includes(rule)) ?? entries.find(({ rules }) => rules.length === 0) ?? null;
}
