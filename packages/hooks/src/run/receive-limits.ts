/**
 * A server's patience: a push that is not judged within its time, or not to its end, is refused or taken in, as the
 * server's own settings say. A finding always refuses. Knows nothing of what is judged.
 */
import type { ReceivePolicy } from '@gitmoat/core/config/config';
import { GitmoatError } from '@gitmoat/core/errors';
import type { HookOutcome } from './run-hook.ts';

export async function withinLimits(
  { timeLimit, onFailure }: ReceivePolicy,
  judge: () => Promise<HookOutcome>,
): Promise<HookOutcome> {
  const outcome = await inTime(timeLimit, judge);
  if (outcome.code !== 3) return outcome;
  if (onFailure === 'pass') {
    return { ...outcome, code: 0, text: `${outcome.text}  Taken in all the same: receive.onFailure is pass here.\n` };
  }
  return outcome;
}

async function inTime(seconds: number, judge: () => Promise<HookOutcome>): Promise<HookOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HookOutcome>((resolve) => {
    const text =
      `gitmoat: push stopped: not judged within ${seconds} s. Push fewer commits at a time, ` +
      "or have the server's receive.timeLimit raised.\n";
    timer = setTimeout(() => resolve({ code: 3, text, gaveUp: true }), seconds * 1000);
  });
  try {
    return await Promise.race([judge().catch(failed), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Wrong settings stay wrong whatever the policy; all else counts as not judged. */
function failed(error: unknown): HookOutcome {
  if (!(error instanceof GitmoatError) || error.code === 'config' || error.code === 'usage') throw error;
  return { code: 3, text: `gitmoat: push stopped: ${error.message}. ${error.hint}\n` };
}
