/** `gitmoat hooks install|uninstall|status|doctor`: options in, plans and tables out. */
import { dirname, join } from 'node:path';
import {
  examineHooks,
  type HookName,
  hookNames,
  hooksStatus,
  installHooks,
  managerNames,
  type ShimPaths,
  uninstallHooks,
  usualEvents,
} from '../../../hooks/src/index.ts';
import { openRepository, type Repository } from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, choice, oneOf } from '../options.ts';
import { wrapText } from '../wrap.ts';

export async function manageHooks(word: string, args: Args, io: Io): Promise<number> {
  if (args.has('global')) {
    const { manageGlobal } = await import('./manage-global.ts');
    return manageGlobal(word, args, io);
  }
  const repo = await openRepository(io.cwd);
  switch (word) {
    case 'install':
      return install(repo, args, io);
    case 'uninstall':
      return uninstall(repo, args, io);
    case 'doctor':
      return doctor(repo, io);
    default:
      return status(repo, args, io);
  }
}

async function install(repo: Repository, args: Args, io: Io): Promise<number> {
  const dryRun = args.has('dry-run');
  const manager = choice(args, 'manager', ['auto', ...managerNames]) ?? 'auto';
  const outcome = await installHooks(repo, { manager, events: eventsOf(args), paths: shimPaths(io), dryRun });
  const lines =
    outcome.changes.length === 0
      ? [`Installed already (${outcome.manager}).`]
      : [`${dryRun ? 'Would install' : 'Installed'} by way of ${outcome.manager}:`, ...indented(outcome.changes)];
  await say(io, [...lines, ...outcome.notes.flatMap(note)]);
  return 0;
}

async function uninstall(repo: Repository, args: Args, io: Io): Promise<number> {
  const { changes, kept } = await uninstallHooks(repo, args.has('dry-run'));
  const lines = changes.length === 0 ? ['Nothing of gitmoat is installed here.'] : indented(changes);
  await say(io, [...lines, ...kept.map((line) => `Left: ${line}`)]);
  return kept.length === 0 ? 0 : 3;
}

/** Exit 1 where a usual hook is not covered, so that a script can ask. */
async function status(repo: Repository, args: Args, io: Io): Promise<number> {
  const { site, coverage } = await hooksStatus(repo, eventsOf(args));
  const lines = coverage.map(
    ({ event, by }) => `${event.padEnd(18)}${by.length === 0 ? 'not covered' : by.join(', ')}`,
  );
  const path = site.hooksPath === null ? '' : ` (core.hooksPath = ${site.hooksPath.value}, ${site.hooksPath.scope})`;
  await say(io, [
    ...lines,
    `git runs hooks from ${site.hooksFolder}${path}`,
    'gitmoat hooks doctor proves that they fire.',
  ]);
  return coverage.every(({ by }) => by.length > 0) ? 0 : 1;
}

/** Exit 1 where a hook lets the token through. */
async function doctor(repo: Repository, io: Io): Promise<number> {
  const found = await examineHooks(repo, io.env);
  const words = { blocks: 'stops a made-up token', open: 'LETS IT THROUGH', other: 'NOT PROVEN' };
  await say(
    io,
    found.flatMap(({ event, state, reasons }) => [
      `${event.padEnd(18)}${words[state]}`,
      ...reasons.flatMap((reason) => indented(wrapText(reason, 76))),
    ]),
  );
  return found.every(({ state }) => state === 'blocks') ? 0 : 1;
}

export function eventsOf(args: Args): readonly HookName[] {
  const list = args.value('events');
  return list === null ? usualEvents : list.split(',').map((word) => oneOf(word.trim(), hookNames, '--events'));
}

/** The gitmoat that runs now: a shim falls back on it where the project has none of its own. */
export function shimPaths(io: Io): ShimPaths {
  return {
    gitmoat: join(dirname(dirname(io.rulesetFile)), 'bin', 'gitmoat.cjs'),
    nodeFolder: dirname(process.execPath),
  };
}

export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

export function note(text: string): string[] {
  return wrapText(`Note: ${text}`, 80);
}

export async function say(io: Io, lines: readonly string[]): Promise<void> {
  await io.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
