/** A unified diff of a file that lines were added to at its end. */
import type { FileChange } from './fix.ts';

const contextLines = 3;

export function additionDiff({ path, before, after }: FileChange): string {
  const old = linesOf(before);
  const all = linesOf(after);
  // A last line without line end gets one: it counts as changed.
  const open = before !== '' && !before.endsWith('\n');
  const same = open ? old.length - 1 : old.length;
  const context = old.slice(Math.max(0, same - contextLines), same);
  const start = same - context.length + 1;
  const removed = old.slice(same);
  const added = all.slice(same);
  const from = `${old.length === 0 ? 0 : start},${context.length + removed.length}`;
  const body = [
    ...context.map((line) => ` ${line}`),
    ...removed.flatMap((line) => [`-${line}`, '\\ No newline at end of file']),
    ...added.map((line) => `+${line}`),
  ];
  const head = [`--- ${before === '' ? '/dev/null' : `a/${path}`}`, `+++ b/${path}`];
  return [...head, `@@ -${from} +${start},${context.length + added.length} @@`, ...body, ''].join('\n');
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
