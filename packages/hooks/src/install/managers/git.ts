/** Plain files in the folder that git runs hooks from. A hook that is there already is kept and run first. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { GitmoatError } from '@gitmoat/core/errors';
import { type HookName, hookNames } from '../../run/hook.ts';
import type { Change } from '../changes.ts';
import { chainedSuffix, globalRecord, isShim, shimText } from '../shim.ts';
import type { Site } from '../site.ts';
import type { Manager } from './manager.ts';

export const gitManager: Manager = {
  name: 'git',
  fits: () => true,
  install(site, events, paths) {
    const { hooksFolder, hooksPath, root } = site;
    if (isOurs(site)) {
      const note = 'gitmoat is installed for all repositories already, and runs before the hooks of this one';
      return { changes: [], notes: [note] };
    }
    if (hooksPath !== null && !['local', 'worktree'].includes(hooksPath.scope)) {
      throw new GitmoatError(
        'usage',
        `core.hooksPath is set for all repositories (${hooksPath.scope}: ${hooksPath.value})`,
        {
          hint: `Call gitmoat from the hooks there (gitmoat hooks run NAME "$@"), or set it for this clone: git config --local core.hooksPath "${join(site.repo.commonDir, 'hooks')}"`,
        },
      );
    }
    const text = shimText(paths);
    const changes = events.flatMap((event): Change[] => {
      const file = join(hooksFolder, event);
      const write: Change = { kind: 'write', path: file, text, mode: 0o755 };
      if (!existsSync(file)) return [write];
      const there = readFileSync(file, 'utf8');
      if (isShim(there)) return there === text ? [] : [write];
      if (existsSync(file + chainedSuffix)) throw replaced(file);
      return [{ kind: 'move', from: file, to: file + chainedSuffix }, write];
    });
    const inTree = !relative(root, hooksFolder).startsWith('..') && !hooksFolder.startsWith(site.repo.commonDir);
    const note = `${hooksFolder} belongs to the working tree: the shims name paths of this machine, so do not commit them`;
    return { changes, notes: inTree && changes.length > 0 ? [note] : [] };
  },
  remove: (site) => {
    const changes = covered(site).flatMap((event): Change[] => {
      const file = join(site.hooksFolder, event);
      return existsSync(file + chainedSuffix)
        ? [{ kind: 'move', from: file + chainedSuffix, to: file }] // over the shim
        : [{ kind: 'remove', path: file }];
    });
    return { changes, notes: [] };
  },
  covered,
};

function replaced(file: string): GitmoatError {
  return new GitmoatError(
    'usage',
    `${file} was replaced by another tool, and ${file}${chainedSuffix} is kept already`,
    {
      hint: 'Put what you need of the two into one file, remove the other, then install again.',
    },
  );
}

/** The folder that `install --global` made. */
function isOurs({ hooksPath, hooksFolder }: Site): boolean {
  return hooksPath?.scope === 'global' && existsSync(join(hooksFolder, '..', globalRecord));
}

function covered(site: Site): HookName[] {
  const { hooksFolder } = site;
  if (isOurs(site)) return [];
  return hookNames.filter((event) => {
    const file = join(hooksFolder, event);
    return existsSync(file) && isShim(readFileSync(file, 'utf8'));
  });
}
