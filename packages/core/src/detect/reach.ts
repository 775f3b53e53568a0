/** What of the bytes a rule may look at around one anchor, clipped to its line where it is line-bound. */
import type { CompiledRule } from '../rules/rule.ts';
import type { Window } from './failed-starts.ts';

type Reach = Pick<CompiledRule, 'before' | 'after' | 'line'>;

/** Its first byte. `at`: the anchor's. */
export function reachStart({ before, line }: Reach, bytes: Buffer, at: number): number {
  const low = Math.max(0, at - before);
  return line ? lineStart(bytes, at, low) : low;
}

/** Past its last byte. */
export function reachEnd({ after, line }: Reach, bytes: Buffer, at: number): number {
  const high = Math.min(bytes.length, at + after);
  return line ? lineEnd(bytes, at, high) : high;
}

/** The bytes of [low, high), as `reachStart` and `reachEnd` gave them. */
export function windowOf({ before, after }: Reach, bytes: Buffer, at: number, low: number, high: number): Window {
  return {
    text: bytes.toString('latin1', low, high),
    at: at - low,
    low,
    cutLeft: low > at - before,
    cutRight: high < at + after,
  };
}

function lineStart(bytes: Buffer, at: number, low: number): number {
  let i = at;
  while (i > low && bytes[i - 1] !== 10) i--;
  return i;
}

/** Most lines end soon; for the others a call into native code is worth its price. */
const soon = 128;

function lineEnd(bytes: Buffer, at: number, high: number): number {
  const near = Math.min(high, at + soon);
  let i = at;
  while (i < near && bytes[i] !== 10) i++;
  if (i < near || near === high) return i;
  const feed = bytes.subarray(near, high).indexOf(10);
  return feed < 0 ? high : near + feed;
}
