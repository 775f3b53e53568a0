/** Paths as typed → paths: globs that no shell expanded (cmd.exe, quotes). A name that exists is never taken for a glob. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { GitmoatError } from '../errors.ts';

/** Absolute paths in the order given, a glob's in name order. Throws `usage` for a glob that fits nothing. */
export async function expandPaths(words: readonly string[], cwd: string): Promise<string[]> {
  const paths: string[] = [];
  for (const word of words) {
    const path = resolve(cwd, word);
    if (existsSync(path) || !/[*?[\]{}]/.test(word)) paths.push(path);
    else paths.push(...(await filesOf(word, cwd)));
  }
  return paths;
}

async function filesOf(glob: string, cwd: string): Promise<string[]> {
  const { default: fastGlob } = await import('fast-glob');
  const options = { cwd, dot: true, absolute: true, followSymbolicLinks: false, ignore: ['**/.git/**'] };
  const found = await fastGlob(glob.replaceAll('\\', '/'), options);
  if (found.length > 0) return found.sort();
  throw new GitmoatError('usage', `${glob} fits no file`, {
    hint: 'Name a file, a folder, or a glob such as "src/**/*.env".',
  });
}
