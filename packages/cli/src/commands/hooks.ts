/** `gitmoat hooks …`: one word each; the work is done by @gitmoat/hooks, each part loaded only for its word. */
import { didYouMean } from '@gitmoat/core/config/nearest';
import {
  type HookCall,
  type HookName,
  hookNames,
  hookOfFramework,
  isOnServer,
  runHook,
} from '../../../hooks/src/index.ts';
import { hygieneOptions } from '../hygiene-rules.ts';
import type { Io } from '../io.ts';
import { type Args, parseOptions, wrong } from '../options.ts';
import { prepare, scanOptions } from '../scan-command.ts';
import { withAccepted } from './accepted.ts';
import { readText } from './read-text.ts';

const words = ['install', 'uninstall', 'status', 'doctor', 'run'];

export async function run(args: Args, io: Io): Promise<number> {
  const [word = '', ...rest] = args.positionals;
  const server = word === 'run' ? hookNames.find((name) => name === rest[0] && isOnServer(name)) : undefined;
  if (server !== undefined) {
    const { runReceive } = await import('./receive.ts');
    return runReceive(server, rest.slice(1), io);
  }
  // `judge`: what the watching process of a server's hook starts.
  if (word === 'run' || word === 'judge') return runNamed(rest, io);
  if (!words.includes(word)) throw wrong(`hooks wants one of ${words.join(', ')}${didYouMean(word, words)}`);
  if (rest.length > 0) throw wrong(`hooks ${word} takes no further word`);
  const { manageHooks } = await import('./manage-hooks.ts');
  return manageHooks(word, args, io);
}

/** What a shim calls: `gitmoat hooks run NAME [git's arguments]`. */
async function runNamed([name = '', ...args]: readonly string[], io: Io): Promise<number> {
  const call: HookCall = { args, env: io.env, cwd: io.cwd, stdin: () => readText(io) };
  const outcome = await runHook(hookNamed(name, call), call, async (settings) => {
    const none = parseOptions([], []);
    const root = async (path: string) => settings.get(path) ?? null;
    const setup = await withAccepted(await prepare(none, io, root), none, io, root);
    const { minConfidence, failOn, mode, rules } = setup.config;
    return {
      scan: scanOptions(setup, '.'),
      gate: { minConfidence: minConfidence ?? 'medium', failOn },
      hygiene: hygieneOptions(setup, io),
      plain: minConfidence !== 'low' && rules.enable.length === 0,
      observe: mode === 'observe',
    };
  });
  if (outcome.text !== '') await io.stderr.write(outcome.text);
  return outcome.code;
}

function hookNamed(name: string, call: HookCall): HookName {
  if (name === 'auto') return hookOfFramework(call);
  const known = hookNames.find((hook) => hook === name);
  if (known === undefined) throw wrong(`hooks run ${name}: must be one of ${hookNames.join(', ')}`);
  return known;
}
