/**
 * One blob → its located secrets. Everything decided here is a function of the blob's bytes, its path-rule paths and its
 * matches, and both history engines end here (`finishBlob`).
 */

import type { Candidate } from '../detect/candidate.ts';
import { createDetector, type Detector } from '../detect/detector.ts';
import { distinct } from '../detect/distinct.ts';
import { documentEngines, pathEngines } from '../detect/document/index.ts';
import { isNotebook, withoutOutputs } from '../detect/document/notebook.ts';
import type { Match, TextClass } from '../detect/match.ts';
import { textClassOf } from '../detect/text-class.ts';
import type { CompiledRule } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import type { RawPath } from '../sources/source.ts';
import { commentReach, inlineAllow, otherLinter } from './inline.ts';
import { LineIndex } from './lines.ts';
import type { BlobResult, Located } from './located.ts';
import { resolveOverlaps, type Winner } from './overlap.ts';
import { pathRulesByGlob } from './path-rules.ts';
import { redact } from './redact.ts';
import { transcode } from './utf16.ts';
import { variableBefore } from './value-name.ts';

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
    pathRules: pathRulesByGlob(ruleset.pathRules.map((index) => ruleset.rules[index]!)),
  };
}

/** Whether a path rule wants to see blobs of this path. */
export function pathRuleMatcher(scanner: BlobScanner): (path: RawPath) => boolean {
  return (path) => scanner.pathRules(path).length > 0;
}

/** Scans a blob whole. `paths`: every path it is known by, for path rules only. */
export function scanBlob(
  scanner: BlobScanner,
  bytes: Buffer,
  paths: readonly RawPath[],
  oid: string | null,
): BlobResult {
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
  const whole = blob.textClass === 'binary' ? [] : wholeBlobMatches(scanner, blob.bytes, [...documents, ...pathRules]);
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

function pathRulesFor(scanner: BlobScanner, paths: readonly RawPath[]): CompiledRule[] {
  return [...new Set(paths.flatMap((path) => scanner.pathRules(path)))];
}

/** What the engines find, and what is encoded in their values (a provider's token in a Kubernetes Secret). */
function wholeBlobMatches({ detector }: BlobScanner, bytes: Buffer, rules: readonly CompiledRule[]): Match[] {
  if (rules.length === 0) return [];
  const text = bytes.toString('latin1');
  return rules.flatMap((rule) => {
    const engine = (rule.kind === 'document' ? documentEngines : pathEngines)[rule.id];
    const found = engine ? engine(text).map((candidate) => matchOf(rule, candidate)) : [];
    return found.flatMap((match) => [match, ...detector.detectValue(bytes, match.start, match.end)]);
  });
}

function matchOf(rule: CompiledRule, candidate: Candidate): Match {
  const { start, end, confidence, madeUp } = candidate;
  const chain = candidate.chain ?? '';
  return {
    rule: rule.index,
    start,
    end,
    chain,
    anchor: start,
    confidence,
    madeUp,
    facts: candidate.facts ?? null,
    value: candidate.value ?? null,
  };
}

interface Surroundings {
  readonly bytes: Buffer;
  readonly lines: LineIndex;
  readonly rules: readonly CompiledRule[];
  /** Where the secret before this one ends. */
  readonly from: number;
}

function locate(winner: Winner, { bytes, lines, rules, from: free }: Surroundings): Located {
  const { match } = winner;
  const rule = rules[match.rule]!;
  const from = lines.position(match.start);
  const to = lines.position(match.end);
  const secret = secretOf(match, bytes);
  const { inline, linter } = commentsAt(match, bytes, lines, from.line);
  const variable = rule.class === 'provider' ? null : variableBefore(bytes, match.start, free);
  return {
    rule,
    secret,
    redacted: redact(secret.toString('utf8'), rule.prefix),
    start: match.start,
    end: match.end,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    severity: rule.severity,
    confidence: match.confidence,
    madeUp: match.madeUp,
    facts: {
      ...match.facts,
      ...(variable === null ? {} : { variable }),
      ...(linter === null ? {} : { linterComment: linter }),
    },
    inline,
    absorbed: winner.absorbed.map((other) => secretOf(other, bytes)),
  };
}

/** The bytes that are fingerprinted: the innermost decoded value; PEM without line ends and indentation. */
export function secretOf(match: Match, bytes: Buffer): Buffer {
  const raw = match.value === null ? bytes.subarray(match.start, match.end) : Buffer.from(match.value, 'latin1');
  if (raw.length < 20 || raw[0] !== 0x2d || !raw.includes('-----BEGIN')) return Buffer.from(raw);
  return Buffer.from(raw.toString('latin1').replace(/(?:\\r|\\n|[\r\n])+[ \t]*/g, ''), 'latin1');
}

/** Our exception for the line, and another linter's word on it. */
function commentsAt(
  match: Match,
  bytes: Buffer,
  lines: LineIndex,
  number: number,
): { inline: Located['inline']; linter: string | null } {
  const line = lines.lineAt(match.start, commentReach);
  const text = bytes.toString('utf8', line.start, line.end);
  const linter = otherLinter(text);
  const here = inlineAllow(text, number, false);
  // No line feed right before: the line is longer than a line with a comment, or it is the blob's first.
  if (here || bytes[line.start - 1] !== 10) return { inline: here, linter };
  const before = lines.lineAt(line.start - 1, commentReach);
  return { inline: inlineAllow(bytes.toString('utf8', before.start, before.end), number - 1, true), linter };
}
