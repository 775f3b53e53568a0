/** PATH or URL → an open repository. A URL is cloned bare into a temporary folder that is removed at the end. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { cloneBare, isUrl, openRepository, type Repository } from './core.ts';
import type { Io } from './io.ts';
import { type Args, wrong } from './options.ts';
import { shellWord } from './shell-word.ts';

export interface Target {
  readonly repo: Repository;
  /** As reports name it: without a URL's user name and password. */
  readonly target: string;
}

export async function openTarget(args: Args, io: Io): Promise<Target> {
  const [word = '.', ...others] = args.positionals;
  if (others.length > 0) throw wrong('one repository at a time');
  if (!isUrl(word)) {
    const path = resolve(io.cwd, word);
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) {
      throw wrong(
        `${word} is a file, and this reads a repository`,
        `gitmoat scan ${shellWord(word)} reads it by itself.`,
      );
    }
    return { repo: await openRepository(path), target: word };
  }
  const { repository, dispose } = await cloneBare(word);
  io.onEnd(dispose);
  return { repo: repository, target: word.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1') };
}
