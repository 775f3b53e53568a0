/**
 * A server's patience: a push that is not judged within its time, or not to its end, is refused or taken in, as the
 * server's own settings say. The judge is a process of its own, so that nothing it does (a long match, a full memory, a
 * crash) can hold the limit up. A finding and wrong settings always refuse. Knows nothing of what is judged.
 */
import type { ChildProcess } from 'node:child_process';
import { defaultConfig, type ReceivePolicy } from '@gitmoat/core/config/config';
import type { HookOutcome } from './run-hook.ts';

export interface Judge {
  /** Starts the process that judges; its exit code is a hook's, what it says goes to stderr. */
  start(): ChildProcess;
  /** Asked while the judge works. Where it cannot be read the judge fails too, and says why. */
  policy(): Promise<ReceivePolicy>;
}

/** The outcome's text is what is said besides the judge's own words. */
export async function withinLimits({ start, policy }: Judge): Promise<HookOutcome> {
  const begun = performance.now();
  const child = start();
  const ending = endOf(child);
  const { timeLimit, onFailure } = await policy().catch(() => defaultConfig.receive);
  const timer = setTimeout(() => child.kill('SIGKILL'), Math.max(0, begun + timeLimit * 1000 - performance.now()));
  const { code, at } = await ending;
  clearTimeout(timer);
  if (code === 1 || code === 2) return { code, text: '' };
  const late = at - begun > timeLimit * 1000;
  if (code === 0 && !late) return { code, text: '' };
  const why = late ? `not judged within ${timeLimit} s` : 'not judged to its end';
  if (onFailure === 'pass') {
    return { code: 0, text: `gitmoat: push ${why}, taken in all the same (receive.onFailure: pass).\n` };
  }
  const way = late
    ? 'Push fewer commits at a time, or raise receive.timeLimit in .gitmoat.yaml on the default branch.'
    : 'The reason stands above; receive.onFailure in .gitmoat.yaml on the default branch decides.';
  return { code: 3, text: `gitmoat: push stopped: ${why}. ${way}\n` };
}

/** Code (null: killed, or never started) and time of its end. */
function endOf(child: ChildProcess): Promise<{ code: number | null; at: number }> {
  return new Promise((resolve) => {
    const ended = (code: number | null): void => resolve({ code, at: performance.now() });
    child.on('error', () => ended(null));
    child.on('exit', ended);
  });
}
