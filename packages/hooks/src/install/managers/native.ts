/**
 * Hooks that git ≥ 2.54 reads from its config: they run before the hook folder's, whoever owns that one, and touch no
 * file of it. Keys stand in the clone's own config, never in an included file that a commit could change.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitmoatError } from '@gitmoat/core/errors';
import { type HookName, hookNames } from '../../run/hook.ts';
import type { Change } from '../changes.ts';
import { isShim, shimText } from '../shim.ts';
import type { Site } from '../site.ts';
import type { Manager } from './manager.ts';

export const nativeManager: Manager = {
  name: 'native',
  fits: ({ configHooks }) => configHooks,
  install(site, events, paths) {
    if (!site.configHooks) {
      throw new GitmoatError('usage', `git ${site.gitVersion} has no hooks in its config (2.54 is the first)`, {
        hint: 'Leave --manager out.',
      });
    }
    const text = shimText(paths);
    return { changes: events.flatMap((event) => configChanges(event, fileOf(site, event), text)), notes: [] };
  },
  remove(site) {
    const changes = covered(site).flatMap((event): Change[] => [
      { kind: 'config', key: `hook.gitmoat-${event}.event`, value: null },
      { kind: 'config', key: `hook.gitmoat-${event}.command`, value: null },
      { kind: 'remove', path: fileOf(site, event) },
    ]);
    return { changes, notes: [] };
  },
  covered: (site) => (site.configHooks ? covered(site) : []),
};

/** A shim at `path` and the keys that make git run it. The user's config gets the same names, so the clone's replace them. */
export function configChanges(event: HookName, path: string, text: string): Change[] {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return [];
  // The name must not be an event's own: git 2.55 takes that for an error.
  const name = `hook.gitmoat-${event}`;
  return [
    { kind: 'write', path, text, mode: 0o755 },
    { kind: 'config', key: `${name}.event`, value: event },
    // git hands the value to a shell, with the hook's arguments after it.
    { kind: 'config', key: `${name}.command`, value: `'${path.replaceAll("'", `'\\''`)}'` },
  ];
}

const fileOf = ({ repo }: Site, event: string): string => join(repo.commonDir, 'gitmoat-hooks', event);

function covered(site: Site): HookName[] {
  return hookNames.filter((event) => {
    const file = fileOf(site, event);
    return existsSync(file) && isShim(readFileSync(file, 'utf8'));
  });
}
