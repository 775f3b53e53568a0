/** The one table of output formats: a format is a row here and nowhere else. Its code is loaded when it is asked for. */
import type { Reporter } from './options.ts';

export const formats = [
  'text',
  'json',
  'jsonl',
  'sarif',
  'github',
  'markdown',
  'junit',
  'csv',
  'gitlab',
  'codequality',
  'rdjsonl',
  'html',
] as const;
export type Format = (typeof formats)[number];

export interface FormatRow {
  /** What it is for, in `docs/reports.md` and the help. */
  readonly about: string;
  /** File names that mean this format where `--output` has no `--format` before it; matched at the name's end. */
  readonly endings: readonly string[];
  load(): Promise<Reporter>;
}

export const formatTable: Readonly<Record<Format, FormatRow>> = {
  text: {
    about: 'people, one screen',
    endings: ['.txt'],
    load: async () => (await import('./text/text.ts')).reportText,
  },
  json: {
    about: 'programs: one entry a secret',
    endings: ['.json'],
    load: async () => (await import('./json.ts')).reportJson,
  },
  jsonl: {
    about: 'programs: one line a place',
    endings: ['.jsonl', '.ndjson'],
    load: async () => (await import('./json.ts')).reportJsonl,
  },
  sarif: {
    about: 'code scanning (GitHub, Azure DevOps, editors)',
    endings: ['.sarif', '.sarif.json'],
    load: async () => (await import('./sarif.ts')).reportSarif,
  },
  github: {
    about: 'annotations of a GitHub Actions step',
    endings: [],
    load: async () => (await import('./github.ts')).reportGithub,
  },
  markdown: {
    about: 'a pull request comment or a step summary',
    endings: ['.md'],
    load: async () => (await import('./markdown.ts')).reportMarkdown,
  },
  junit: {
    about: 'CI systems that show test results: each finding is a failed test',
    endings: ['.xml'],
    load: async () => (await import('./junit.ts')).reportJunit,
  },
  csv: {
    about: 'spreadsheets: one row a place',
    endings: ['.csv'],
    load: async () => (await import('./csv.ts')).reportCsv,
  },
  gitlab: {
    about: "GitLab's secret detection report",
    endings: ['gl-secret-detection-report.json'],
    load: async () => (await import('./gitlab.ts')).reportGitlab,
  },
  codequality: {
    about: "GitLab's code quality report: secrets and hygiene in the merge request, every tier",
    endings: ['gl-code-quality-report.json'],
    load: async () => (await import('./gitlab.ts')).reportCodeQuality,
  },
  rdjsonl: {
    about: 'reviewdog',
    endings: ['.rdjsonl'],
    load: async () => (await import('./rdjsonl.ts')).reportRdjsonl,
  },
  html: {
    about: 'people, one file to hand on: timeline, filters, steps to take',
    endings: ['.html', '.htm'],
    load: async () => (await import('./html/html.ts')).reportHtml,
  },
};

export function loadReporter(format: Format): Promise<Reporter> {
  return formatTable[format].load();
}
