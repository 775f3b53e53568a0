/** PATH or URL → an open repository. A URL is cloned bare into a temporary folder that is removed at the end. */
import { resolve } from 'node:path';
import { cloneBare, isUrl, openRepository, type Repository } from './core.ts';
import type { Io } from './io.ts';
import { type Args, wrong } from './options.ts';

export interface Target {
  readonly repo: Repository;
  /** As reports name it: without a URL's user name and password. */
  readonly target: string;
}

export async function openTarget(args: Args, io: Io): Promise<Target> {
  const [word = '.', ...others] = args.positionals;
  if (others.length > 0) throw wrong('one repository at a time');
  if (!isUrl(word)) return { repo: await openRepository(resolve(io.cwd, word)), target: word };
  const { repository, dispose } = await cloneBare(word);
  io.onEnd(dispose);
  return { repo: repository, target: word.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1') };
}
