/**
 * The lines of a .gitignore as git reads them (gitignore(5)), each with its place in the file. Text is latin1, one
 * character a byte, because git compares bytes. Knows nothing of other files or of paths.
 */

export interface PatternLine {
  /** From 1. */
  readonly line: number;
  /** As git takes it: without line end, byte-order mark and unescaped trailing spaces, with its `!`. */
  readonly pattern: string;
  readonly negative: boolean;
  /** Matches folders only. */
  readonly folder: boolean;
  /** Bound to the .gitignore's own folder: a slash stands before its last character. */
  readonly anchored: boolean;
}

/** Comments and empty lines are left out. */
export function parsePatternLines(text: string): PatternLine[] {
  const lines = text.replace(/^\xef\xbb\xbf/, '').split('\n');
  return lines.flatMap((raw, index) => {
    const pattern = trimEnd(raw.replace(/\r$/, ''));
    if (pattern === '' || pattern.startsWith('#')) return [];
    const negative = pattern.startsWith('!');
    const bare = negative ? pattern.slice(1) : pattern;
    const folder = bare.endsWith('/');
    const anchored = bare.slice(0, folder ? -1 : undefined).includes('/');
    return bare === '' ? [] : [{ line: index + 1, pattern, negative, folder, anchored }];
  });
}

/** Spaces at the end fall off unless escaped; an escaped one keeps those before it. Tabs stay. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === ' ') {
    let slashes = 0;
    while (text[end - 2 - slashes] === '\\') slashes++;
    if (slashes % 2 === 1) break;
    end--;
  }
  return text.slice(0, end);
}

/** The pattern without `!`, leading and trailing slash. */
export function bareOf({ pattern, negative }: Pick<PatternLine, 'pattern' | 'negative'>): string {
  return (negative ? pattern.slice(1) : pattern).replace(/^\//, '').replace(/\/$/, '');
}
