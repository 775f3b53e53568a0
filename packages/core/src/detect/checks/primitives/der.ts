/** Reads DER (X.690) by position: no copies, no types beyond what private keys need. Definite lengths only. */

export interface Element {
  readonly tag: number;
  /** Body range. */
  readonly start: number;
  readonly end: number;
}

/** The element at `at`; null where it does not fit before `limit`. */
export function readElement(bytes: Uint8Array, at: number, limit: number = bytes.length): Element | null {
  const tag = bytes[at];
  let length = bytes[at + 1];
  if (tag === undefined || length === undefined || at + 2 > limit) return null;
  let start = at + 2;
  if (length & 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 3 || start + count > limit) return null;
    length = 0;
    for (let i = 0; i < count; i++) length = (length << 8) | bytes[start++]!;
  }
  return start + length <= limit ? { tag, start, end: start + length } : null;
}

/** The children of a constructed element; null where they do not fill it exactly. */
export function childrenOf(bytes: Uint8Array, parent: Element): Element[] | null {
  const children: Element[] = [];
  for (let at = parent.start; at < parent.end; ) {
    const child = readElement(bytes, at, parent.end);
    if (child === null) return null;
    children.push(child);
    at = child.end;
  }
  return children;
}

/** Bits of an INTEGER's magnitude. */
export function bitsOf(bytes: Uint8Array, element: Element): number {
  let start = element.start;
  while (start < element.end && bytes[start] === 0) start++;
  return start === element.end ? 0 : (element.end - start - 1) * 8 + (32 - Math.clz32(bytes[start]!));
}

/** OBJECT IDENTIFIER body as hex: enough to compare. */
export function oidHex(bytes: Uint8Array, element: Element): string {
  return Buffer.from(bytes.subarray(element.start, element.end)).toString('hex');
}
