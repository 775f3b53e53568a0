/** PATH or URL → an open repository. A URL is cloned bare into a temporary folder that is removed at the end. */
import { resolve } from 'node:path';
import { openRepository, type Repository } from './core.ts';
import type { Io } from './io.ts';
import { type Args, wrong } from './options.ts';

export interface Target {
  readonly repo: Repository;
  /** As reports name it. */
  readonly target: string;
}

export async function openTarget(args: Args, io: Io): Promise<Target> {
  const [word = '.', ...others] = args.positionals;
  if (others.length > 0) throw wrong('one repository at a time');
  return { repo: await openRepository(resolve(io.cwd, word)), target: word };
}
