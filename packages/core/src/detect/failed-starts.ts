/**
 * Where a pattern with a long way to its anchor was tried in vain. Anchors that stand close together share nearly all their starts, and
 * what fails at a start fails there for each of them. Nothing rests on which blob it was: the bytes are compared.
 */

/** The bytes in an anchor's reach. */
export interface Window {
  readonly text: string;
  /** The anchor in `text`. */
  readonly at: number;
  /** Where `text` begins. */
  readonly low: number;
  /** A side ends where the line or the blob does, before the reach. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

/** No match begins in [from, to). Places as in `Window.low`. */
export interface FailedStarts {
  window: Window | null;
  from: number;
  to: number;
}

export const noFailedStarts = (): FailedStarts => ({ window: null, from: 0, to: 0 });

/** `first` and `to`: offsets in the window. */
export function rememberFailed(failed: FailedStarts, window: Window, first: number, to: number): void {
  failed.window = window;
  failed.from = window.low + first;
  failed.to = window.low + to;
}

/** The first start from `first` on that is not known to fail. */
export function failedUpTo(failed: FailedStarts, window: Window, first: number): number {
  const { window: before, from, to } = failed;
  const start = window.low + first;
  if (before === null || start < from || start >= to || !agree(before, window)) return first;
  return to - window.low;
}

/** Is all that decides about the starts of both the same in both? */
function agree(before: Window, now: Window): boolean {
  const shift = now.low - before.low;
  if (shift < 0 || (shift > 0 && now.cutLeft)) return false;
  const end = before.text.length - shift;
  if (end > now.text.length || (before.cutRight && end < now.text.length)) return false;
  return before.text.slice(shift) === now.text.slice(0, end);
}
