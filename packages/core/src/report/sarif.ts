/**
 * SARIF 2.1.0 for code-scanning services. Stable rule ids, paths and partial fingerprints, no snippet, no raw secret,
 * no author in a fingerprint. GitHub keeps 100 locations a result and 25,000 results a run; the worst come first.
 */
import type { Severity } from '../rules/rule.ts';
import type { Finding, Occurrence } from '../scan/finding.ts';
import type { ScanResult } from '../scan/result.ts';
import { toSafeJson } from './escape.ts';
import { isListed } from './gate.ts';
import type { ReportOptions } from './options.ts';

const maxResults = 25_000;
const maxLocations = 100;

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const;
/** GitHub's bands: above 9 critical, 7 high, 4 medium, below low. */
const scores: Record<Severity, string> = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', info: '1.0' };

export function* reportSarif(result: ScanResult, options: ReportOptions): Iterable<string> {
  // Suppressed findings always go in: SARIF has a place for them, and services then close their alerts by themselves.
  const listed = result.findings.filter((finding) => isListed(finding, { ...options, showSuppressed: true }));
  const kept = listed.slice(0, maxResults);
  const ids = [...new Set(kept.map((finding) => finding.rule))].sort();
  const driver = {
    name: result.tool.name,
    semanticVersion: result.tool.version,
    properties: { ruleset: result.tool.ruleset },
    rules: ids.map((id) => sarifRule(id, kept, options)),
  };
  const { coverage } = result;
  yield '{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n';
  yield `"tool": ${toSafeJson({ driver })},\n"columnKind": "utf16CodeUnits",\n`;
  yield `"originalUriBaseIds": {"SRCROOT": {"description": {"text": "The repository's root"}}},\n`;
  yield `"invocations": ${toSafeJson([{ executionSuccessful: coverage.complete }])},\n`;
  yield `"properties": ${toSafeJson({ coverage, notes: result.notes, resultsLeftOut: listed.length - kept.length })},\n`;
  yield '"results": [';
  let separator = '\n';
  for (const finding of kept) {
    yield separator + toSafeJson(sarifResult(finding, ids));
    separator = ',\n';
  }
  yield '\n]}]}\n';
}

function sarifRule(id: string, findings: readonly Finding[], options: ReportOptions): object {
  const text = options.ruleText(id);
  const example = findings.find((finding) => finding.rule === id);
  const severity = example?.severity ?? 'medium';
  const help = [text?.description, text?.remediation, ...(text?.references ?? [])].filter(Boolean).join('\n\n');
  const uri = text?.references[0];
  return {
    id,
    name: id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: text?.name ?? example?.title ?? id },
    fullDescription: { text: text?.description || (example?.title ?? id) },
    ...(help === '' ? {} : { help: { text: help } }),
    ...(uri === undefined ? {} : { helpUri: uri }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['security', example?.kind ?? 'secret'], 'security-severity': scores[severity] },
  };
}

function sarifResult(finding: Finding, ids: readonly string[]): object {
  const { suppressed } = finding;
  const places = finding.occurrences.length;
  const more = places > 1 ? `, ${places} places` : '';
  return {
    ruleId: finding.rule,
    ruleIndex: ids.indexOf(finding.rule),
    level: levels[finding.severity],
    message: { text: `${finding.title}: ${finding.secret}${finding.inHead ? '' : ' (not in HEAD)'}${more}` },
    locations: finding.occurrences.slice(0, maxLocations).map(sarifLocation),
    partialFingerprints: { 'gitmoatFingerprint/v1': finding.fingerprint },
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
  // Messages and notes have no file: a logical location names the object instead.
  if (place.path === null) return { logicalLocations: [{ name: place.where, kind: 'object' }], ...commit };
  return {
    physicalLocation: {
      artifactLocation: { uri: toUri(place.path, place.pathBytes), uriBaseId: 'SRCROOT' },
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

/** A relative URI; bytes that are not UTF-8 are percent-encoded as they are. */
function toUri(path: string, pathBytes: string | undefined): string {
  const bytes = pathBytes === undefined ? Buffer.from(path) : Buffer.from(pathBytes, 'base64');
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9._~/-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}
