/** The second test of a pattern rule's anchor, on bytes: enough characters of a token in a row at the right distance. */
import type { RequiredRun } from '../rules/rule.ts';

/** A required run made ready for the test. */
export interface RunTest {
  readonly run: RequiredRun;
  /** The run's bytes, 256 entries. */
  readonly mask: Uint8Array;
  /** The lead's bytes, a mask a place. */
  readonly lead: readonly Uint8Array[];
}

export function runTest(run: RequiredRun): RunTest {
  return { run, mask: maskOf(run.bytes), lead: (run.lead ?? []).map(maskOf) };
}

function maskOf(bytes: string): Uint8Array {
  const mask = new Uint8Array(256);
  for (let i = 0; i < bytes.length; i++) mask[bytes.charCodeAt(i)] = 1;
  return mask;
}

/**
 * Is there a stretch of `length` masked bytes with the right bytes before it, beginning `from`–`to` behind the anchor's first byte
 * (negative: before it)? Skips by whole lengths.
 */
export function hasRun(bytes: Uint8Array, at: number, { run, mask, lead }: RunTest): boolean {
  const { from, to, length } = run;
  let start = Math.max(0, at + from);
  const lastStart = Math.min(at + to, bytes.length - length);
  /** Up to here the bytes from `start` on are known to be masked. */
  let known = start;
  while (start <= lastStart) {
    let i = start + length - 1;
    while (i >= known && mask[bytes[i]!] === 1) i--;
    if (i >= known) {
      start = i + 1;
      known = start;
    } else if (isLed(bytes, start, lead)) return true;
    else known = length + start++;
  }
  return false;
}

function isLed(bytes: Uint8Array, start: number, lead: readonly Uint8Array[]): boolean {
  if (start < lead.length) return false;
  for (let i = 0; i < lead.length; i++) if (lead[i]![bytes[start - 1 - i]!] === 0) return false;
  return true;
}
