/** git for the benchmarks themselves (never measured): small repositories and worktrees to measure in. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { cleanEnvironment } from './measure/environment.ts';

const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false'];

/** Standard output, less the last line end. Throws with git's first line of complaint. */
export function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...identity, ...args], {
    env: cleanEnvironment(),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`git ${args[0]} in ${folder}: ${stderr.trim().split('\n')[0]}`);
  return stdout.replace(/\n$/, '');
}

/** A folder that `remove` takes away again. */
export interface Scratch {
  readonly path: string;
  remove(): void;
}

export function scratchFolder(): Scratch {
  const path = mkdtempSync(join(tmpdir(), 'gitmoat-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A worktree of a repository's HEAD (or newest commit) that borrows its objects; nothing is written to the repository. */
export function scratchWorktree(repo: string): Scratch {
  const scratch = scratchFolder();
  const path = join(scratch.path, 'repo');
  git(scratch.path, 'init', '-q', '-b', 'main', path);
  const objects = resolve(repo, git(repo, 'rev-parse', '--git-path', 'objects'));
  mkdirSync(join(path, '.git', 'objects', 'info'), { recursive: true });
  writeFileSync(join(path, '.git', 'objects', 'info', 'alternates'), `${objects}\n`);
  git(path, 'update-ref', 'refs/heads/main', newestCommit(repo));
  git(path, 'reset', '-q', '--hard');
  return { path, remove: scratch.remove };
}

function newestCommit(repo: string): string {
  try {
    return git(repo, 'rev-parse', '--verify', '-q', 'HEAD^{commit}');
  } catch {
    // A snapshot's HEAD may name a branch that it lacks.
    return git(repo, 'rev-list', '--all', '--date-order', '-1');
  }
}

/** `…/expressjs+express/repo` and `…/express/.git` → what people call it. */
export function repositoryName(repo: string): string {
  const path = resolve(repo);
  const own = basename(path);
  const name = /^(repo|bare|\.git|repo\.git)$/.test(own) ? basename(dirname(path)) : own;
  return name.replace(/\.git$/, '').replace('+', '/');
}
