/** What to do about one finding, in order; each becomes a check box. Plain sentences, no markup. Pure. */
import type { PageData, PageFinding } from '../data.ts';

export function stepsFor(finding: PageFinding, data: PageData): string[] {
  const { state, first, fingerprint, hygiene, places } = finding;
  const remediation = data.rules[finding.rule]?.remediation ?? '';
  if (hygiene) return [remediation || 'Mend it.', 'Run gitmoat check again: the finding is gone.'];
  const commit = first === null ? null : (data.commits[first] ?? null);
  const since = commit === null ? '' : ` since ${commit.date.slice(0, 10)}`;
  const remotes = remotesOf(finding, data);
  const paths = [...new Set(places.flatMap(({ inHead, path }) => (inHead && path !== null ? [path] : [])))];
  const shown = paths.slice(0, 3).join(', ') + (paths.length > 3 ? ` and ${paths.length - 3} more files` : '');
  return [
    `Rotate it first. ${remediation || 'Issue a new value where it is managed, and revoke this one.'}`,
    `Look through the provider’s log for uses${since} that were not yours.`,
    ...(remotes.length > 0
      ? [`It was pushed to ${remotes.join(', ')}: everyone who fetched from there may have it, forks and caches too.`]
      : []),
    ...(state === 'present' && paths.length > 0 ? [`Take it out of ${shown}, and read it at run time instead.`] : []),
    ...(state === 'past'
      ? ['HEAD is clean of it, yet every clone of the history holds it: rotating is what counts.']
      : []),
    'Only then, if it matters, rewrite the history; it helps against nobody who has a copy.',
    `Write down that it is done: gitmoat allow ${fingerprint.slice(0, 12)} --reason "rotated"`,
  ];
}

/** Names of the remotes whose branches reach the secret: whoever has them has it. */
export function remotesOf(finding: PageFinding, { refSets }: PageData): string[] {
  const refs = refSets[finding.refs] ?? [];
  return [...new Set(refs.flatMap((ref) => /^refs\/remotes\/([^/]+)\//.exec(ref)?.[1] ?? []))];
}
