/** What `gitmoat staged` says of a clean stage: the text report of a result without findings. */

import { defaultReportOptions } from '@gitmoat/core/report/options';
import { reportText } from '@gitmoat/core/report/text/text';
import type { CleanStage } from '../../hooks/src/quick/clean-stage.ts';
import { version } from './version.ts';

export function cleanText({ blobs, bytes, ruleset }: CleanStage, seconds: number): string {
  const coverage = {
    source: 'staged',
    blobs: { total: blobs, scanned: blobs, skipped: [] },
    bytes: { scanned: bytes },
    commits: 0,
    shallow: false,
    complete: true,
    seconds,
    engine: 'full',
  } as const;
  const tool = { name: 'gitmoat', version, ruleset } as const;
  // Text does not say how many rules there are, only that they were asked.
  const result = { tool, coverage, findings: [], hygieneRules: 0, notes: [], target: '.' };
  return [...reportText(result, defaultReportOptions)].join('');
}
