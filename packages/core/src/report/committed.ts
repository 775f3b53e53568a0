/** Whether git has a finding's secret already: what decides between rotating it and keeping it out. */
import type { Finding } from '../scan/finding.ts';

/** History holds it, HEAD does not. What is only staged or on disk is not in HEAD either, and yet not history. */
export function isGone({ inHead, where, kind, commit }: Finding): boolean {
  if (kind === 'hygiene' || inHead) return false;
  return commit !== null || (where !== 'index' && where !== 'worktree' && where !== 'stdin');
}

/** No commit that was looked at holds it: it is staged or on disk. A scan of files alone looks at HEAD, no further. */
export function isUncommitted(finding: Finding): boolean {
  return finding.kind !== 'hygiene' && !finding.inHead && !isGone(finding) && finding.where !== 'stdin';
}
