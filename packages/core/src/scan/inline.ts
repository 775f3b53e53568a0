/** Inline comments that allow a secret: our own and those of the tools people come from. */
import type { InlineAllow } from './located.ts';

const own = /gitmoat:allow(-next-line)?(?:[ \t]+([a-z0-9]+(?:-[a-z0-9]+)+))?[ \t]*([^\r\n]*)/;

/** Foreign words (each tool's documentation) → whether they speak of the next line. */
const foreign: readonly (readonly [RegExp, string, boolean])[] = [
  [/gitleaks:allow/, 'gitleaks:allow', false],
  [/betterleaks:allow/, 'betterleaks:allow', false],
  [/trufflehog:ignore/, 'trufflehog:ignore', false],
  [/kingfisher:ignore/, 'kingfisher:ignore', false],
  [/pragma:[ \t]?(?:allow|white)list[ -]secret/, 'pragma: allowlist secret', false],
  [/pragma:[ \t]?(?:allow|white)list[ -]nextline[ -]secret/, 'pragma: allowlist nextline secret', true],
];

/** Words by which other linters are told to be silent. They speak of other rules, so they are noted and hide nothing. */
const otherLinters =
  /\b(nosec|NOSONAR|nosemgrep|noqa|nolint|checkov:skip|tfsec:ignore|eslint-disable(?:-next)?-line)\b/;

/** The other linter's word on the line, or null. */
export function otherLinter(line: string): string | null {
  return otherLinters.exec(line)?.[1] ?? null;
}

/** Bytes of a line that are searched for a comment, from its end backwards and from its start: minified files have none. */
export const commentReach = 4096;

/** The comment in `line` (its text) that covers the line itself, or with `previous` the one that covers the line after. */
export function inlineAllow(line: string, number: number, previous: boolean): InlineAllow | null {
  if (!/allow|ignore|pragma/.test(line)) return null;
  const mine = own.exec(line);
  if (mine && (mine[1] !== undefined) === previous) {
    return { rule: mine[2] ?? null, reason: cleaned(mine[3] ?? '') || 'no reason given', line: number };
  }
  for (const [pattern, reason, nextLine] of foreign) {
    if (nextLine === previous && pattern.test(line)) return { rule: null, reason, line: number };
  }
  return null;
}

/** The reason without the comment's own closing marks. */
function cleaned(reason: string): string {
  return reason
    .replace(/(?:\*\/|-->|#}|\*\))\s*$/, '')
    .replace(/^[\s:–—-]+/, '')
    .trim();
}
