/** What to do about one finding, in order; each becomes a check box. Sentences and commands, no markup. Pure. */
import type { PageData, PageFinding } from '../data.ts';

export interface Step {
  readonly text: string;
  /** Below it, in order; one that begins with `$ ` is a command. */
  readonly lines: readonly string[];
  /** Pages of the web that belong to it. */
  readonly pages: readonly string[];
}

export function stepsFor(finding: PageFinding, data: PageData): Step[] {
  const { state, first, fingerprint, hygiene, places } = finding;
  const rule = data.rules[finding.rule];
  const remediation = rule?.remediation ?? '';
  if (hygiene) return [step(remediation || 'Mend it.'), step('Look again.', ['$ gitmoat check'])];
  const advice = rule?.advice ?? null;
  const short = fingerprint.slice(0, 12);
  const commit = first === null ? null : (data.commits[first] ?? null);
  const since = commit === null ? '' : ` since ${commit.date.slice(0, 10)}`;
  const remotes = remotesOf(finding, data);
  const paths = [...new Set(places.flatMap(({ inHead, path }) => (inHead && path !== null ? [path] : [])))];
  const shown = paths.slice(0, 3).join(', ') + (paths.length > 3 ? ` and ${paths.length - 3} more files` : '');
  const rotate = remediation || 'Issue a new value where it is managed, and revoke this one.';
  const pushed = `It was pushed to ${remotes.join(', ')}: whoever fetched from there may have it, forks and caches too.`;
  return [
    advice === null ? step(`Rotate it first. ${rotate}`) : step('Rotate it first.', advice.rotate, [advice.page]),
    step(`Look for uses${since} that were not yours.`, advice?.used ?? []),
    ...(remotes.length > 0 ? [step(pushed)] : []),
    ...(state === 'present' && paths.length > 0 ? [step(`Take it out of ${shown}, and read it at run time.`)] : []),
    ...(state === 'past' ? [step('HEAD is clean of it, yet every clone of the history holds it.')] : []),
    step('See who may have it, how to replace it, and what a rewrite would do.', [`$ gitmoat remediate ${short}`]),
    step('Write down that it is rotated.', [`$ gitmoat allow ${short} --rotated`]),
  ];
}

function step(text: string, lines: readonly string[] = [], pages: readonly string[] = []): Step {
  return { text, lines, pages: pages.filter(Boolean) };
}

/** Names of the remotes whose branches reach the secret: whoever has them has it. */
export function remotesOf(finding: PageFinding, { refSets }: PageData): string[] {
  const refs = refSets[finding.refs] ?? [];
  return [...new Set(refs.flatMap((ref) => /^refs\/remotes\/([^/]+)\//.exec(ref)?.[1] ?? []))];
}
