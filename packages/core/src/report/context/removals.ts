/**
 * When a secret left HEAD's history: the newest commit there that replaces or deletes a file which held it by one that
 * does not. One more walk, so only for reports that draw a timeline, and only where something is gone.
 */
import { isZero, rawChange, readLog } from '../../git/log.ts';
import type { Repository } from '../../git/repository.ts';
import type { Finding } from '../../scan/finding.ts';
import { isGone } from '../committed.ts';
import type { Removal } from '../options.ts';

export async function readRemovals(
  repo: Repository,
  findings: readonly Finding[],
): Promise<(finding: Finding) => Removal | null> {
  const holders = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!isGone(finding)) continue;
    for (const { blob, path } of finding.occurrences) {
      if (blob === null || path === null) continue;
      const same = holders.get(blob);
      if (same === undefined) holders.set(blob, [finding]);
      else if (same.at(-1) !== finding) same.push(finding);
    }
  }
  const removed = new Map<Finding, Removal>();
  if (holders.size === 0 || repo.head === null) return () => null;
  let commit: Removal = { oid: '', date: '' };
  try {
    await readLog(repo, [repo.head], {
      commit(oid, time) {
        commit = { oid, date: new Date(time * 1000).toISOString() };
      },
      change(raw) {
        const { old, oid } = rawChange(raw);
        for (const before of old) {
          if (isZero(before)) continue;
          for (const finding of holders.get(before) ?? []) {
            // The log begins with the newest.
            if (!removed.has(finding) && holders.get(oid)?.includes(finding) !== true) removed.set(finding, commit);
          }
        }
      },
    });
  } catch {
    // A treeless clone: what the walk reached is right, the rest stays unknown.
  }
  return (finding) => removed.get(finding) ?? null;
}
