/** Lines of a worktree's tracked text files. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../git.ts';

export function countLines(worktree: string): number {
  let lines = 0;
  for (const path of git(worktree, 'ls-files', '-z').split('\0')) {
    const file = join(worktree, path);
    if (path === '' || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) continue;
    const bytes = readFileSync(file);
    if (bytes.subarray(0, 8000).includes(0)) continue;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  }
  return lines;
}
