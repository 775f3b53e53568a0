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
import { netrcEntry, otpSeed, secureString, sqlPassword } from './statement.ts';
import { urlCredentials } from './url.ts';

export { quickTest } from './quick-test.ts';

type Form = (text: string, at: number, length: number) => readonly Candidate[];

const ofClass = (...classes: NameClass[]): Form => {
  const set = new Set(classes);
  return (text, at) => named(text, at, set);
};

const forms: Readonly<Record<string, Form>> = {
  'generic-password': ofClass('password'),
  'generic-secret': ofClass('secret'),
  'generic-token': ofClass('token'),
  'generic-api-key': ofClass('key', 'weak'),
  'generic-credential': ofClass('credential', 'weak'),
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
 * Offsets of the candidates point into `text`. The same candidate may come from several anchors.
 */
export function confirmAssignment(text: string, at: number, length: number, rule: CompiledRule): readonly Candidate[] {
  return forms[rule.id]?.(text, at, length) ?? [];
}
