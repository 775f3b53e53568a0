/** What the commands take from core. Loaded with the first command that scans, never for help. */

export * from '@gitmoat/core';
export { createAllowlist } from '../../core/src/baseline/allowlist.ts';
export { type AllowEntry, type Config, configName, defaultConfig, loadConfig } from '../../core/src/config/config.ts';
export { selectRules } from '../../core/src/config/select-rules.ts';
export { cloneBare, isUrl } from '../../core/src/git/clone.ts';
export { openRepository, type Repository } from '../../core/src/git/repository.ts';
export { runGit } from '../../core/src/git/run.ts';
export { isCounted } from '../../core/src/report/gate.ts';
export { incumbentNotes } from '../../core/src/report/incumbents.ts';
export { defaultReportOptions, type ReportOptions } from '../../core/src/report/options.ts';
export { type Format, formats, reporters } from '../../core/src/report/reporters.ts';
export { findingText } from '../../core/src/report/text/text.ts';
export { audit } from '../../core/src/scan/audit.ts';
export { type ScanOptions, scan, scanHistory } from '../../core/src/scan/scan.ts';
export { rangeSource } from '../../core/src/sources/range.ts';
export { skipReasons } from '../../core/src/sources/skip-tally.ts';
export { stagedSource } from '../../core/src/sources/staged.ts';
export { stdinSource } from '../../core/src/sources/stdin.ts';
export { worktreeSource } from '../../core/src/sources/worktree.ts';
