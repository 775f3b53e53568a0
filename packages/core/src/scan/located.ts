/** One match in one blob after overlap: where it stands, and (still) the raw secret. Never leaves `scan/` unredacted. */
import type { Facts, MadeUp } from '../detect/match.ts';
import type { CompiledRule, Confidence, Severity } from '../rules/rule.ts';
import type { RawPath } from '../sources/source.ts';

/** An inline comment that covers a line. `rule` null: every rule. */
export interface InlineAllow {
  readonly rule: string | null;
  readonly reason: string;
  readonly line: number;
}

export interface Located {
  readonly rule: CompiledRule;
  /** The file inside an archive (`b/c.env`, `x.zip!c.env`) whose offsets and lines these are. */
  readonly inner?: RawPath;
  /** Innermost decoded value, UTF-8; PEM without line ends and indentation: the bytes that are fingerprinted. */
  readonly secret: Buffer;
  readonly redacted: string;
  /** Byte range in the blob as git has it (UTF-16 offsets mapped back). */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly madeUp: MadeUp | null;
  readonly facts: Facts;
  readonly inline: InlineAllow | null;
  /** Raw secrets of the matches that this one absorbed (their fingerprints keep acceptances alive). */
  readonly absorbed: readonly Buffer[];
}

/** All that a blob says, whichever engine read it. */
export interface BlobResult {
  readonly oid: string | null;
  readonly located: readonly Located[];
}
