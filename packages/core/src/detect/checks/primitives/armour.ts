/** Takes PEM-like armour apart, however source code has quoted, indented or escaped it. */

export interface Armour {
  /** `RSA PRIVATE KEY`, `PGP PRIVATE KEY BLOCK`, … */
  readonly label: string;
  /** `Proc-Type`, `Comment` … lines, as written. */
  readonly headers: string;
  /** base64 without anything else. */
  readonly body: string;
  /** The same from the longest run of each line only, for lines that carry a time or a number before them. */
  readonly longestRuns: string;
  /** What follows the last `=` line of PGP armour; empty otherwise. */
  readonly checksum: string;
  /** Whether the END line stands there too. */
  readonly whole: boolean;
}

const begin = /-----BEGIN ([A-Z0-9][A-Z0-9 ]{0,40}?)-----/;
const header =
  /(?:^|[\n"'`])[ \t]*(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID|X-[A-Za-z-]+): ?[^\n"'`]*/g;

/** Between the pieces of a string that source code puts together: `" +\n    "`. */
const glue = /["'`]\s{0,60}(?:[+.,&]\s{0,60})?(?:\\\s{0,60})?["'`]/g;

/** Null without a BEGIN line. */
export function readArmour(text: string): Armour | null {
  const head = begin.exec(text);
  if (head === null) return null;
  const label = head[1]!;
  const after = text.slice(head.index + head[0].length);
  const end = after.indexOf('-----END');
  const inside = (end < 0 ? after : after.slice(0, end)).replace(/\\{1,4}[nrt]/g, '\n').replaceAll('\\/', '/');
  const headers = (inside.match(header) ?? []).join('\n');
  const bare = inside.replace(header, '\n').replace(glue, '\n');
  const sum = label.startsWith('PGP') ? /\n[^\nA-Za-z0-9+/=]*=([A-Za-z0-9+/]{4})[^A-Za-z0-9+/=]*$/.exec(bare) : null;
  const lines = sum === null ? bare : bare.slice(0, sum.index);
  return {
    label,
    headers,
    body: lines.replace(/[^A-Za-z0-9+/=]/g, ''),
    // The last piece is what stands before END on its line.
    longestRuns: lines
      .split('\n')
      .slice(0, end < 0 ? undefined : -1)
      .map(longestRun)
      .join(''),
    checksum: sum?.[1] ?? '',
    whole: end >= 0,
  };
}

function longestRun(line: string): string {
  const runs = line.match(/[A-Za-z0-9+/=]+/g) ?? [''];
  return runs.reduce((longest, run) => (run.length >= longest.length ? run : longest));
}
