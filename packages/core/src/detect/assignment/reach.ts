/**
 * The bytes that an assignment may look at: 512 a side of the anchor's first byte. Clipping again here makes the answer
 * the same whoever made the slice, and tells a line's end from the reach's end.
 */

/** Maximum of the line rules, DESIGN "The detector's contract" 4. */
export const reach = 512;

export interface Slice {
  readonly text: string;
  /** Offset of `text` in the text that was handed in. */
  readonly shift: number;
  readonly at: number;
  /** More bytes may follow or precede: nothing that touches this end is complete. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

export function clip(text: string, at: number): Slice {
  const from = Math.max(0, at - reach);
  const to = Math.min(text.length, at + reach);
  return {
    text: text.slice(from, to),
    shift: from,
    at: at - from,
    cutLeft: at >= reach,
    cutRight: text.length - at >= reach,
  };
}

/** A sticky pattern's match at one place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
