/** The stages that hooks are timed on: four edited files of a real worktree, spread over all kinds or of code only, and 1,000 new files of 10 KB. No secrets. */
import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../git.ts';

const code = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|c|cc|cpp|h|php|cs|swift|sh|pl)$/;

/** Edits four files of ordinary size, spread over the tree, and stages them. Returns their paths. */
export function stageFour(worktree: string, kind: 'all' | 'code'): string[] {
  const texts = textFiles(worktree).filter((path) => kind === 'all' || code.test(path));
  if (texts.length < 4)
    throw new Error(`${worktree} has too few files of ${kind === 'all' ? 'text' : 'code'}, 1 to 30 KB each`);
  const staged = [0, 1, 2, 3].map((i) => texts[Math.floor((i * texts.length) / 4)]!);
  for (const path of new Set(staged)) appendFileSync(join(worktree, path), lineFor(path));
  git(worktree, 'add', '--', ...staged);
  return [...new Set(staged)];
}

/** A line that leaves the file what it is: the hygiene rules would stop a workflow that no longer parses. */
function lineFor(path: string): string {
  if (/\.ya?ml$/.test(path)) return '\n# One more line of text.\n';
  if (code.test(path))
    return /\.(?:py|rb|sh|pl)$/.test(path) ? '\n# One more line of text.\n' : '\n// One more line of text.\n';
  return /\.json$/.test(path) ? '\n' : '\nOne more line of text.\n';
}

const wanted = 10 * 1024;

/** Stages `count` files cut out of the worktree's own text, each from another offset. */
export function stageMany(worktree: string, count: number): string[] {
  let text = '';
  for (const path of textFiles(worktree)) {
    if (text.length > 4e6) break;
    text += readFileSync(join(worktree, path), 'utf8');
  }
  // A small tree: its text again, until there is enough to cut from.
  while (text.length < 4 * wanted) text += text;
  mkdirSync(join(worktree, 'staged-by-bench'));
  const staged = Array.from({ length: count }, (_, i) => {
    const path = `staged-by-bench/file-${i}.txt`;
    const from = (i * 7919) % (text.length - wanted);
    writeFileSync(join(worktree, path), `file ${i}\n${text.slice(from, from + wanted)}`);
    return path;
  });
  git(worktree, 'add', '--', 'staged-by-bench');
  return staged;
}

/** Tracked files of 1–30 KB without a NUL in their first 8,000 bytes; no path with odd characters. */
function textFiles(worktree: string): string[] {
  return git(worktree, 'ls-files')
    .split('\n')
    .filter((path) => /^[\w./-]+$/.test(path) && isText(join(worktree, path)));
}

function isText(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size < 1000 || stat.size > 30_000) return false;
  return !readFileSync(file).subarray(0, 8000).includes(0);
}
