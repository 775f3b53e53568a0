/** A winner of the overlap → what is kept of it: positions, the raw secret, comments on its line. */
import type { Match } from '../detect/match.ts';
import type { CompiledRule } from '../rules/rule.ts';
import { commentReach, inlineAllow, otherLinter } from './inline.ts';
import type { LineIndex } from './lines.ts';
import type { Located } from './located.ts';
import type { Winner } from './overlap.ts';
import { redact } from './redact.ts';
import { variableBefore } from './value-name.ts';

/** What is around a winner; offsets count in `bytes`. */
export interface Surroundings {
  readonly bytes: Buffer;
  readonly lines: LineIndex;
  readonly rules: readonly CompiledRule[];
  /** Where the secret before this one ends. */
  readonly from: number;
}

export function locate(winner: Winner, { bytes, lines, rules, from: free }: Surroundings): Located {
  const { match } = winner;
  const rule = rules[match.rule]!;
  const from = lines.position(match.start);
  const to = lines.position(match.end);
  const secret = secretOf(match, bytes);
  const { inline, linter } = commentsAt(match, bytes, lines, from.line);
  const variable = rule.class === 'provider' ? null : variableBefore(bytes, match.start, free);
  return {
    rule,
    secret,
    redacted: redact(secret.toString('utf8'), rule.prefix),
    start: match.start,
    end: match.end,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    severity: rule.severity,
    confidence: match.confidence,
    madeUp: match.madeUp,
    facts: {
      ...match.facts,
      ...(variable === null ? {} : { variable }),
      ...(linter === null ? {} : { linterComment: linter }),
    },
    inline,
    absorbed: winner.absorbed.map((other) => secretOf(other, bytes)),
  };
}

/** The bytes that are fingerprinted: the innermost decoded value; PEM without line ends and indentation. */
function secretOf(match: Match, bytes: Buffer): Buffer {
  const raw = match.value === null ? bytes.subarray(match.start, match.end) : Buffer.from(match.value, 'latin1');
  if (raw.length < 20 || raw[0] !== 0x2d || !raw.includes('-----BEGIN')) return Buffer.from(raw);
  return Buffer.from(raw.toString('latin1').replace(/(?:\\r|\\n|[\r\n])+[ \t]*/g, ''), 'latin1');
}

/** Our exception for the line, and another linter's word on it. */
function commentsAt(
  match: Match,
  bytes: Buffer,
  lines: LineIndex,
  number: number,
): { inline: Located['inline']; linter: string | null } {
  const line = lines.lineAt(match.start, commentReach);
  const text = bytes.toString('utf8', line.start, line.end);
  const linter = otherLinter(text);
  const here = inlineAllow(text, number, false);
  // No line feed right before: the line is longer than a line with a comment, or it is the blob's first.
  if (here || bytes[line.start - 1] !== 10) return { inline: here, linter };
  const before = lines.lineAt(line.start - 1, commentReach);
  return { inline: inlineAllow(bytes.toString('utf8', before.start, before.end), number - 1, true), linter };
}
