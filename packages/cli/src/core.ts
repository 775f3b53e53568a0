/** What the commands take from core. Loaded with the first command that scans, never for help. */

export * from '@gitmoat/core';
export { createAllowlist } from '../../core/src/baseline/allowlist.ts';
export { type Config, configName, defaultConfig, loadConfig } from '../../core/src/config/config.ts';
export { selectRules } from '../../core/src/config/select-rules.ts';
export { isCounted } from '../../core/src/report/gate.ts';
export { defaultReportOptions, type ReportOptions } from '../../core/src/report/options.ts';
export { type Format, formats, reporters } from '../../core/src/report/reporters.ts';
