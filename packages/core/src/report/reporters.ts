/** The one table of output formats: a format is a row here and nowhere else. */
import { reportJson, reportJsonl } from './json.ts';
import type { Reporter } from './options.ts';
import { reportSarif } from './sarif.ts';
import { reportText } from './text/text.ts';

export type Format = 'text' | 'json' | 'jsonl' | 'sarif';

export const reporters: Readonly<Record<Format, Reporter>> = {
  text: reportText,
  json: reportJson,
  jsonl: reportJsonl,
  sarif: reportSarif,
};

export const formats: readonly Format[] = Object.keys(reporters) as Format[];
