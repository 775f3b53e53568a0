/** Help texts, made from the tables of commands and options so that they cannot disagree with them. */
import { type Command, commands } from './commands.ts';
import { type OptionName, optionSpecs } from './options.ts';
import { wrapText } from './wrap.ts';

const exitCodes = 'Exit: 0 clean, 1 findings, 2 wrong usage or config, 3 could not do the whole job, 130 interrupted.';

/** What a new user needs; the rest follows. */
const firstCommands: readonly string[] = ['audit', 'init', 'staged', 'ci', 'allow', 'explain'];

export function generalHelp(): string {
  const lines = ['gitmoat keeps secrets and bad habits out of git repositories.', ''];
  const line = (name: string) => row(name, commands[name]!.summary, 11);
  lines.push(...firstCommands.flatMap(line), '', 'More:');
  lines.push(
    ...Object.keys(commands)
      .filter((name) => !firstCommands.includes(name))
      .flatMap(line),
  );
  lines.push(
    '',
    'gitmoat COMMAND --help says more. Findings go to stdout, the rest to stderr.',
    ...wrapText(exitCodes, 80),
    'gitmoat sends nothing anywhere: no telemetry, no update check.',
  );
  return join(lines);
}

export function commandHelp(command: Command): string {
  const lines = [`Usage: ${command.usage}`, '', ...wrapText(command.about, 80), ''];
  for (const name of command.options)
    lines.push(...row(optionText(name), command.optionHelp?.[name] ?? optionSpecs[name].help, 26));
  lines.push('', 'Examples:', ...command.examples.map((example) => `  ${example}`), '', ...wrapText(exitCodes, 80));
  return join(lines);
}

function optionText(name: OptionName): string {
  const spec = optionSpecs[name];
  const short = spec.short === undefined ? '' : `-${spec.short}, `;
  return `${short}--${name}${spec.value === undefined ? '' : ` ${spec.value}`}`;
}

function row(left: string, right: string, width: number): string[] {
  const [first = '', ...more] = wrapText(right, 80 - width - 2);
  return [`  ${left.padEnd(width)}${first}`, ...more.map((line) => ' '.repeat(width + 2) + line)];
}

function join(lines: readonly string[]): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
