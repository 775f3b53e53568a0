/** `gitmoat history [PATH|URL]`: every object of a repository, reachable or not. */
import { scanHistory } from '../core.ts';
import { historyEngine } from '../history-engine.ts';
import type { Io } from '../io.ts';
import { openTarget } from '../open-target.ts';
import type { Args } from '../options.ts';
import { rootOf } from '../root-files.ts';
import { runScan, scanOptions } from '../scan-command.ts';

export function run(args: Args, io: Io): Promise<number> {
  return runScan(args, io, async () => {
    const { repo, target } = await openTarget(args, io);
    return {
      root: rootOf(repo),
      reread: { repo, folder: repo.root },
      scan: (setup, progress) =>
        scanHistory(repo, { ...scanOptions(setup, target), ...historyEngine(args, io), progress }),
    };
  });
}
