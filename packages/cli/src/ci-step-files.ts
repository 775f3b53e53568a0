/**
 * What a step of GitHub Actions leaves behind besides its log: annotations, a summary, outputs. Elsewhere nothing is
 * added. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
 */
import { appendFileSync } from 'node:fs';
import { GitmoatError, loadReporter, type ReportOptions, type ScanResult } from './core.ts';
import type { Io } from './io.ts';
import type { OutputPair } from './outputs.ts';

export interface StepInput {
  readonly io: Io;
  readonly outputs: readonly OutputPair[];
  readonly result: ScanResult;
  readonly options: ReportOptions;
  /** Findings that make the step fail. */
  readonly counted: number;
}

/** `write` gets the reports to write; its exit code comes back. */
export async function withStepFiles(
  { io, outputs, result, options, counted }: StepInput,
  write: (outputs: readonly OutputPair[]) => Promise<number>,
): Promise<number> {
  const { env } = io;
  if (env.GITHUB_ACTIONS !== 'true') return write(outputs);
  // People read the text in the log; the runner turns the lines behind it into annotations.
  const plain = outputs.every(({ format, file }) => file !== null || format === 'text');
  const code = await write(plain ? [...outputs, { format: 'github', file: null }] : outputs);
  const shown = { ...options, showSecrets: false, color: false };
  if (env.GITHUB_STEP_SUMMARY) append(env.GITHUB_STEP_SUMMARY, await textOf('markdown', result, shown));
  if (env.GITHUB_OUTPUT) {
    const sarif = outputs.find(({ format, file }) => format === 'sarif' && file !== null)?.file ?? '';
    append(env.GITHUB_OUTPUT, `findings=${counted}\nsarif=${/[\r\n]/.test(sarif) ? '' : sarif}\n`);
  }
  return code;
}

async function textOf(format: 'markdown', result: ScanResult, options: ReportOptions): Promise<string> {
  return [...(await loadReporter(format))(result, options)].join('');
}

function append(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch (cause) {
    throw new GitmoatError('unreadable', `could not write ${file}: ${(cause as NodeJS.ErrnoException).code}`, {
      cause,
    });
  }
}
