/** Hand-made results: reporters are pure, so no repository is needed to test them. */
import type { CommitInfo, Finding, Occurrence } from '../../../packages/core/src/scan/finding.ts';
import type { ScanResult } from '../../../packages/core/src/scan/result.ts';

export const commit = (day: string, subject = 'Add settings'): CommitInfo => ({
  oid: day.replaceAll('-', '').padEnd(40, 'a'),
  author: 'Ada Example',
  email: 'ada@example.com',
  date: `${day}T10:00:00+00:00`,
  subject,
});

export function makeOccurrence(over: Partial<Occurrence> = {}): Occurrence {
  return {
    where: 'tree',
    path: 'src/settings.ts',
    line: 12,
    column: 9,
    endLine: 12,
    endColumn: 29,
    blob: 'b'.repeat(40),
    commit: commit('2024-01-02'),
    rule: 'generic-password',
    inHead: true,
    suppressed: null,
    ...over,
  };
}

export function makeFinding(over: Partial<Finding> = {}): Finding {
  const place = makeOccurrence({
    ...(over.path === undefined ? {} : { path: over.path }),
    ...(over.rule === undefined ? {} : { rule: over.rule }),
    suppressed: over.suppressed ?? null,
  });
  return {
    fingerprint: '0123456789abcdef0123',
    absorbed: [],
    rule: 'generic-password',
    provider: 'generic',
    severity: 'high',
    confidence: 'medium',
    title: 'Password in an assignment',
    secret: '… (14)',
    where: place.where,
    held: 'branch',
    path: place.path,
    line: place.line,
    column: place.column,
    endLine: place.endLine,
    endColumn: place.endColumn,
    blob: place.blob,
    commit: place.commit,
    inHead: true,
    refs: ['refs/heads/main', 'refs/remotes/origin/main'],
    refCount: 2,
    occurrences: [place],
    facts: {},
    verified: null,
    suppressed: null,
    ...over,
  };
}

export function makeResult(findings: readonly Finding[], over: Partial<ScanResult> = {}): ScanResult {
  return {
    tool: { name: 'gitmoat', version: '0.1.0', ruleset: 'feed' },
    coverage: {
      source: 'audit',
      blobs: { total: 1234, scanned: 1234, skipped: [] },
      bytes: { scanned: 8_123_456 },
      commits: 321,
      shallow: false,
      complete: true,
      seconds: 2.04,
      engine: 'full',
    },
    findings,
    notes: [],
    target: '.',
    ...over,
  };
}
