/**
 * What a step of GitHub Actions leaves behind besides its log: annotations, a summary, outputs. Elsewhere nothing is
 * added. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
 */
import { appendFileSync } from 'node:fs';
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

function append(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch (cause) {
    throw new GitmoatError('unreadable', `could not write ${file}: ${(cause as NodeJS.ErrnoException).code}`, {
      cause,
    });
  }
}
