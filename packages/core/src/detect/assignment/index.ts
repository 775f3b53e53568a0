/**
 * Generic secrets around a key word: parse what stands there as `name operator value` in any of the usual syntaxes, then
 * judge it (`detect/likelihood/`). A function of the anchor's line, 512 bytes a side; which form a rule takes goes by
 * its id, everything else about a rule is the detector's business.
 */
import type { CompiledRule } from '../../rules/rule.ts';
import type { Candidate } from '../candidate.ts';
import { commandPassword } from './command.ts';
import { credentialPair } from './credential-pair.ts';
import { basicCredentials, bearerToken, otherAuthorization } from './header.ts';
import { named } from './named.ts';
import { pair } from './pair.ts';
import { namedRules } from './quick-form.ts';
import { isKept, withoutReasons } from './result.ts';
import { netrcEntry, otpSeed, secureString, sqlPassword } from './statement.ts';
import { urlCredentials } from './url.ts';

export { type QuickForm, quickFormOf, quickTestOf } from './quick-form.ts';
export { type QuickTest, quickTest } from './quick-test.ts';

type Parse = (text: string, at: number, length: number) => readonly Candidate[];

const forms: Readonly<Record<string, Parse>> = {
  ...Object.fromEntries(
    Object.entries(namedRules).map(([id, classes]): [string, Parse] => [id, (text, at) => named(text, at, classes)]),
  ),
  'generic-name-value': pair,
  'url-credentials': urlCredentials,
  'authorization-basic': basicCredentials,
  'authorization-bearer': bearerToken,
  'authorization-other': otherAuthorization,
  'credential-pair': credentialPair,
  'command-line-password': commandPassword,
  'sql-password': sqlPassword,
  'powershell-secure-string': secureString,
  'otp-seed': otpSeed,
  'netrc-entry': netrcEntry,
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
  const found = forms[rule.id]?.(text, at, length) ?? [];
  return rejected ? found : found.filter(isKept).map(withoutReasons);
}
