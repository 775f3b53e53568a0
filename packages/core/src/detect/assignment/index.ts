/**
 * Generic secrets around a key word: parse what stands there as `name operator value` in any of the usual syntaxes, then
 * judge it (`detect/likelihood/`). A function of the anchor's line, 512 bytes a side; which form a rule takes goes by
 * its id, everything else about a rule is the detector's business.
 */
import type { CompiledRule } from '../../rules/rule.ts';
import type { Candidate } from '../candidate.ts';
import type { NameClass } from '../likelihood/index.ts';
import { commandPassword } from './command.ts';
import { credentialPair } from './credential-pair.ts';
import { basicCredentials, bearerToken, otherAuthorization } from './header.ts';
import { named } from './named.ts';
import { pair } from './pair.ts';
import {
  commandQuick,
  credentialPairQuick,
  ofNameClass,
  otpQuick,
  pairQuick,
  type QuickForm,
  schemeQuick,
  userinfoQuick,
} from './quick-form.ts';
import { isKept, withoutReasons } from './result.ts';
import { netrcEntry, otpSeed, secureString, sqlPassword } from './statement.ts';
import { urlCredentials } from './url.ts';

export type { QuickForm } from './quick-form.ts';
export { quickTest } from './quick-test.ts';

interface Form {
  readonly parse: (text: string, at: number, length: number) => readonly Candidate[];
  /** Null: every occurrence is worth `quickTest`. */
  readonly quick: QuickForm | null;
}

const ofClass = (...classes: NameClass[]): Form => {
  const set = new Set(classes);
  return { parse: (text, at) => named(text, at, set), quick: ofNameClass(set) };
};

const forms: Readonly<Record<string, Form>> = {
  'generic-password': ofClass('password'),
  'generic-secret': ofClass('secret'),
  'generic-token': ofClass('token'),
  'generic-api-key': ofClass('key', 'weak'),
  'generic-credential': ofClass('credential', 'weak'),
  'generic-name-value': { parse: pair, quick: pairQuick },
  'url-credentials': { parse: urlCredentials, quick: userinfoQuick },
  'authorization-basic': { parse: basicCredentials, quick: schemeQuick },
  'authorization-bearer': { parse: bearerToken, quick: schemeQuick },
  'authorization-other': { parse: otherAuthorization, quick: null },
  'credential-pair': { parse: credentialPair, quick: credentialPairQuick },
  'command-line-password': { parse: commandPassword, quick: commandQuick },
  'sql-password': { parse: sqlPassword, quick: null },
  'powershell-secure-string': { parse: secureString, quick: null },
  'otp-seed': { parse: otpSeed, quick: otpQuick },
  'netrc-entry': { parse: netrcEntry, quick: null },
};

/** Ids of the rules that have a form here. */
export const assignmentRules: readonly string[] = Object.keys(forms);

/**
 * `text`: latin1 around the anchor, clipped to its line (or not, for rules across lines); `at`, `length`: the anchor in it.
 * Offsets of the candidates point into `text`. The same candidate may come from several anchors. Stand-ins are among them; with
 * `rejected` also what was judged to be no secret.
 */
export function confirmAssignment(
  text: string,
  at: number,
  length: number,
  rule: CompiledRule,
  rejected = false,
): readonly Candidate[] {
  const found = forms[rule.id]?.parse(text, at, length) ?? [];
  return rejected ? found : found.filter(isKept).map(withoutReasons);
}

/** A rule's first test on bytes; null where it has none. */
export function quickFormOf(ruleId: string): QuickForm | null {
  return forms[ruleId]?.quick ?? null;
}
