/** What a clone has in the way of hooks: where git looks for them and which manager's files are there. Changes nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { GitmoatError } from '@gitmoat/core/errors';
import type { Repository } from '@gitmoat/core/git/repository';
import { type GitPlace, runGit } from '@gitmoat/core/git/run';

export interface Site {
  readonly repo: Repository;
  /** Top of the working tree; of a bare repository the git folder. */
  readonly root: string;
  /** `core.hooksPath` and the file or scope that it stands in; null: not set. */
  readonly hooksPath: { readonly value: string; readonly scope: string } | null;
  /** The folder that git runs hooks from, absolute, seen from this working tree. */
  readonly hooksFolder: string;
  /** The folder with a husky project's own hook files. */
  readonly husky: string | null;
  readonly lefthook: string | null;
  readonly preCommit: string | null;
  /** package.json, where it has the key of simple-git-hooks. */
  readonly simpleGitHooks: string | null;
  /** git ≥ 2.54 runs hooks that its config names. */
  readonly configHooks: boolean;
  readonly gitVersion: string;
}

const lefthookNames = ['lefthook.yml', '.lefthook.yml', 'lefthook.yaml', '.lefthook.yaml', '.config/lefthook.yml'];

export async function surveySite(repo: Repository): Promise<Site> {
  const root = repo.root ?? repo.gitDir;
  const hooksPath = await hooksPathOf(repo);
  const { gitVersion, configHooks } = await gitVersionOf(repo);
  const first = (names: readonly string[]) =>
    names.map((name) => join(root, name)).find((file) => existsSync(file)) ?? null;
  const manifest = join(root, 'package.json');
  return {
    repo,
    root,
    hooksPath,
    hooksFolder: hooksPath === null ? join(repo.commonDir, 'hooks') : resolve(root, hooksPath.value),
    husky: huskyFolder(root, hooksPath?.value ?? null),
    lefthook: first(lefthookNames),
    preCommit: first(['.pre-commit-config.yaml', '.pre-commit-config.yml']),
    simpleGitHooks: hasKey(manifest, 'simple-git-hooks') ? manifest : null,
    configHooks,
    gitVersion,
  };
}

export async function gitVersionOf(place: GitPlace): Promise<Pick<Site, 'gitVersion' | 'configHooks'>> {
  const { stdout } = await runGit(place, ['version']);
  const gitVersion = /\d+\.\d+(?:\.\d+)?/.exec(stdout.toString('utf8'))?.[0] ?? '0.0';
  const [major = 0, minor = 0] = gitVersion.split('.').map(Number);
  return { gitVersion, configHooks: major > 2 || (major === 2 && minor >= 54) };
}

async function hooksPathOf(repo: Repository): Promise<Site['hooksPath']> {
  // Our own calls switch hooks off with -c: that scope is not the user's.
  const { stdout } = await runGit(repo, ['config', '-z', '--show-scope', '--type=path', '--get-all', 'core.hooksPath']);
  const fields = stdout.toString('utf8').split('\0');
  let found: Site['hooksPath'] = null;
  for (let i = 0; i + 1 < fields.length; i += 2) {
    if (fields[i] !== 'command') found = { scope: fields[i]!, value: fields[i + 1]! };
  }
  return found;
}

/** husky 9 points git at `<folder>/_`, whose stubs run `<folder>/<hook>`; husky 5 to 8 at the folder itself. */
function huskyFolder(root: string, hooksPath: string | null): string | null {
  if (hooksPath !== null) {
    const folder = hooksPath.replace(/[\\/]_[\\/]?$/, '');
    const absolute = isAbsolute(folder) ? folder : join(root, folder);
    if (folder !== hooksPath || existsSync(join(absolute, '_', 'husky.sh'))) return absolute;
    return null;
  }
  const usual = join(root, '.husky');
  return existsSync(usual) && dependsOnHusky(join(root, 'package.json')) ? usual : null;
}

function dependsOnHusky(manifest: string): boolean {
  const parsed = readJson(manifest);
  return ['dependencies', 'devDependencies'].some(
    (key) => (parsed?.[key] as Record<string, unknown>)?.husky !== undefined,
  );
}

function hasKey(manifest: string, key: string): boolean {
  return readJson(manifest)?.[key] !== undefined;
}

export function readJson(file: string): Record<string, unknown> | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw new GitmoatError('usage', `${file} is not valid JSON`, { cause, hint: 'Mend it first.' });
  }
}
