/**
 * `junit`: findings as failed tests, one suite a rule, for CI systems that show nothing else. What was not read is an
 * error of its own suite, so that an incomplete scan is never all green. Follows the xunit plug-in's junit-10.xsd.
 */
import type { Finding } from '../scan/finding.ts';
import type { ScanResult } from '../scan/result.ts';
import { escapeControls } from './escape.ts';
import { isListed } from './gate.ts';
import type { ReportOptions } from './options.ts';
import { pathLike } from './places.ts';
import { detailOf } from './worst-first.ts';

export function* reportJunit(result: ScanResult, options: ReportOptions): Iterable<string> {
  const suites = new Map<string, Finding[]>();
  for (const finding of result.findings) {
    if (!isListed(finding, options)) continue;
    suites.set(finding.rule, [...(suites.get(finding.rule) ?? []), finding]);
  }
  const listed = [...suites.values()].flat();
  const failures = listed.filter(({ suppressed }) => suppressed === null).length;
  const unread = result.coverage.blobs.skipped.filter((skipped) => skipped.unread);
  const errors = result.coverage.complete ? 0 : 1;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n`;
  yield `<testsuites name="gitmoat" tests="${listed.length + 1}" failures="${failures}" errors="${errors}">\n`;
  yield `<testsuite name="coverage" tests="1" failures="0" errors="${errors}">\n`;
  yield '<testcase classname="coverage" name="everything was read">';
  if (errors > 0) {
    const reasons = unread.map(({ count, reason }) => `${count} ${reason}`).join(', ');
    yield `<error type="unread" message="${xmlText(reasons || 'the scan is incomplete')}"/>`;
  }
  yield '</testcase>\n';
  if (result.notes.length > 0) yield `<system-out>${result.notes.map(xmlText).join('\n')}</system-out>\n`;
  yield '</testsuite>\n';
  for (const [rule, findings] of suites) yield* suiteOf(rule, findings, options);
  yield '</testsuites>\n';
}

function* suiteOf(rule: string, findings: readonly Finding[], options: ReportOptions): Iterable<string> {
  const failures = findings.filter(({ suppressed }) => suppressed === null).length;
  const counts = `tests="${findings.length}" failures="${failures}" errors="0" skipped="${findings.length - failures}"`;
  yield `<testsuite name="${xmlText(rule)}" ${counts}>\n`;
  const remediation = options.ruleText(rule)?.remediation ?? '';
  for (const finding of findings) {
    const { fingerprint, title, severity, occurrences, suppressed } = finding;
    const places = occurrences.map((place) => `${pathLike(place)}:${place.line}:${place.column}`);
    const name = `${title} ${fingerprint.slice(0, 12)}`;
    yield `<testcase classname="${xmlText(rule)}" name="${xmlText(name)}">`;
    if (suppressed !== null) {
      yield `<skipped message="${xmlText(`suppressed by ${suppressed.by}: ${suppressed.reason}`)}"/>`;
    } else {
      const message = `${places[0] ?? ''} ${detailOf(finding)}`;
      const body = [...places, remediation].filter(Boolean).map(xmlText).join('\n');
      yield `<failure type="${severity}" message="${xmlText(message)}">${body}</failure>`;
    }
    yield '</testcase>\n';
  }
  yield '</testsuite>\n';
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text or attribute value. Half surrogate pairs and U+FFFE, U+FFFF are no XML characters, escaped or not. */
export function xmlText(text: string): string {
  return escapeControls(text)
    .replace(/[&<>"']/g, (character) => entities[character]!)
    .replace(/\p{Cs}|[\ufffe\uffff]/gu, '\ufffd');
}
