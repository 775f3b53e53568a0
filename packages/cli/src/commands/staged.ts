/** `gitmoat staged`: what the next commit would add, read from the index exactly as a pre-commit hook sees it. */
import { openRepository, scan, stagedSource } from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { rootInGit } from '../root-files.ts';
import { runScan, scanOptions } from '../scan-command.ts';

export function run(args: Args, io: Io): Promise<number> {
  return runScan(args, io, async () => {
    if (args.positionals.length > 0) throw wrong('staged takes no path: it judges the whole next commit');
    // git tells hooks by GIT_INDEX_FILE which index `commit -a` and `commit PATH` use.
    const repo = await openRepository(io.cwd, { inherit: true });
    if (repo.root === null) throw wrong('a bare repository has no index', 'Use gitmoat history.');
    return {
      root: rootInGit(repo, ''),
      reread: { repo, folder: null },
      scan: (setup, progress) => scan(stagedSource(repo), { ...scanOptions(setup, '.'), repo, progress }),
    };
  });
}
