/** A made-up result of any size with every kind of finding; the same number gives the same result. */
import type { Finding } from '../../../packages/core/src/scan/finding.ts';
import type { ScanResult } from '../../../packages/core/src/scan/result.ts';
import { commit, makeFinding, makeOccurrence, makeResult } from './make-result.ts';

const severities = ['critical', 'high', 'high', 'medium', 'low', 'info'] as const;
const confidences = ['provable', 'high', 'medium'] as const;
const rules = ['aws-access-key-id', 'github-pat', 'stripe-secret-key', 'generic-password', 'private-key', 'dotenv'];
const folders = ['src/app', 'deploy/production', 'test/fixtures', 'docs', 'legacy/php/includes', ''];
const authors = ['Ada Example', 'Grace Example', 'Edsger Example', 'Barbara Example', 'Alan Example'];

export function manyFindings(count: number): ScanResult {
  const findings = Array.from({ length: count }, (_, i) => findingAt(i));
  const order = (finding: Finding) => severities.indexOf(finding.severity as (typeof severities)[number]);
  findings.sort((a, b) => order(a) - order(b));
  const skipped = [
    { reason: 'LFS content', unread: false, count: 3, names: ['a.bin', 'b.bin', 'c.bin'] },
    { reason: 'images', unread: false, count: 120, names: ['logo.png'] },
  ];
  const base = makeResult(findings, {
    notes: ['gitleaks is set up here, which gitmoat does not apply'],
    target: 'team/app',
  });
  return { ...base, coverage: { ...base.coverage, blobs: { total: 40_123, scanned: 40_000, skipped } } };
}

function findingAt(i: number): Finding {
  const day = new Date(Date.UTC(2015, 0, 1) + ((i * 7919) % 4_000) * 86_400_000).toISOString().slice(0, 10);
  const first = { ...commit(day, `Change number ${i % 900}`), author: authors[i % 5]! };
  const folder = folders[i % 6]!;
  const path = `${folder === '' ? '' : `${folder}/`}file-${i % 1_000}.ts`;
  const inHead = i % 3 !== 0;
  const hygiene = i % 17 === 5;
  const place = makeOccurrence({ path, commit: hygiene ? null : first, inHead, line: (i % 300) + 1 });
  const places = Array.from({ length: (i % 4) + 1 }, (_, j) => ({
    ...place,
    path: `${path}${j === 0 ? '' : `.${j}`}`,
  }));
  return makeFinding({
    ...(hygiene ? { kind: 'hygiene' as const } : {}),
    fingerprint: (i + 1).toString(16).padStart(20, '0'),
    rule: rules[i % 6]!,
    provider: rules[i % 6]!.split('-')[0]!,
    severity: severities[i % 6]!,
    confidence: confidences[i % 3]!,
    title: `Finding ${i} of a made-up kind`,
    secret: `abcd…${(i % 90) + 10}`,
    path,
    line: place.line,
    commit: place.commit,
    inHead,
    occurrences: places,
    suppressed: i % 23 === 7 ? { by: 'baseline', reason: 'old', where: '.gitmoat-baseline:1' } : null,
  });
}
