/**
 * The same question put to git itself, for what stands on disk. Folders' own settings (global excludes, case folding)
 * are switched off unless they are asked for, so that two machines give the same answer.
 */
import { join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { gitFailure, runGit } from '../git/run.ts';
import { type Decision, undecided } from './matcher.ts';

export interface AskOptions {
  /** Also the developer's own excludes (global file, .git/info/exclude). Default: the repository's files only. */
  readonly ownExcludes?: boolean;
}

/** One decision a path, in order. Paths are latin1, from the top of the working tree. */
export async function askGit(
  repo: Repository,
  paths: readonly string[],
  options: AskOptions = {},
): Promise<Decision[]> {
  if (paths.length === 0) return [];
  const own = options.ownExcludes === true;
  const settings = own ? [] : ['-c', 'core.excludesFile=/dev/null', '-c', 'core.ignorecase=false'];
  // check-ignore takes its input for pathspecs and refuses to have their magic switched off: `./` keeps them plain.
  const args = ['--no-literal-pathspecs', ...settings, 'check-ignore', '--no-index', '-z', '-v', '-n', '--stdin'];
  const input = Buffer.from(paths.map((path) => `./${path}\0`).join(''), 'latin1');
  const { code, stdout, stderr } = await runGit(repo, args, { input });
  if (code > 1) throw gitFailure(['check-ignore'], code, stderr);
  const fields = stdout.toString('latin1').split('\0');
  return paths.map((_, index) => {
    const [source = '', line = '', pattern = ''] = fields.slice(index * 4, index * 4 + 3);
    if (source === '' || (!own && !isRepositoryFile(repo, source))) return undecided;
    return { ignored: !pattern.startsWith('!'), source, line: Number(line), pattern };
  });
}

/** git names .git/info/exclude by a path of its own; everything else that can decide here is a .gitignore. */
export function isRepositoryFile(repo: Repository, source: string): boolean {
  if (source === join(repo.commonDir, 'info/exclude') || source.endsWith('.git/info/exclude')) return false;
  return source === '.gitignore' || source.endsWith('/.gitignore');
}
