/** `gitmoat hooks install|uninstall|status --global`: the user's git settings instead of a clone's. */
import { globalStatus, installGlobal, uninstallGlobal } from '../../../hooks/src/index.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { eventsOf, indented, note, say, shimPaths } from './manage-hooks.ts';

export async function manageGlobal(word: string, args: Args, io: Io): Promise<number> {
  if (args.value('manager') !== null) throw wrong('--global and --manager do not go together');
  const where = { cwd: io.cwd, env: io.env };
  const dryRun = args.has('dry-run');
  switch (word) {
    case 'install': {
      const events = eventsOf(args);
      const { changes, notes } = await installGlobal({ ...where, events, paths: shimPaths(io), dryRun });
      const did = dryRun ? 'Would install' : 'Installed';
      const lines =
        changes.length === 0
          ? ['Installed for all repositories already.']
          : [`${did} for all repositories:`, ...indented(changes)];
      await say(io, [...lines, ...notes.flatMap(note)]);
      return 0;
    }
    case 'uninstall': {
      const { changes, kept } = await uninstallGlobal(where, dryRun);
      const lines = changes.length === 0 ? ['Nothing is installed for all repositories.'] : indented(changes);
      await say(io, [...lines, ...kept.map((line) => `Left: ${line}`)]);
      return kept.length === 0 ? 0 : 3;
    }
    case 'status': {
      const { folder, events } = await globalStatus(where);
      const asked = eventsOf(args);
      await say(io, [
        ...asked.map((event) => `${event.padEnd(18)}${events.includes(event) ? 'global' : 'not covered'}`),
        `The files are in ${folder}; a repository's own core.hooksPath goes before core.hooksPath of all.`,
      ]);
      return asked.every((event) => events.includes(event)) ? 0 : 1;
    }
    default:
      throw wrong(
        `hooks ${word} has no --global`,
        'gitmoat hooks doctor, in a repository, proves the global hooks too.',
      );
  }
}
