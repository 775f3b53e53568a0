/** Every reporter, loaded once, so that tests write a report in one call. */
import { defaultReportOptions, type Reporter, type ReportOptions } from '../../../packages/core/src/report/options.ts';
import { type Format, formats, loadReporter } from '../../../packages/core/src/report/reporters.ts';
import type { ScanResult } from '../../../packages/core/src/scan/result.ts';

// The script is plain JavaScript of the build.
const { buildReportPage } = (await import(new URL('../../../scripts/report-page.mjs', import.meta.url).href)) as {
  buildReportPage(): string;
};
/** The html report's page as the build makes it, without data. */
export const builtPage: string = buildReportPage();

const loaded = new Map<Format, Reporter>();
for (const format of formats) loaded.set(format, await loadReporter(format));

export function render(format: Format, result: ScanResult, over: Partial<ReportOptions> = {}): string {
  return [...loaded.get(format)!(result, { ...defaultReportOptions, page: () => builtPage, ...over })].join('');
}
