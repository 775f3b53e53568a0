/** Public API of @gitmoat/core: everything that decides. No process.exit, no argv, no colour. */
export { createAllowlist } from './baseline/allowlist.ts';
export { type AllowEntry, type Config, configName, defaultConfig, loadConfig } from './config/config.ts';
export { selectRules } from './config/select-rules.ts';
export { createDetector, type Detector } from './detect/detector.ts';
export { distinct } from './detect/distinct.ts';
export { type ExplainedAnchor, type ExplainStep, type Explanation, explainText } from './detect/explain.ts';
export type { Facts, MadeUp, Match, TextClass } from './detect/match.ts';
export { textClassOf } from './detect/text-class.ts';
export { type ErrorCode, GitmoatError } from './errors.ts';
export { cloneBare, isUrl } from './git/clone.ts';
export { stageFiles } from './git/everyday.ts';
export { openRepository, type Repository } from './git/repository.ts';
export { runGit } from './git/run.ts';
export { isUncommitted } from './report/committed.ts';
export { isCounted, tierOf } from './report/gate.ts';
export { incumbentNotes } from './report/incumbents.ts';
export { defaultReportOptions, type ReportOptions } from './report/options.ts';
export { type Format, formats, formatTable, loadReporter } from './report/reporters.ts';
export { rankFindings } from './report/text/rank.ts';
export { findingText } from './report/text/text.ts';
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
export { audit } from './scan/audit.ts';
export { type DeltaOptions, deltaReader } from './scan/delta/read-by-delta.ts';

export type { Finding, Occurrence, Suppression } from './scan/finding.ts';
export type { BlobResult, Located } from './scan/located.ts';
export type { Progress, ScanResult, Suppressor } from './scan/result.ts';
export { type ScanOptions, scan, scanHistory } from './scan/scan.ts';
export { type BlobScanner, createBlobScanner, finishBlob, pathRuleMatcher, scanBlob } from './scan/scan-blob.ts';
export { expandPaths } from './sources/expand-paths.ts';
export { rangeSource } from './sources/range.ts';
export { skipReasons } from './sources/skip-tally.ts';
export type { Coverage, Place, RawPath, Skipped, Source, SourceBlob, Where } from './sources/source.ts';
export { stagedSource } from './sources/staged.ts';
export { stdinSource } from './sources/stdin.ts';
export { worktreeSource } from './sources/worktree.ts';
