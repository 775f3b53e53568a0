/** What the detector returns: byte ranges in a blob, never text. */
import type { Confidence } from '../rules/rule.ts';

/** Facts read offline out of a secret (AWS account id, JWT expiry …). Never part of the secret itself. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** Why a match cannot be a real secret, decided by bytes alone; kept, suppressed later, and still absorbing overlaps. */
export type MadeUp = 'checksum' | 'structure' | 'placeholder';

export interface Match {
  /** Index into `Ruleset.rules`. */
  readonly rule: number;
  /** The secret's byte range in the blob (of the encoded run where `chain` is not empty). */
  readonly start: number;
  readonly end: number;
  /** Decoders from the outside in, joined by `>` (`base64>gzip`); empty for plain text. */
  readonly chain: string;
  /** First byte of the anchor that led here. Not part of the match's identity. */
  readonly anchor: number;
  readonly confidence: Confidence;
  readonly madeUp: MadeUp | null;
  readonly facts: Facts | null;
  /** The innermost decoded value as latin1; null where it is bytes[start, end). */
  readonly value: string | null;
}

/** Git's own rule plus UTF-16, a function of the blob's bytes (`text-class.ts`). */
export type TextClass = 'text' | 'utf16le' | 'utf16be' | 'binary';
