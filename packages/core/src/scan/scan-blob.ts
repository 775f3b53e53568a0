/**
 * One blob → its located secrets. Everything decided here is a function of the blob's bytes, its path-rule paths and its
 * matches, and both history engines end here (`finishBlob`).
 */

import { createDetector, type Detector } from '../detect/detector.ts';
import { distinct } from '../detect/distinct.ts';
import { isNotebook, withoutOutputs } from '../detect/document/notebook.ts';
import type { Match, TextClass } from '../detect/match.ts';
import { textClassOf } from '../detect/text-class.ts';
import { streamedAbove } from '../git/object-limits.ts';
import type { CompiledRule } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import type { RawPath } from '../sources/source.ts';
import { inPieces, scanLarge } from './large/scan-large.ts';
import { LineIndex } from './lines.ts';
import { locate } from './locate.ts';
import type { BlobResult } from './located.ts';
import { resolveOverlaps } from './overlap.ts';
import { pathRulesByGlob } from './path-rules.ts';
import { transcode } from './utf16.ts';
import { pathRulesFor, wholeBlobMatches } from './whole-rules.ts';

export interface BlobScanner {
  readonly ruleset: Ruleset;
  readonly detector: Detector;
  /** Path rules whose globs fit; empty for most paths. */
  pathRules(path: RawPath): readonly CompiledRule[];
}

export function createBlobScanner(ruleset: Ruleset): BlobScanner {
  return {
    ruleset,
    detector: createDetector(ruleset),
    pathRules: pathRulesByGlob(ruleset),
  };
}

/** Whether a path rule wants to see blobs of this path. */
export function pathRuleMatcher(scanner: BlobScanner): (path: RawPath) => boolean {
  return (path) => scanner.pathRules(path).length > 0;
}

/** Scans a blob that is in memory. `paths`: every path it is known by, for path rules only. */
export function scanBlob(
  scanner: BlobScanner,
  bytes: Buffer,
  paths: readonly RawPath[],
  oid: string | null,
): BlobResult {
  if (bytes.length > streamedAbove) return scanLarge(scanner, { chunks: () => inPieces(bytes), paths, oid });
  const textClass = textClassOf(bytes);
  if (textClass === 'utf16le' || textClass === 'utf16be') return scanUtf16(scanner, bytes, textClass, paths, oid);
  const matches = scanner.detector.detect(bytes, 0, bytes.length, textClass === 'binary');
  return finishBlob(scanner, { bytes, matches, textClass, paths, oid });
}

function scanUtf16(
  scanner: BlobScanner,
  bytes: Buffer,
  order: 'utf16le' | 'utf16be',
  paths: readonly RawPath[],
  oid: string | null,
): BlobResult {
  const { utf8, original } = transcode(bytes, order);
  const matches = scanner.detector.detect(utf8, 0, utf8.length);
  const result = finishBlob(scanner, { bytes: utf8, matches, textClass: 'text', paths, oid });
  const located = result.located.map((one) => ({ ...one, start: original(one.start), end: original(one.end) }));
  return { oid, located };
}

export interface DetectedBlob {
  readonly bytes: Buffer;
  /** As `Detector.detect` gave them for the whole blob, or as inherited along deltas. */
  readonly matches: readonly Match[];
  readonly textClass: TextClass;
  readonly paths: readonly RawPath[];
  readonly oid: string | null;
}

/** Document and path rules, overlap, positions, comments, redaction. */
export function finishBlob(scanner: BlobScanner, blob: DetectedBlob): BlobResult {
  const pathRules = pathRulesFor(scanner, blob.paths);
  if (blob.matches.length === 0 && pathRules.length === 0) return { oid: blob.oid, located: [] };
  const { rules } = scanner.ruleset;
  // A document inside an encoded run was read there.
  const standsForWhole = (match: Match): boolean => rules[match.rule]!.kind === 'document' && match.chain === '';
  const direct = quiet(
    blob,
    blob.matches.filter((match) => !standsForWhole(match)),
    rules,
  );
  const documents = new Set(blob.matches.filter(standsForWhole).map((match) => rules[match.rule]!));
  const whole =
    blob.textClass === 'binary' ? [] : wholeBlobMatches(scanner.detector, blob.bytes, [...documents, ...pathRules]);
  const winners = resolveOverlaps(distinct([...direct, ...whole]), rules);
  if (winners.length === 0) return { oid: blob.oid, located: [] };
  const lines = new LineIndex(blob.bytes);
  const located = winners.map((winner, at) => {
    const from = winners[at - 1]?.match.end ?? 0;
    return locate(winner, { bytes: blob.bytes, lines, rules, from });
  });
  return { oid: blob.oid, located };
}

/** Judgements about the whole file, for blobs with matches only. */
function quiet({ bytes, textClass }: DetectedBlob, matches: Match[], rules: readonly CompiledRule[]): Match[] {
  if (matches.length === 0 || textClass === 'binary' || !isNotebook(bytes)) return matches;
  return withoutOutputs(bytes, matches, rules);
}
