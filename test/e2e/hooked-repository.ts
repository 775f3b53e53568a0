/** Real repositories with gitmoat's hooks installed by the built command, plain or in a husky project; real git calls them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { completeExample } from '@gitmoat/core/rule-tools';
import { bundle, env, gitmoat, makeFolder, type Ran, write } from '../cli/harness.ts';

export type Way = 'plain' | 'husky';

/** The folder of the real husky, where the workspace has it. */
export function huskyPackage(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('husky'));
  } catch {
    return process.env.GITMOAT_TEST_HUSKY ?? null;
  }
}

const commitEnv = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_EDITOR: 'true',
  GIT_SEQUENCE_EDITOR: 'true',
  LC_ALL: 'C',
};

/** Made up, with a right checksum. */
export const secret: string = completeExample('ghp_<<alnum:30>><<sum:crc32-base62>>', 'hooks');
export const line: string = `token = "${secret}"\n`;

export class HookedRepository {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  write(path: string, content: string): this {
    write(this.root, { [path]: content });
    return this;
  }

  /** Whatever happens. */
  try(args: readonly string[], options: { env?: Record<string, string>; cwd?: string } = {}): Ran {
    const { status, stdout, stderr } = spawnSync('git', args, {
      cwd: options.cwd ?? this.root,
      env: { ...env, ...commitEnv, ...options.env },
      encoding: 'utf8',
    });
    return { code: status, stdout, stderr };
  }

  /** Must succeed. With `--no-verify` semantics only where git itself runs no hook. */
  git(...args: readonly string[]): string {
    const ran = this.try(args);
    if (ran.code !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`);
    return ran.stdout.trim();
  }

  /** A commit that no hook looks at. */
  commitUnseen(message: string, files: Readonly<Record<string, string>> = {}): string {
    write(this.root, files);
    this.git('add', '-A');
    this.git('commit', '-q', '--no-verify', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Commits in git's fast-import form. */
  import(stream: string): void {
    execFileSync('git', ['fast-import', '--quiet', '--force'], {
      cwd: this.root,
      env: { ...env, ...commitEnv },
      input: stream,
    });
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }
}

const bases = new Map<Way, string>();

/** A copy of a repository with one commit and the hooks in place. */
export function hooked(way: Way = 'plain'): HookedRepository {
  const base = bases.get(way) ?? makeBase(way);
  bases.set(way, base);
  const root = join(makeFolder(), 'repo');
  cpSync(base, root, { recursive: true, verbatimSymlinks: true });
  const config = join(root, '.git', 'config');
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll(base, root));
  return new HookedRepository(root);
}

function makeBase(way: Way): string {
  const root = makeFolder();
  const repo = new HookedRepository(root);
  repo.git('init', '-q', '-b', 'main');
  if (way === 'husky') setUpHusky(root);
  repo.commitUnseen('first', { 'a.txt': 'a\n', '.gitignore': 'node_modules/\n' });
  const { code, stderr } = gitmoat(['hooks', 'install'], { cwd: root });
  if (code !== 0) throw new Error(stderr);
  if (way === 'husky') repo.commitUnseen('hooks');
  return root;
}

/** As `npx husky init` leaves a project, and with gitmoat as a dependency. */
export function setUpHusky(root: string): void {
  write(root, { 'package.json': '{ "devDependencies": { "husky": "^9.0.0" } }\n', '.husky/pre-commit': 'true\n' });
  const husky = huskyPackage();
  if (husky === null) throw new Error('husky is not installed');
  execFileSync(process.execPath, [join(husky, 'bin.js')], { cwd: root, env });
  linkGitmoat(root);
}

export function linkGitmoat(root: string): void {
  const bin = join(root, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  rmSync(join(bin, 'gitmoat'), { force: true });
  symlinkSync(bundle, join(bin, 'gitmoat'));
}

export function bareRemote(): string {
  const folder = join(makeFolder(), 'remote.git');
  spawnSync('git', ['init', '-q', '--bare', '-b', 'main', folder], { env });
  return folder;
}

export function skips(repo: HookedRepository): string {
  const file = join(repo.root, '.git', 'gitmoat-cache', 'skips.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
