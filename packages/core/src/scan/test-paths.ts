/**
 * Where a secret stands says how bad it is: in test and example folders one step lower in severity and confidence, never below
 * medium, so that nothing is lost from a report; most secrets that turn up there were real once. What is proven stays as it is.
 * Decided by place, after detection: the detector knows no path.
 */
import type { Confidence, Severity } from '../rules/rule.ts';
import type { RawPath } from '../sources/source.ts';
import type { Located } from './located.ts';

const folder =
  /(?:^|[/!])(?:[\w.-]*[-_.])?(?:tests?|testing|testdata|testcases?|testsuite|specs?|e2e|fixtures?|mocks?|stubs?|examples?|samples?|demos?)(?:[-_.][\w.-]*)?\/|(?:^|[/!])__(?:tests|fixtures|mocks|snapshots)__\/|(?:^|[/!])[\w.-]*\.Tests?\//i;
/** Files that test runners look for, and example files. */
const file =
  /(?:[._-](?:test|tests|spec|example|sample)\.[a-z]{1,5}|_test\.go|(?:^|[/!])(?:test_[^/]*|conftest)\.py|[a-z](?:Test|Tests|Spec)\.[a-z]{1,6})$/;

const oneLower: Partial<Record<Severity, Severity>> = { critical: 'high', high: 'medium' };
const lessSure: Partial<Record<Confidence, Confidence>> = { high: 'medium' };

export function isTestPath(path: RawPath): boolean {
  return folder.test(path) || file.test(path);
}

/** The match as it counts at this path (null: a message). */
export function countedAt(located: Located, path: RawPath | null): Located {
  if (path === null || located.confidence === 'provable' || !isTestPath(path)) return located;
  const severity = oneLower[located.severity] ?? located.severity;
  const confidence = lessSure[located.confidence] ?? located.confidence;
  return severity === located.severity && confidence === located.confidence
    ? located
    : { ...located, severity, confidence };
}
