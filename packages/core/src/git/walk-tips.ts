/** Where the walk of a whole history begins. */
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/** Commits that HEAD, refs and reflogs name, as git's own `--all --reflog` has them. Null where git cannot say. */
export async function walkTips(repo: Repository): Promise<string[] | null> {
  const { code, stdout } = await runGit(repo, ['rev-list', '--no-walk=unsorted', '--all', '--reflog']);
  return code === 0 ? stdout.toString('latin1').split('\n').filter(Boolean) : null;
}
