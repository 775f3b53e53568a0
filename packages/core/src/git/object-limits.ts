/** How much of a blob is held at once. */

/** Above this a blob is scanned in windows, wherever it comes from, and never held whole by the scan. */
export const streamedAbove: number = 64 << 20;

/** Above this nothing is held whole: what wants a file in one piece (archives, hygiene) leaves it out. */
export const largestWhole: number = 512 << 20;
