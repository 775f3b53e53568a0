/** The rows of the hook table: the scanners' own hook commands, and `git commit` with a hook in place. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../git.ts';
import type { Contestant } from '../measure/interleave.ts';
import type { Command } from '../measure/measure.ts';
import { gitmoat } from '../peers/gitmoat.ts';
import type { FoundPeer } from '../peers/index.ts';

export interface HookRow extends Contestant {
  readonly version: string;
}

export interface HookRowsOptions {
  readonly worktree: string;
  readonly staged: readonly string[];
  readonly gitmoat: string;
  readonly found: readonly FoundPeer[];
  /** An existing folder for hooks and configs. */
  readonly out: string;
}

export function scannerRows({ worktree, staged, gitmoat: program, found, out }: HookRowsOptions): HookRow[] {
  const fixed = (label: string, version: string, argv: readonly string[]): HookRow => {
    const command: Command = { argv, cwd: worktree };
    return { label, version, prepare: () => command };
  };
  return [
    fixed('node -e 0', process.version, [process.execPath, '-e', '0']),
    fixed('gitmoat staged', 'this tree', gitmoat.staged!({ program, target: worktree, out }, staged)),
    ...found.flatMap(({ peer, program, version }) => {
      const argv = peer.staged?.({ program, target: worktree, out }, staged);
      return argv === undefined ? [] : [fixed(peer.name, version, argv)];
    }),
  ];
}

/** `git commit` of the stage: without a hook, with gitmoat's as installed, with gitleaks' as a plain hook. The stage is put back before each run. */
export function commitRows({ worktree, staged, gitmoat: program, found, out }: HookRowsOptions): HookRow[] {
  const base = git(worktree, 'rev-parse', 'HEAD');
  const commit = (label: string, version: string, hook: readonly string[] | 'installed' | null): HookRow => {
    const folder = join(out, `hooks-${label.replace(/\W+/g, '-')}`);
    mkdirSync(folder);
    if (hook === 'installed') installHooks(program, folder);
    else if (hook !== null) writeHook(join(folder, 'pre-commit'), hook);
    const settings = ['user.name=Bench', 'user.email=bench@example.com', 'commit.gpgsign=false', 'gc.auto=0'];
    const options = [...settings, `core.hooksPath=${folder}`].flatMap((setting) => ['-c', setting]);
    return {
      label,
      version,
      prepare: () => {
        git(worktree, 'reset', '-q', '--soft', base);
        return { argv: ['git', ...options, 'commit', '-q', '-m', 'Bench'], cwd: worktree };
      },
      finish: () => {
        git(worktree, 'reset', '-q', '--soft', base);
      },
    };
  };
  const gitleaks = found.find(({ peer }) => peer.name === 'gitleaks');
  return [
    commit('git commit, no hook', '', null),
    commit('git commit, gitmoat hooks', 'this tree', 'installed'),
    ...(gitleaks === undefined
      ? []
      : [
          commit(
            'git commit, gitleaks hook',
            gitleaks.version,
            gitleaks.peer.staged!({ program: gitleaks.program, target: worktree, out }, staged),
          ),
        ]),
  ];
}

/** The files that `gitmoat hooks install` makes, all events: secrets, ignore and hygiene rules, and the message. */
function installHooks(program: string, folder: string): void {
  const repo = join(folder, 'repo');
  mkdirSync(repo);
  git(repo, 'init', '-q');
  execFileSync(process.execPath, [program, 'hooks', 'install', '--manager', 'git'], { cwd: repo, stdio: 'ignore' });
  const made = join(repo, '.git', 'hooks');
  for (const name of readdirSync(made))
    if (!name.endsWith('.sample')) copyFileSync(join(made, name), join(folder, name));
}

function writeHook(file: string, argv: readonly string[]): void {
  writeFileSync(file, `#!/bin/sh\nexec ${argv.map((word) => `'${word}'`).join(' ')}\n`);
  chmodSync(file, 0o755);
}
