/**
 * A throw-away repository with this working tree's hook set-up: its hook folder, the settings that point at hooks, the
 * managers' files, its node_modules. What a hook does there touches nothing of the user's; real git runs it.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { runGit } from '@gitmoat/core/git/run';
import type { Site } from '../install/site.ts';
import type { HookCall } from '../run/hook.ts';

export interface Ran {
  readonly code: number;
  /** Both streams: of a push some managers hand a hook's words to stdout. */
  readonly said: string;
}

export class Scratch {
  readonly #folder: string;
  readonly root: string;
  readonly remote: string;
  readonly #env: NodeJS.ProcessEnv;

  /** `env`: the user's; whatever switches hooks off there is meant to be found. */
  constructor(env: HookCall['env']) {
    this.#folder = realpathSync(mkdtempSync(join(tmpdir(), 'gitmoat-doctor-')));
    this.root = join(this.#folder, 'repo');
    this.remote = join(this.#folder, 'remote.git');
    const own = Object.entries(env).filter(([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG'));
    const person = { GIT_AUTHOR_NAME: 'gitmoat', GIT_AUTHOR_EMAIL: 'doctor@gitmoat.invalid' };
    const committer = { GIT_COMMITTER_NAME: 'gitmoat', GIT_COMMITTER_EMAIL: 'doctor@gitmoat.invalid' };
    this.#env = { ...Object.fromEntries(own), ...person, ...committer, GIT_TERMINAL_PROMPT: '0', GIT_EDITOR: 'true' };
  }

  async fill(site: Site): Promise<void> {
    mkdirSync(this.root);
    this.git('init', '-q', '-b', 'doctor');
    this.git('init', '-q', '--bare', this.remote);
    for (const name of ['hooks', 'gitmoat-hooks']) copy(join(site.repo.commonDir, name), join(this.root, '.git', name));
    const { stdout } = await runGit(site.repo, [
      'config',
      '--local',
      '-z',
      '--get-regexp',
      '^(core\\.hookspath|hook\\..*)$',
    ]);
    for (const entry of stdout.toString('utf8').split('\0').filter(Boolean)) {
      const at = entry.indexOf('\n');
      // A command that names this clone's own copy of a shim goes to the scratch one.
      const value = entry
        .slice(at + 1)
        .replaceAll(join(site.repo.commonDir, 'gitmoat-hooks'), join(this.root, '.git', 'gitmoat-hooks'));
      this.git('config', '--add', entry.slice(0, at), value);
    }
    for (const file of [site.husky, site.lefthook, site.preCommit, join(site.root, 'package.json'), ownFolder(site)]) {
      const inTree = file === null ? '..' : relative(site.root, file);
      if (!inTree.startsWith('..') && !isAbsolute(inTree)) copy(file!, join(this.root, inTree));
    }
    const modules = join(site.root, 'node_modules');
    if (existsSync(modules)) symlinkSync(modules, join(this.root, 'node_modules'), 'junction');
    this.write('.gitignore', 'node_modules\n');
    this.git('add', '-A');
    this.git('commit', '-q', '--no-verify', '-m', 'set-up');
  }

  git(...args: readonly string[]): Ran {
    const settings = ['-c', 'commit.gpgsign=false', '-c', 'core.autocrlf=false', '-c', 'advice.detachedHead=false'];
    const { status, stdout, stderr } = spawnSync('git', [...settings, ...args], {
      cwd: this.root,
      env: this.#env,
      encoding: 'utf8',
      timeout: 120_000,
    });
    return { code: status ?? -1, said: `${stdout ?? ''}${stderr ?? ''}` };
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A hook folder inside the working tree, as a relative `core.hooksPath` names it. */
function ownFolder({ hooksPath, hooksFolder }: Site): string | null {
  return hooksPath !== null && !isAbsolute(hooksPath.value) ? hooksFolder : null;
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}
