/** `gitmoat scan [PATH...]`: files on disk, in a repository or not; `--stdin`: what comes in. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  expandPaths,
  GitmoatError,
  openRepository,
  type Repository,
  scan,
  stdinSource,
  worktreeSource,
} from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { rootOnDisk } from '../root-files.ts';
import { runScan, type ScanJob, scanOptions } from '../scan-command.ts';

export function run(args: Args, io: Io): Promise<number> {
  return runScan(args, io, async () => (args.has('stdin') ? fromStdin(args, io) : fromPaths(args, io)));
}

async function fromStdin(args: Args, io: Io): Promise<ScanJob> {
  if (args.positionals.length > 0) throw wrong('scan reads either --stdin or paths, not both');
  const repo = await repositoryOf(io.cwd);
  return {
    root: rootOnDisk(repo?.root ?? io.cwd),
    scan: (setup, progress) => scan(stdinSource(io.stdin), { ...scanOptions(setup, 'stdin'), repo: null, progress }),
  };
}

async function fromPaths(args: Args, io: Io): Promise<ScanJob> {
  const words = args.positionals.length > 0 ? args.positionals : ['.'];
  const paths = await expandPaths(words, io.cwd);
  const repos = await Promise.all(paths.map((path) => repositoryOf(path)));
  const [repo = null] = repos;
  if (repos.some((other) => other?.root !== repo?.root)) {
    throw wrong('these paths are in different repositories', 'Scan them one at a time.');
  }
  if (repo !== null && repo.root === null) {
    throw wrong('a bare repository has no files on disk', 'Use gitmoat history.');
  }
  return {
    root: rootOnDisk(repo?.root ?? folderOf(paths, io.cwd)),
    reread: { repo, folder: repo?.root ?? folderOf(paths, io.cwd) },
    scan: (setup, progress) =>
      scan(worktreeSource(paths, repo), { ...scanOptions(setup, words.join(' ')), repo, progress }),
  };
}

/** The folder that is scanned; of a file, or of several paths, the one that its user stands in or named. */
function folderOf(paths: readonly string[], cwd: string): string {
  const [only] = paths;
  if (paths.length !== 1 || only === undefined) return cwd;
  return statSync(only).isDirectory() ? only : dirname(only);
}

async function repositoryOf(path: string): Promise<Repository | null> {
  try {
    return await openRepository(path);
  } catch (error) {
    if (error instanceof GitmoatError && error.code === 'not-a-repository') return null;
    throw error;
  }
}
