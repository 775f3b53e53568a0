/** Public API of @gitmoat/core: everything that decides. No process.exit, no argv, no colour. */
export { createDetector, type Detector } from './detect/detector.ts';
export { distinct } from './detect/distinct.ts';
export { type ExplainedAnchor, type ExplainStep, type Explanation, explainText } from './detect/explain.ts';
export type { Facts, MadeUp, Match, TextClass } from './detect/match.ts';
export { textClassOf } from './detect/text-class.ts';
export { type ErrorCode, GitmoatError } from './errors.ts';
export {
  type CompiledRule,
  type Confidence,
  confidences,
  type RuleText,
  type Severity,
  severities,
} from './rules/rule.ts';
export type { Ruleset } from './rules/ruleset.ts';
export { decodeRuleset, loadRuleset } from './rules/ruleset-file.ts';
export type { Finding, Occurrence, Suppression } from './scan/finding.ts';
export type { BlobResult, Located } from './scan/located.ts';
export type { Progress, ScanResult, Suppressor } from './scan/result.ts';
export { type BlobScanner, createBlobScanner, finishBlob, pathRuleMatcher, scanBlob } from './scan/scan-blob.ts';
export type { Coverage, Place, RawPath, Skipped, Source, SourceBlob, Where } from './sources/source.ts';
