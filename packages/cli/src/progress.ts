/** A progress bar on stderr: only on a terminal, only after a second, gone without a trace at the end. */
import type { Progress } from '@gitmoat/core';
import type { Output } from './io.ts';

/** Runs shorter than this show nothing. */
const silentMs = 1000;
const everyMs = 100;
/** Before this a time left is a guess. */
const tellingShare = 0.02;

export interface ProgressBar {
  readonly report: Progress;
  /** Wipes the line. */
  stop(): Promise<void>;
}

export function createProgress(output: Output, enabled: boolean, now: () => number = Date.now): ProgressBar {
  if (!enabled || !output.isTTY) return { report: () => {}, stop: async () => {} };
  const begun = now();
  let phase = { name: '', since: begun };
  let drawn = 0;
  return {
    report(name, done, total) {
      const time = now();
      if (name !== phase.name) phase = { name, since: time };
      if (time - begun < silentMs || time - drawn < everyMs) return;
      drawn = time;
      void output.write(`\r\u001b[K${progressLine(name, done, total, time - phase.since, output.columns)}`);
    },
    async stop() {
      if (drawn > 0) await output.write('\r\u001b[K');
    },
  };
}

/** One line, a column short of the terminal's width so that it never wraps. */
export function progressLine(phase: string, done: number, total: number, elapsedMs: number, columns: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const left = share >= tellingShare && share < 1 ? `, ${duration((elapsedMs / share) * (1 - share))} left` : '';
  const counts = total > 0 ? `${Math.floor(share * 100)} %${left}` : `${done}`;
  const text = `${phase} ${counts}`;
  const room = Math.min(30, columns - text.length - 3);
  if (room < 5 || total <= 0) return text.slice(0, columns - 1);
  const full = Math.round(share * room);
  return `${'█'.repeat(full)}${'░'.repeat(room - full)} ${text}`;
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
