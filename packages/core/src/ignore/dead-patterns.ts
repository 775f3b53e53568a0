/** Lines of a .gitignore that cannot do what they look like. Judged from the file alone. */
import { bareOf, type PatternLine, parsePatternLines } from './pattern-line.ts';

export interface DeadPattern {
  readonly line: number;
  readonly pattern: string;
  readonly reason: string;
}

export function deadPatterns(text: string): DeadPattern[] {
  const lines = parsePatternLines(text);
  return lines.flatMap((line, index): DeadPattern[] => {
    const reason = reasonOf(line, lines.slice(0, index));
    return reason === null ? [] : [{ line: line.line, pattern: line.pattern, reason }];
  });
}

function reasonOf(line: PatternLine, before: readonly PatternLine[]): string | null {
  const { pattern, negative } = line;
  if (/^!?\.\.?\//.test(pattern)) return 'a path never begins with ./ or ../ here; write /name';
  if (/[ \t]#/.test(pattern)) return 'a comment after a pattern is part of the pattern; put it on a line of its own';
  if (/\t$/.test(pattern)) return 'the tab at its end is part of the pattern';
  if (/^!?[A-Za-z0-9_.-]+\\[A-Za-z0-9_.-]/.test(pattern)) return 'a backslash is no separator here; write /';
  if (/\/\//.test(pattern)) return 'two slashes in a row match nothing';
  if (negative) {
    const excluded = before.find((other) => !other.negative && isUnder(line, other));
    const back = excluded && before.some((other) => other.negative && bareOf(other) === bareOf(excluded));
    if (excluded !== undefined && !back) {
      return `nothing comes back below a folder that is excluded (line ${excluded.line}: ${excluded.pattern})`;
    }
  }
  return null;
}

/** A literal negation below a folder that an earlier literal pattern excludes as a whole. */
function isUnder(line: PatternLine, folder: PatternLine): boolean {
  const [path, excluded] = [bareOf(line), bareOf(folder)];
  if (/[*?[\\]/.test(excluded) || !line.anchored) return false;
  if (folder.anchored) return path.startsWith(`${excluded}/`);
  return path.split('/').slice(0, -1).includes(excluded);
}
