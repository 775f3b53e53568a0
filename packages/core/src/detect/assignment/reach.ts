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

/** Of the value's line: so much before it, so much behind it. */
const beforeValue = 120;
const behindValue = 80;
/** Behind longer values the reach might end, and where it ends depends on the anchor. */
const longestWithContext = 160;

/** What stands on the line before and behind slice[start, end), for `Evidence`. */
export function aroundOf({ text }: Slice, start: number, end: number): { before: string; after: string } {
  const before = text.slice(Math.max(0, start - beforeValue), start);
  const after = end - start > longestWithContext ? '' : text.slice(end, end + behindValue);
  const line = after.search(/[\n\r]/);
  return { before: before.slice(before.lastIndexOf('\n') + 1), after: line < 0 ? after : after.slice(0, line) };
}
