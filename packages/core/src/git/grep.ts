/** Which files of HEAD hold one of some strings. The strings go in by stdin: never in argv, where every user sees them. */
import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/** Strings are latin1, of one line only; none in a partial clone, where git would fetch what it wants to look into. */
export async function filesInHead(repo: Repository, strings: readonly string[]): Promise<RawPath[]> {
  const lines = strings.filter((text) => text !== '' && !/[\n\0]/.test(text));
  if (repo.head === null || repo.partial || lines.length === 0) return [];
  const args = [
    'grep',
    '-z',
    '-l',
    '-a',
    '-F',
    '--no-textconv',
    '--no-recurse-submodules',
    '--full-name',
    '-f',
    '-',
    repo.head,
  ];
  const { code, stdout } = await runGit(repo, args, { input: Buffer.from(`${lines.join('\n')}\n`, 'latin1') });
  if (code !== 0) return [];
  const names = stdout.toString('latin1').split('\0').filter(Boolean);
  return names.map((name) => name.slice(repo.head!.length + 1)).sort();
}
