/** argv in, exit code out. Finds the command, prints help and failures; knows nothing of scanning. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearest } from '@gitmoat/core/config/nearest';
import { commands } from './commands.ts';
import { exitCodeOf, failureText } from './failure.ts';
import { commandHelp, generalHelp } from './help.ts';
import type { Io } from './io.ts';
import { parseOptions, wrong } from './options.ts';
import { version } from './version.ts';

export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    await io.stderr.write(failureText(error, io.env.GITMOAT_DEBUG === '1'));
    return exitCodeOf(error);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const [first = '', ...others] = argv;
  if (['--version', '-v', '-V', 'version'].includes(first)) return print(io, `gitmoat ${version}\n`);
  if (first === '--help' || first === '-h' || (first === 'help' && others.length === 0))
    return print(io, generalHelp());
  if (first === 'help') return dispatch([others[0] ?? '', '--help'], io);
  const isCommand = Object.hasOwn(commands, first);
  if (!isCommand) checkTarget(first, io.cwd);
  const command = commands[isCommand ? first : 'audit'];
  if (command === undefined) throw wrong(`unknown command ${first}`);
  const args = parseOptions(isCommand ? others : argv, command.options);
  if (args.has('help')) return print(io, commandHelp(command));
  const { run } = await command.load();
  return run(args, io);
}

/** `gitmoat PATH` is an audit, but a mistyped command must not become one. */
function checkTarget(word: string, cwd: string): void {
  if (word === '' || word.startsWith('-') || /[/\\:@]/.test(word) || existsSync(resolve(cwd, word))) return;
  const name = nearest(word, Object.keys(commands));
  // Whatever is as long as a token may be one: it is not repeated into a log.
  const shown = word.length <= 20 ? ` "${word}"` : '';
  throw wrong(
    `unknown command${shown}${name === null ? '' : `; did you mean "${name}"?`}`,
    `Commands: ${Object.keys(commands).join(', ')}. gitmoat --help says what each does.`,
  );
}

async function print(io: Io, text: string): Promise<number> {
  await io.stdout.write(text);
  return 0;
}
