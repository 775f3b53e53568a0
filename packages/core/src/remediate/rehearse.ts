/**
 * The rewrite on a throw-away clone: git filter-repo runs there, the caller looks whether the secret is gone, the clone goes.
 * The repository itself is only read.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GitmoatError } from '../errors.ts';
import { cloneBare } from '../git/clone.ts';
import { listRefs } from '../git/refs.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { readGit, runGit } from '../git/run.ts';
import type { Finding } from '../scan/finding.ts';
import type { ExactTexts } from './exact-texts.ts';
import { replacementFile } from './replacements.ts';
import { rewriteScope } from './rewrite-scope.ts';

export interface Rehearsal<Verdict> {
  /** Full names of refs that point elsewhere afterwards, and of those that are gone (nothing was left of them). */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  readonly commits: { readonly before: number; readonly after: number };
  readonly verdict: Verdict;
}

/** Throws with a hint where git filter-repo is not installed. */
export async function rehearse<Verdict>(
  repo: Repository,
  targets: { readonly texts: ExactTexts; readonly finding: Finding },
  judge: (clone: Repository) => Promise<Verdict>,
): Promise<Rehearsal<Verdict>> {
  await requireFilterRepo(repo);
  // As a URL, so that only what refs reach is cloned: leftovers of this object store say nothing about the rewrite.
  const { repository: clone, dispose } = await cloneBare(pathToFileURL(repo.commonDir).href);
  try {
    const folder = dirname(clone.gitDir);
    const before = { refs: await listRefs(clone), commits: await countCommits(clone) };
    const { texts, binary } = targets.texts;
    const file = join(folder, 'replacements.txt');
    writeFileSync(file, replacementFile(texts), { mode: 0o600 });
    const { refs, before: bounds } = await rewriteScope(clone, targets.finding);
    const args = ['filter-repo', '--force', '--quiet', '--replace-text', file, '--replace-message', file];
    args.push('--refs', ...refs, ...bounds.map((oid) => `^${oid}`));
    if (binary.length > 0) {
      writeFileSync(join(folder, 'blobs.txt'), binary.map((oid) => `${oid}\n`).join(''));
      args.push('--strip-blobs-with-ids', join(folder, 'blobs.txt'));
    }
    const { code, stderr } = await runGit(clone, args);
    if (code !== 0) {
      const said = stderr.trim().split('\n').at(-1) ?? '';
      throw new GitmoatError('git', `git filter-repo failed on the clone (${code}): ${said}`, {
        hint: 'Nothing was changed here. Try git filter-repo by hand in a fresh mirror clone.',
      });
    }
    // A rewrite of some refs leaves the old commits for git to clear away.
    await readGit(clone, ['gc', '--quiet', '--prune=now']);
    const after = new Map((await listRefs(clone)).map(({ name, oid }) => [name, oid]));
    const changed = before.refs.filter(({ name, oid }) => after.has(name) && after.get(name) !== oid);
    const removed = before.refs.filter(({ name }) => !after.has(name));
    return {
      changed: changed.map(({ name }) => name),
      removed: removed.map(({ name }) => name),
      unchanged: before.refs.length - changed.length - removed.length,
      commits: { before: before.commits, after: await countCommits(clone) },
      // Opened again: its HEAD is another commit now.
      verdict: await judge(await openRepository(clone.gitDir)),
    };
  } finally {
    dispose();
  }
}

async function requireFilterRepo(repo: Repository): Promise<void> {
  const { code } = await runGit(repo, ['filter-repo', '--version']);
  if (code === 0) return;
  throw new GitmoatError('usage', 'git filter-repo is not installed', {
    hint: 'pip install git-filter-repo (or brew, apt, dnf install git-filter-repo), then the same again.',
  });
}

async function countCommits(repo: Repository): Promise<number> {
  return Number((await readGit(repo, ['rev-list', '--all', '--count'])).toString());
}
