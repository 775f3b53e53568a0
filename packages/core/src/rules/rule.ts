/**
 * What a compiled rule is: the only form that the detector sees. Authored rules (YAML) are described in `schema.ts`;
 * `compile.ts` turns one into the other at build time. Nothing here looks at bytes.
 */

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
/** How bad it is if the secret is live; independent of how sure we are. */
export type Severity = (typeof severities)[number];

export const confidences = ['provable', 'high', 'medium', 'low'] as const;
/** How sure we are. `provable`: a checksum or a parsed structure proves the form. */
export type Confidence = (typeof confidences)[number];

/** Overlap order: provable before provider before generic is decided per match; this is the rule's own class. */
export type RuleClass = 'provider' | 'generic';

/**
 * How a rule decides.
 * - `pattern`: a bounded regular expression around an anchor.
 * - `assignment`: the assignment parser in `detect/assignment/`, started at a key word.
 * - `document`: reads the blob whole once an anchor stands in it.
 * - `path`: reads the blob whole wherever its path fits.
 */
export type RuleKind = 'pattern' | 'assignment' | 'document' | 'path';

/** A check as written in YAML: its name and its arguments (`{check: entropy, min: 3}`). */
export interface CheckUse {
  readonly check: string;
  readonly [argument: string]: unknown;
}

/** Key words that must stand near a match, as lower-case latin1; distances in bytes from the secret's ends. */
export interface Context {
  readonly keywords: readonly string[];
  readonly before: number;
  readonly after: number;
}

/** A run of `length` bytes out of `bytes` that begins `from`–`to` bytes behind the anchor's first byte in every match; negative: before it. */
export interface RequiredRun {
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly bytes: string;
  /** The bytes that may stand right before the run, the nearest place first; absent: anything. */
  readonly lead?: readonly string[];
}

/** Where an anchor may stand inside the pattern's match, in bytes from the match's start. */
export interface AnchorUse {
  /** Lower-case latin1 literal. */
  readonly text: string;
  /** How the pattern writes it (`AKIA`), up to a few ways; absent: as `text`. Encoded forms depend on case. */
  readonly cased?: readonly string[];
  readonly minOffset: number;
  readonly maxOffset: number;
  /** The byte-level second test before any regular expression; null where the pattern promises too little. */
  readonly run: RequiredRun | null;
  /** What may stand right before the match, where that is `minOffset` bytes before the anchor; tested first. Absent: anything. */
  readonly edge?: Edge;
}

/** `token`: no letter or digit; `word`: no letter, but a capital behind a small one. Escapes (`\n`, `%3D`) end in a letter and pass. */
export type Edge = 'token' | 'word';

/** The other parts of the same credential: rule ids, the most lines between, and what a match with one is worth at least. */
export interface Joins {
  readonly rules: readonly string[];
  readonly within: number;
  readonly confidence: Confidence | null;
}

export interface CompiledRule {
  /** Position in `Ruleset.rules`; what a Match carries. */
  readonly index: number;
  readonly id: string;
  readonly provider: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly class: RuleClass;
  readonly kind: RuleKind;
  readonly anchors: readonly AnchorUse[];
  /** RegExp source over a latin1 string; empty for other kinds than `pattern`. */
  readonly pattern: string;
  readonly flags: string;
  /** Longest match of `pattern` in bytes, without look-around. */
  readonly maxLength: number;
  /** Bytes before the anchor's first byte that can change the verdict (assertions included). */
  readonly before: number;
  /** Bytes from the anchor's first byte onwards that can change the verdict (assertions included). */
  readonly after: number;
  /** The reach also stops at the ends of the anchor's line. */
  readonly line: boolean;
  readonly context: Context | null;
  readonly checks: readonly CheckUse[];
  readonly joins?: Joins;
  /** Names of offline fact readers (`detect/facts/`). */
  readonly facts: readonly string[];
  /** The match may hold characters that URLs, JSON and HTML escape: where it fails as it stands it is tried unescaped. */
  readonly escapable?: boolean;
  /** The prefix that every token of this format shares; shown by redaction. May be empty. */
  readonly prefix: string;
  /** Serves binary blobs too (format rules only). */
  readonly binary: boolean;
  /** Path globs (picomatch) of a `path` rule; empty otherwise. */
  readonly paths: readonly string[];
  /** Former ids whose acceptances still hold. */
  readonly replaces: readonly string[];
}

/** What only people read; loaded when a finding is printed. */
export interface RuleText {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly remediation: string;
  readonly references: readonly string[];
}
