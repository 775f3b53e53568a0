/**
 * SARIF 2.1.0 for code-scanning services. Stable rule ids, paths and partial fingerprints, no snippet, no raw secret,
 * no author in a fingerprint, no code flow (a secret has none). Within the limits of GitHub, which refuses a whole file
 * for one number too many: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
import type { Finding, Occurrence } from '../scan/finding.ts';
import type { ScanResult } from '../scan/result.ts';
import { isGone } from './committed.ts';
import { toSafeJson } from './escape.ts';
import { isListed } from './gate.ts';
import type { ReportOptions } from './options.ts';
import { toUri } from './places.ts';
import { sarifRule } from './sarif-rule.ts';
import { levels } from './worst-first.ts';

const maxResults = 25_000;
/** Shown a result; a thousand are the limit. */
const maxLocations = 100;
/** In all: keeps the largest report below 10 MB once it is compressed. */
const locationBudget = 100_000;

export function* reportSarif(result: ScanResult, options: ReportOptions): Iterable<string> {
  // Suppressed findings always go in: SARIF has a place for them, and services then close their alerts by themselves.
  const listed = result.findings.filter((finding) => isListed(finding, { ...options, showSuppressed: true }));
  const kept = listed.slice(0, maxResults);
  const examples = new Map<string, Finding>();
  for (const finding of kept) if (!examples.has(finding.rule)) examples.set(finding.rule, finding);
  const ids = [...examples.keys()].sort();
  const indices = new Map(ids.map((id, index) => [id, index]));
  const { coverage, tool } = result;
  const driver = {
    name: tool.name,
    version: tool.version,
    semanticVersion: tool.version,
    properties: { ruleset: tool.ruleset },
    rules: ids.map((id) => sarifRule(examples.get(id)!, options)),
  };
  const run = { coverage, notes: result.notes, resultsLeftOut: listed.length - kept.length };
  // One category a kind of scan: a nightly scan of everything must not close the alerts of a pull request's range.
  const automation = { id: `gitmoat/${coverage.source}/` };
  yield '{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n';
  yield `"tool": ${toSafeJson({ driver })},\n"columnKind": "utf16CodeUnits",\n`;
  yield `"automationDetails": ${toSafeJson(automation)},\n`;
  yield `"originalUriBaseIds": {"SRCROOT": {"description": {"text": "The repository's root"}}},\n`;
  yield `"invocations": ${toSafeJson([invocation(result)])},\n`;
  yield `"properties": ${toSafeJson(run)},\n`;
  yield '"results": [';
  const locations = Math.max(1, Math.min(maxLocations, Math.floor(locationBudget / Math.max(1, kept.length))));
  let separator = '\n';
  for (const finding of kept) {
    yield separator + toSafeJson(sarifResult(finding, indices.get(finding.rule)!, locations));
    separator = ',\n';
  }
  yield '\n]}]}\n';
}

function invocation({ coverage }: ScanResult): object {
  const unread = coverage.blobs.skipped.filter((skipped) => skipped.unread);
  const notifications = unread.map(({ count, reason }) => ({
    level: 'warning',
    message: { text: sarifText(`not read: ${count} ${reason}`) },
  }));
  return {
    executionSuccessful: coverage.complete,
    ...(notifications.length > 0 ? { toolExecutionNotifications: notifications } : {}),
  };
}

function sarifResult(finding: Finding, ruleIndex: number, locations: number): object {
  const { suppressed, fingerprint } = finding;
  const places = finding.occurrences.length;
  const more = places > 1 ? `, ${places} places` : '';
  const gone = isGone(finding) ? ' (not in HEAD)' : '';
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: sarifText(`${finding.title}: ${finding.secret}${gone}${more}`) },
    locations: finding.occurrences.slice(0, locations).map(sarifLocation),
    // GitHub compares primaryLocationLineHash and nothing else; without it the secret would be a new alert on each move.
    partialFingerprints: { 'gitmoatFingerprint/v1': fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
    ...(suppressed === null
      ? {}
      : {
          suppressions: [
            {
              kind: suppressed.by === 'inline' ? 'inSource' : 'external',
              status: 'accepted',
              justification: suppressed.reason || suppressed.by,
            },
          ],
        }),
    properties: {
      confidence: finding.confidence,
      severity: finding.severity,
      inHead: finding.inHead,
      held: finding.held,
      places,
      facts: finding.facts,
    },
  };
}

function sarifLocation(place: Occurrence): object {
  const commit = place.commit === null ? {} : { properties: { commit: place.commit.oid, where: place.where } };
  // Messages and notes have no file, but GitHub refuses the whole upload where a result has no physical location.
  const base = place.path === null ? {} : { uriBaseId: 'SRCROOT' };
  const object = place.path === null ? { logicalLocations: [{ name: place.where, kind: 'object' }] } : {};
  return {
    ...object,
    physicalLocation: {
      artifactLocation: { uri: toUri(place), ...base },
      region: {
        startLine: place.line,
        startColumn: place.column,
        endLine: place.endLine,
        endColumn: place.endColumn,
      },
    },
    ...commit,
  };
}

/** `[x](y)` in a message is a link to a location (SARIF 3.11.6): never one of ours. */
function sarifText(text: string): string {
  return text.replaceAll('](', '] (');
}
