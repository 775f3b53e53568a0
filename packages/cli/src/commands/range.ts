/** `gitmoat range BASE..HEAD`: what the commits of a pull request bring. */
import { openRepository, rangeSource, scan } from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { rootInGit } from '../root-files.ts';
import { runScan, scanOptions } from '../scan-command.ts';

export function run(args: Args, io: Io): Promise<number> {
  return runScan(args, io, async () => {
    const { base, head, text } = parseRange(args.positionals);
    const repo = await openRepository(io.cwd);
    const source = await rangeSource(repo, base, head);
    return {
      root: rootInGit(repo, head),
      reread: { repo, folder: null },
      scan: (setup, progress) => scan(source, { ...scanOptions(setup, text), repo, progress }),
    };
  });
}

/** `A..B`, `A...B` (the same here: what A reaches is left out either way) or `A`, which ends at HEAD. */
function parseRange(words: readonly string[]): { base: string; head: string; text: string } {
  const [text = '', ...others] = words;
  const [, base = '', head = ''] = /^(.+?)(?:\.\.\.?(.*))?$/.exec(text) ?? [];
  if (others.length > 0 || base === '' || base.startsWith('-') || head.startsWith('-')) {
    throw wrong('range wants one argument: BASE..HEAD', 'For example: gitmoat range origin/main..HEAD');
  }
  return { base, head: head || 'HEAD', text };
}
