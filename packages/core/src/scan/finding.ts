/** What a user sees: one secret value in one repository, with every place that holds it. Safe to print. */
import type { Facts } from '../detect/match.ts';
import type { Confidence, Severity } from '../rules/rule.ts';
import type { Where } from '../sources/source.ts';

export type Held = 'branch' | 'tag' | 'remote' | 'stash' | 'note' | 'reflog' | 'unreachable';

export type SuppressedBy = 'inline' | 'allowlist' | 'baseline' | 'checksum' | 'structure' | 'placeholder';

/** Why a finding or an occurrence is hidden. `where`: `path:line` of the comment or the entry. */
export interface Suppression {
  readonly by: SuppressedBy;
  readonly reason: string;
  readonly where: string;
}

export interface CommitInfo {
  readonly oid: string;
  readonly author: string;
  readonly email: string;
  /** ISO 8601 with offset, the committer date. */
  readonly date: string;
  readonly subject: string;
}

/** Where a secret stands, safe to print. */
export interface Spot {
  readonly where: Where;
  /** Display form (`displayPath`); null for messages. */
  readonly path: string | null;
  /** base64 of the raw path where it is not UTF-8. */
  readonly pathBytes?: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly blob: string | null;
  /** The commit that introduces it there. */
  readonly commit: CommitInfo | null;
  readonly inHead: boolean;
}

export interface Occurrence extends Spot {
  readonly rule: string;
  readonly suppressed: Suppression | null;
  /** Here stands another part of the credential (its id). `raw` as in a finding. */
  readonly part?: { readonly secret: string; readonly raw?: string };
}

/** The spot is the one in HEAD if there is one, else the newest. */
export interface Finding extends Spot {
  /** Absent: a secret. Hygiene findings have no secret value: `secret` is the offending text, `provider` the rule's group. */
  readonly kind?: 'hygiene';
  /** 20 hex digits. */
  readonly fingerprint: string;
  /** Fingerprints of the findings this one absorbed; accepting any of them holds. */
  readonly absorbed: readonly string[];
  readonly rule: string;
  readonly provider: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly title: string;
  /** Redacted. */
  readonly secret: string;
  /** Raw value; present only with --show-secrets, read only by json, jsonl and text. */
  readonly raw?: string;
  readonly held: Held | null;
  readonly refs: readonly string[];
  readonly refCount: number;
  readonly occurrences: readonly Occurrence[];
  readonly facts: Facts;
  readonly verified: 'active' | 'inactive' | 'unknown' | null;
  readonly suppressed: Suppression | null;
}
