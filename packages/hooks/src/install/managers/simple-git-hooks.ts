/** Commands under `simple-git-hooks` in package.json. Its own install deletes every hook that is not listed there. */
import { readFileSync } from 'node:fs';
import { type HookName, hookNames } from '../../run/hook.ts';
import { inProject } from '../blocks.ts';
import { readJson, type Site } from '../site.ts';
import type { Manager } from './manager.ts';

type Commands = Record<string, string>;

export const simpleGitHooksManager: Manager = {
  name: 'simple-git-hooks',
  fits: ({ simpleGitHooks }) => simpleGitHooks !== null,
  install(site, events) {
    const commands = commandsOf(site);
    const missing = events.filter((event) => !(commands[event] ?? '').includes(callOf(event)));
    if (missing.length === 0) return { changes: [], notes: [] };
    const added = Object.fromEntries(missing.map((event) => [event, joined(callOf(event), commands[event])]));
    return {
      changes: [{ kind: 'write', path: site.simpleGitHooks!, text: withCommands(site, { ...commands, ...added }) }],
      notes: ['run `npx simple-git-hooks` once in each clone, so that git calls them'],
    };
  },
  remove(site) {
    const commands = commandsOf(site);
    const ours = hookNames.filter((event) => (commands[event] ?? '').includes(callOf(event)));
    if (ours.length === 0) return { changes: [], notes: [] };
    const rest = Object.entries(commands).flatMap(([event, command]) => {
      const without = command.replace(callOf(event), '').replace(/^ && /, '');
      return without === '' ? [] : [[event, without] as const];
    });
    return {
      changes: [{ kind: 'write', path: site.simpleGitHooks!, text: withCommands(site, Object.fromEntries(rest)) }],
      notes: ['run `npx simple-git-hooks` again'],
    };
  },
  covered: (site) => hookNames.filter((event) => (commandsOf(site)[event] ?? '').includes(callOf(event))),
};

function callOf(event: HookName | string): string {
  return `${inProject} gitmoat hooks run ${event} "$@"`;
}

/** gitmoat first: what follows may read git's lines or change the index. */
function joined(ours: string, theirs: string | undefined): string {
  return theirs === undefined || theirs === '' ? ours : `${ours} && ${theirs}`;
}

function commandsOf({ simpleGitHooks }: Site): Commands {
  if (simpleGitHooks === null) return {};
  return (readJson(simpleGitHooks)?.['simple-git-hooks'] ?? {}) as Commands;
}

/** package.json again, with its own indentation and end. */
function withCommands({ simpleGitHooks }: Site, commands: Commands): string {
  const text = readFileSync(simpleGitHooks!, 'utf8');
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  ';
  const manifest = { ...readJson(simpleGitHooks!), 'simple-git-hooks': commands };
  return JSON.stringify(manifest, null, indent) + (text.endsWith('\n') ? '\n' : '');
}
