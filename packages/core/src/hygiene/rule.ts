/** What a hygiene rule is, apart from the code that checks it (checks/, by the same id). Written in rules/hygiene/. */
import type { Severity } from '../rules/rule.ts';

export const profiles = ['default', 'strict', 'production-ready'] as const;
/** `default` is always on; `strict` adds to it, `production-ready` to both. */
export type Profile = (typeof profiles)[number];

export const stages = ['staged', 'ci', 'check', 'history'] as const;
/** `staged`: judges a changed file by itself, cheaply; `ci`: two whole trees; `check`: also what is not committed;
 * `history`: what HEAD no longer has, when it is asked for, whatever the profile. */
export type Stage = (typeof stages)[number];

export interface HygieneRule {
  readonly id: string;
  /** What the rule is about (`github-actions`); can be switched off as one. */
  readonly group: string;
  readonly name: string;
  readonly why: string;
  /** What an attacker or an outage does with it. */
  readonly risk: string;
  readonly remediation: string;
  readonly severity: Severity;
  readonly profile: Profile;
  readonly stages: readonly Stage[];
  readonly references: readonly string[];
}

/** Rules of a profile: its own and those of the profiles before it. */
export function inProfile(rule: Pick<HygieneRule, 'profile'>, profile: Profile): boolean {
  return profiles.indexOf(rule.profile) <= profiles.indexOf(profile);
}
