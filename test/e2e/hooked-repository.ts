/** Real repositories with gitmoat's hooks installed by the built command, by way of any manager; real git calls them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeExample } from '@gitmoat/core/rule-tools';
import { env, makeFolder, type Ran, write } from '../cli/harness.ts';
import { installBy, prepareFor, readiness, type WayName } from './hook-ways.ts';

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
  readonly #env: Readonly<Record<string, string>>;

  /** `env`: what its manager needs besides. */
  constructor(root: string, extra: Readonly<Record<string, string>> = {}) {
    this.root = root;
    this.#env = extra;
  }

  write(path: string, content: string): this {
    write(this.root, { [path]: content });
    return this;
  }

  /** Whatever happens. */
  try(args: readonly string[], options: { env?: Record<string, string>; cwd?: string } = {}): Ran {
    const { status, stdout, stderr } = spawnSync('git', args, {
      cwd: options.cwd ?? this.root,
      env: { ...env, ...commitEnv, ...this.#env, ...options.env },
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

const bases = new Map<WayName, string>();

/** A copy of a repository with one commit and the hooks in place. Throws where the way is not to be had. */
export function hooked(way: WayName = 'plain'): HookedRepository {
  const ready = readiness(way);
  if ('missing' in ready) throw new Error(ready.missing);
  const base = bases.get(way) ?? makeBase(way, ready.env);
  bases.set(way, base);
  const root = join(makeFolder(), 'repo');
  cpSync(base, root, { recursive: true, verbatimSymlinks: true });
  const config = join(root, '.git', 'config');
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll(base, root));
  return new HookedRepository(root, ready.env);
}

function makeBase(way: WayName, extra: Readonly<Record<string, string>>): string {
  const root = makeFolder();
  const repo = new HookedRepository(root, extra);
  repo.git('init', '-q', '-b', 'main');
  prepareFor(way, root, extra);
  repo.commitUnseen('first', { 'a.txt': 'a\n', '.gitignore': 'node_modules/\n' });
  installBy(way, root, extra);
  if (repo.git('status', '--porcelain') !== '') repo.commitUnseen('hooks');
  return root;
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
