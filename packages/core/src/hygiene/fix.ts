/** `check --fix`: plans the additions for a worktree, writes them, and stops tracking files when told to. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { readGit } from '../git/run.ts';
import { type FixPlan, planFix } from '../ignore/fix.ts';
import { secretFileMatcher, sideFolder } from '../ignore/must-ignore.ts';
import type { RawPath } from '../sources/source.ts';
import { gitignoreTexts, inEveryProfile } from './checks/gitignore.ts';
import { checks } from './checks/index.ts';
import { listIgnored } from './facts.ts';
import type { HygieneRuleset } from './judge.ts';
import { readFor, worktreeTree } from './load-tree.ts';
import { inProfile, type Profile } from './rule.ts';

export async function planIgnoreFix(repo: Repository, ruleset: HygieneRuleset, profile: Profile): Promise<FixPlan> {
  const tree = await worktreeTree(repo);
  await readFor([checks['secret-files-not-ignored']!], tree, { repo });
  const matcher = secretFileMatcher(ruleset.ignoreSets);
  const untracked = tree.files.filter((file) => !file.tracked && file.mode.startsWith('100')).map(({ path }) => path);
  const lying = [...untracked, ...(await listIgnored(repo)).hidden];
  const strict = inProfile({ profile: 'strict' }, profile);
  return planFix({
    sets: strict ? ruleset.ignoreSets : inEveryProfile(ruleset.ignoreSets, true),
    allSets: inSecret(ruleset),
    exposed: lying.filter((path) => !sideFolder.test(path) && matcher.decide(path).ignored),
    gitignores: gitignoreTexts(tree),
    tracked: tree.files.filter((file) => file.tracked).map(({ path }) => path),
    locked: tree.ofKind('link').flatMap(({ path }) => (/(?:^|\/)\.gitignore$/.test(path) ? [path] : [])),
  });
}

function inSecret({ ignoreSets }: HygieneRuleset): HygieneRuleset['ignoreSets'] {
  return ignoreSets.map((set) => ({ ...set, entries: set.entries.filter(({ secret }) => secret) }));
}

export function writeFix(repo: Repository, { changes }: FixPlan): void {
  for (const { path, after } of changes) {
    writeFileSync(join(repo.root!, Buffer.from(path, 'latin1').toString()), Buffer.from(after, 'latin1'));
  }
}

/** Takes files out of the index and leaves them on disk. */
export async function untrack(repo: Repository, paths: readonly RawPath[]): Promise<void> {
  if (paths.length === 0) return;
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
  await readGit(repo, ['rm', '--cached', '-q', '--pathspec-from-file=-', '--pathspec-file-nul'], { input });
}
