/**
 * Content that a change moves is not new: the base holds the secret in a file that loses it. A copy is new, and so is a
 * secret whose base file keeps it. Asked with `git grep`, for findings only; the values go in by stdin.
 */
import { filesInHead } from '../git/grep.ts';
import type { Repository } from '../git/repository.ts';
import type { Finding } from '../scan/finding.ts';

/** A shorter text stands in files by chance. */
const shortest = 8;

/** Findings that are looked at one by one; a change that moves more secrets than that is reviewed by hand anyway. */
const mostAsked = 200;

/** `findings` carry their raw values. Those that `base` holds already, moved here or gone again. */
export async function movedFindings(
  repo: Repository,
  findings: readonly Finding[],
  { base, head }: { readonly base: string; readonly head: string },
): Promise<Set<Finding>> {
  const moved = new Set<Finding>();
  const asked = findings
    .filter((finding) => finding.where === 'tree' && needleOf(finding) !== null)
    .slice(0, mostAsked);
  const needles = asked.map((finding) => needleOf(finding)!);
  const before = { ...repo, head: base };
  if ((await filesInHead(before, needles)).length === 0) return moved;
  for (const finding of asked) {
    const needle = [needleOf(finding)!];
    const [was, now] = [await filesInHead(before, needle), await filesInHead({ ...repo, head }, needle)];
    const lost = was.some((path) => !now.includes(path));
    if (was.length > 0 && (!finding.inHead || (lost && now.length <= was.length))) moved.add(finding);
  }
  return moved;
}

/** What `git grep` looks for, latin1: a line of the value. Null where it is too short to tell. */
function needleOf({ raw }: Finding): string | null {
  // A key's lines were joined; the first characters of its body stand on one line at every usual width.
  const body = (raw ?? '').replace(/^-----BEGIN [A-Z0-9 ]+-----/, '');
  const text = Buffer.from(body === raw ? raw : body.slice(0, 40), 'utf8').toString('latin1');
  const longest = text.split(/[\r\n]+/).reduce((a, b) => (b.length > a.length ? b : a));
  return longest.length < shortest ? null : longest;
}
