/** Reads a file that an option names; what is wrong with it is said by the option, without the system's codes. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Args, type OptionName, wrong } from './options.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'it may not be read',
};

/** Null where the option is not given. */
export function readNamedFile(args: Args, option: OptionName, cwd: string): Buffer | null {
  const name = args.value(option);
  if (name === null) return null;
  try {
    return readFileSync(resolve(cwd, name));
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    throw wrong(`--${option} ${name} cannot be read: ${reasons[code] ?? code}`, `Relative paths begin in ${cwd}.`);
  }
}
