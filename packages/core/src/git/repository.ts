/** Opens a repository: where its parts are and what kind it is. Two git processes, side by side. Reads no content. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { GitmoatError } from '../errors.ts';
import { type GitPlace, gitFailure, runGit } from './run.ts';

export interface Repository extends GitPlace {
  /** Top of the working tree; null in a bare repository (or inside a .git folder). */
  readonly root: string | null;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly objectFormat: 'sha1' | 'sha256';
  readonly bare: boolean;
  readonly shallow: boolean;
  /** A partial clone: objects may be missing and are promised by a remote. */
  readonly partial: boolean;
  /** Commit of HEAD; null while unborn. */
  readonly head: string | null;
  /** A linked working tree (`git worktree add`). */
  readonly isWorktree: boolean;
}

export interface OpenOptions {
  /** Honour GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE and the object folders of the environment: inside a git hook. */
  readonly inherit?: boolean;
}

const repositoryVariables = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
] as const;

/** Throws `not-a-repository` where there is none at or above `path`. */
export async function openRepository(path: string, options: OpenOptions = {}): Promise<Repository> {
  const place: GitPlace = { cwd: folderOf(path), env: options.inherit ? inherited() : {} };
  const questions = ['--is-bare-repository', '--is-shallow-repository', '--show-object-format', '--absolute-git-dir'];
  const ask = (head: readonly string[]) =>
    runGit(place, ['rev-parse', ...questions, '--git-common-dir', ...head, '--show-toplevel']);
  const [first, promised] = await Promise.all([
    ask(['HEAD^0']),
    runGit(place, [
      'config',
      '--get-regexp',
      '^(extensions\\.partialclone|remote\\..*\\.(promisor|partialclonefilter))$',
    ]),
  ]);
  // An unborn HEAD stops rev-parse right there; a bare repository stops it at the working tree, which comes last.
  const unborn = first.code !== 0 && first.stdout.toString().split('\n')[5] === 'HEAD^0';
  const answer = unborn ? await ask([]) : first;
  const lines = answer.stdout.toString().split('\n');
  const [bare, shallow, format, gitDir, commonDir] = lines;
  if (!gitDir || !commonDir) throw notOpened(path, answer.code, answer.stderr);

  const rest = lines.slice(5);
  const head = unborn ? null : (rest.shift() ?? null);
  const root = bare === 'true' || answer.code !== 0 ? null : rest.join('\n').replace(/\n$/, '');
  const common = resolve(place.cwd, commonDir);
  return {
    cwd: root ?? gitDir,
    env: fixed(place, gitDir, root),
    root,
    gitDir,
    commonDir: common,
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
    bare: bare === 'true',
    shallow: shallow === 'true',
    partial: promised.stdout.length > 0,
    head,
    isWorktree: resolve(gitDir) !== common,
  };
}

/** Git finds the repository by itself once; afterwards it is told, so that no later call can land elsewhere. */
function fixed(place: GitPlace, gitDir: string, root: string | null): Record<string, string> {
  const env: Record<string, string> = { ...place.env, GIT_DIR: gitDir };
  if (root !== null) env.GIT_WORK_TREE = root;
  // `git commit -a` and `git commit PATH` point hooks at a temporary index, relative to the top of the working tree.
  if (env.GIT_INDEX_FILE) env.GIT_INDEX_FILE = resolve(root ?? place.cwd, env.GIT_INDEX_FILE);
  return env;
}

function inherited(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of repositoryVariables) {
    const value = process.env[name];
    if (value) env[name] = value;
  }
  return env;
}

function folderOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat)
    throw new GitmoatError('usage', `${path} does not exist`, { hint: 'Name a folder, a repository or a URL.' });
  return resolve(stat.isDirectory() ? path : dirname(path));
}

function notOpened(path: string, code: number, stderr: string): GitmoatError {
  if (/dubious ownership/.test(stderr)) {
    return new GitmoatError('git', `git refuses ${path}: it belongs to another user`, {
      hint: `Run \`git config --global --add safe.directory ${resolve(path)}\` if you trust it.`,
    });
  }
  if (!/not a git repository/i.test(stderr)) return gitFailure(['rev-parse'], code, stderr);
  return new GitmoatError('not-a-repository', `${path} is not in a git repository`, {
    hint: 'Use `gitmoat scan` for a folder without git; `git init` makes it a repository.',
  });
}
