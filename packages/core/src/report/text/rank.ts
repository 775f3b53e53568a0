/**
 * Worst first, for people with ten lines of patience. Reports for programs keep the fixed order; here what must be
 * rotated stands before what must be looked at, what git has before what can still be kept out, and a real place before tests, documentation and other people's code.
 */
import { type Confidence, confidences, type Severity, severities } from '../../rules/rule.ts';
import type { Finding } from '../../scan/finding.ts';
import { isUncommitted } from '../committed.ts';
import { tierOf } from '../gate.ts';

const tiers = ['rotate', 'likely', 'low'];
const sideFolder =
  /(?:^|[/_.-])(?:tests?|specs?|__tests__|e2e|fixtures?|mocks?|testdata|samples?|examples?|demos?|docs?|vendor|node_modules|third[_-]?party|benchmarks?|snapshots?)(?:[/_.-]|$)/i;

export function rankFindings(findings: readonly Finding[]): Finding[] {
  const keyed = findings.map((finding, index) => ({ finding, key: [...keyOf(finding), index] }));
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  return keyed.map(({ finding }) => finding);
}

function keyOf(finding: Finding): number[] {
  const aside = finding.occurrences.every(({ path }) => path !== null && sideFolder.test(path));
  return [
    finding.suppressed === null ? 0 : 1,
    tiers.indexOf(tierOf(finding)),
    isUncommitted(finding) ? 1 : 0,
    aside ? 1 : 0,
    severities.indexOf(finding.severity satisfies Severity),
    confidences.indexOf(finding.confidence satisfies Confidence),
    finding.inHead ? 0 : 1,
  ];
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return 0;
}
