/** Scans of test repositories with a small rule set, so that a change of the shipped rules does not change these tests. */

import { openRepository } from '../../packages/core/src/git/repository.ts';
import { compileRules } from '../../packages/core/src/rules/compile.ts';
import type { Ruleset } from '../../packages/core/src/rules/ruleset.ts';
import type { Finding } from '../../packages/core/src/scan/finding.ts';
import type { ScanResult } from '../../packages/core/src/scan/result.ts';
import { type ScanOptions, scan, scanHistory } from '../../packages/core/src/scan/scan.ts';
import { rangeSource } from '../../packages/core/src/sources/range.ts';
import type { Skipped } from '../../packages/core/src/sources/source.ts';
import { stagedSource } from '../../packages/core/src/sources/staged.ts';

const rules = `
provider: github
name: GitHub
references: [https://example.com/]
remediation: Revoke it.
rules:
  - id: github-pat
    name: GitHub token
    description: A token.
    severity: critical
    anchors: [ghp_]
    pattern: 'ghp_[A-Za-z0-9]{36}'
    checks: [{ check: crc32-base62 }]
    binary: true
    examples: ['ghp_<<alnum:30>><<sum:crc32-base62>>']
    counterexamples: ['ghp_<<alnum:10>>']
`;

export const testRuleset: Ruleset = compileRules([{ name: 'github.yaml', text: rules }]).ruleset;

export const testOptions: Omit<ScanOptions, 'repo'> = {
  ruleset: testRuleset,
  target: 'test',
  version: '0',
  showSecrets: true,
};

export async function historyOf(path: string, options: Partial<ScanOptions> = {}): Promise<ScanResult> {
  return scanHistory(await openRepository(path), { ...testOptions, ...options });
}

export async function stagedIn(path: string, options: Partial<ScanOptions> = {}): Promise<ScanResult> {
  const repo = await openRepository(path, { inherit: true });
  return scan(stagedSource(repo), { ...testOptions, ...options, repo });
}

export async function rangeIn(path: string, base: string, head: string): Promise<ScanResult> {
  const repo = await openRepository(path);
  return scan(await rangeSource(repo, base, head), { ...testOptions, repo });
}

/** The finding of one secret; undefined where it was not found. */
export function findingOf(result: ScanResult, secret: string): Finding | undefined {
  return result.findings.find(({ raw }) => raw === secret);
}

export function skippedFor(result: ScanResult, reason: string): Skipped | undefined {
  return result.coverage.blobs.skipped.find((entry) => entry.reason === reason);
}
