/**
 * Small changes that a person asks for by hand, through simple-git. Nothing here is on a scan's or a hook's path: simple-git
 * waits 50 ms after a silent command.
 */
import { GitmoatError } from '../errors.ts';
import type { Repository } from './repository.ts';

/** Adds files to the index; paths are relative to the top of the working tree. */
export async function stageFiles(repo: Repository, paths: readonly string[]): Promise<void> {
  const { simpleGit } = await import('simple-git');
  const git = simpleGit({
    baseDir: repo.root!,
    // A repository's own configuration must not be able to start programs (see run.ts).
    config: ['core.fsmonitor=false', 'core.hooksPath=/nonexistent'],
    unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true },
  });
  try {
    await git.add([...paths]);
  } catch (cause) {
    throw new GitmoatError('git', `git could not stage ${paths.join(', ')}`, { cause, hint: 'Run git add yourself.' });
  }
}
