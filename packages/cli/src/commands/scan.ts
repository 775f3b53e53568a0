/** `gitmoat scan [PATH...]`: files on disk, in a repository or not; `--stdin`: what comes in. */
import { resolve } from 'node:path';
import { GitmoatError, openRepository, type Repository, scan, stdinSource, worktreeSource } from '../core.ts';
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
  const paths = words.map((word) => resolve(io.cwd, word));
  const repos = await Promise.all(paths.map((path) => repositoryOf(path)));
  const [repo = null] = repos;
  if (repos.some((other) => other?.root !== repo?.root)) {
    throw wrong('these paths are in different repositories', 'Scan them one at a time.');
  }
  if (repo !== null && repo.root === null) {
    throw wrong('a bare repository has no files on disk', 'Use gitmoat history.');
  }
  const [first = io.cwd] = paths;
  return {
    root: rootOnDisk(repo?.root ?? (paths.length === 1 ? first : io.cwd)),
    scan: (setup, progress) =>
      scan(worktreeSource(paths, repo), { ...scanOptions(setup, words.join(' ')), repo, progress }),
  };
}

async function repositoryOf(path: string): Promise<Repository | null> {
  try {
    return await openRepository(path);
  } catch (error) {
    if (error instanceof GitmoatError && error.code === 'not-a-repository') return null;
    throw error;
  }
}
