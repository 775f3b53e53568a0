/**
 * What a step of GitHub Actions leaves behind besides its log: annotations, a summary, outputs. Elsewhere nothing is
 * added. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
 */
import { appendFileSync } from 'node:fs';
import { escapeControls } from '@gitmoat/core/report/escape';
import { GitmoatError, isCounted, loadReporter } from './core.ts';
import type { Io } from './io.ts';
import { type Conclusion, conclude } from './scan-command.ts';

export async function concludeStep(io: Io, conclusion: Conclusion): Promise<number> {
  const { env } = io;
  const { outputs, result, gate, options } = conclusion;
  if (env.GITHUB_ACTIONS !== 'true') return conclude(io, conclusion);
  // People read the text in the log; the runner turns the lines behind it into annotations.
  const plain = outputs.every(({ format, file }) => file !== null || format === 'text');
  const pairs = plain ? [...outputs, { format: 'github', file: null } as const] : outputs;
  const code = await conclude(io, { ...conclusion, outputs: pairs });
  if (env.GITHUB_STEP_SUMMARY) {
    const report = await loadReporter('markdown');
    const range = result.change === undefined ? [] : [result.change.range];
    const told = { ...result, notes: [...result.notes, ...range] };
    append(env.GITHUB_STEP_SUMMARY, [...report(told, { ...options, showSecrets: false, color: false })].join(''));
  }
  if (env.GITHUB_OUTPUT) {
    const counted = result.findings.filter((finding) => isCounted(finding, gate)).length;
    const sarif = outputs.find(({ format, file }) => format === 'sarif' && file !== null)?.file ?? '';
    // A line break would begin another output.
    append(env.GITHUB_OUTPUT, `findings=${counted}\nsarif=${/[\r\n]/.test(sarif) ? '' : sarif}\n`);
  }
  return code;
}

/** A step that could not do its work says why where people look first; the log has it too. */
export async function annotateFailure({ env, stdout }: Io, error: unknown): Promise<void> {
  if (env.GITHUB_ACTIONS !== 'true' || !(error instanceof GitmoatError)) return;
  const text = [error.message, error.hint].map(escapeControls).filter(Boolean).join('\n');
  const data = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  await stdout.write(`::error title=gitmoat could not do its work::${data}\n`);
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
