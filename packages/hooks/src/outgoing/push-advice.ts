/** What to do about secrets in commits that were about to be pushed: the commands for the case at hand. */
import type { Repository } from '@gitmoat/core/git/repository';
import { runGit } from '@gitmoat/core/git/run';
import type { Finding } from '@gitmoat/core/scan/finding';

/** Findings that are looked at one by one; the first are the worst. */
const mostAsked = 10;

/** One line a step, for the terminal; each line starts with what it is for. */
export async function pushAdvice(
  repo: Repository,
  findings: readonly Finding[],
  tips: readonly string[],
): Promise<string[]> {
  const advice = new Set<string>();
  for (const finding of findings.slice(0, mostAsked))
    for (const line of await adviceFor(repo, finding, tips)) advice.add(line);
  return [...advice];
}

async function adviceFor(repo: Repository, finding: Finding, tips: readonly string[]): Promise<string[]> {
  const { where, commit } = finding;
  if (where === 'tag-message') return ['in a tag’s message: git tag --force --annotate NAME, with another message'];
  if (commit === null) return ['in a file that only a tag holds: git tag --delete NAME'];
  const short = commit.oid.slice(0, 10);
  const elsewhere = await remoteWith(repo, commit.oid);
  if (elsewhere !== null) {
    return [`${short} is on ${elsewhere} already: rotate the secret first, then take it out of the files`];
  }
  const branches = await branchesWith(repo, commit.oid);
  if (branches.length === 0)
    return [`${short} is on no branch (a note, a tag, another ref): delete that ref, or write it anew`];
  const commits = new Set(finding.occurrences.flatMap((place) => place.commit?.oid ?? []));
  const message = where === 'commit-message';
  if (commits.size === 1 && tips.includes(commit.oid) && commit.oid === repo.head) {
    const first = message ? '' : 'take it out of the file, git add the file, then ';
    return [`${short} is the last commit: ${first}git commit --amend${message ? '' : ' --no-edit'}`];
  }
  const onHead = branches.includes(repo.head ?? '') || (await isAncestor(repo, commit.oid));
  const parent = await runGit(repo, ['rev-parse', '-q', '--verify', `${commit.oid}^`]);
  const base = parent.code === 0 ? `${short}^` : '--root';
  const turn = onHead ? '' : 'git switch to its branch, then ';
  return [
    `${short} is older and not on any remote: ${turn}git rebase --interactive --autostash ${base}`,
    `  mark ${short} as ${message ? 'reword' : 'edit'}; ${message ? 'change its message' : 'when it stops: take the secret out, git add the file, git commit --amend, git rebase --continue'}`,
  ];
}

/** A remote-tracking branch that holds the commit: whoever has that remote has the secret. */
async function remoteWith(repo: Repository, oid: string): Promise<string | null> {
  const args = ['for-each-ref', '--count=1', '--format=%(refname:lstrip=2)', '--contains', oid, 'refs/remotes/'];
  return (await runGit(repo, args)).stdout.toString('utf8').trim() || null;
}

async function branchesWith(repo: Repository, oid: string): Promise<string[]> {
  const args = ['for-each-ref', '--format=%(objectname)', '--contains', oid, 'refs/heads/'];
  const found = (await runGit(repo, args)).stdout.toString('latin1').split('\n').filter(Boolean);
  // A detached HEAD (in the middle of a rebase, a checked-out commit) is rewritten like a branch.
  return found.length === 0 && (await isAncestor(repo, oid)) ? [repo.head!] : found;
}

async function isAncestor(repo: Repository, oid: string): Promise<boolean> {
  return repo.head !== null && (await runGit(repo, ['merge-base', '--is-ancestor', oid, repo.head])).code === 0;
}
