/**
 * `json`: one document, one entry a secret, its places under `occurrences`. `jsonl`: one line a place.
 * Other programs rely on this shape (packages/core/DESIGN.md); members are added, never renamed.
 */
import type { Finding } from '../scan/finding.ts';
import type { ScanResult } from '../scan/result.ts';
import { toSafeJson } from './escape.ts';
import { isListed } from './gate.ts';
import type { ReportOptions } from './options.ts';
import { summarise } from './summary.ts';

export const jsonSchemaVersion = 1;

export function* reportJson(result: ScanResult, options: ReportOptions): Iterable<string> {
  const { coverage, tool } = result;
  yield `{\n  "schemaVersion": ${jsonSchemaVersion},\n`;
  yield `  "tool": ${toSafeJson(tool)},\n  "target": ${toSafeJson(result.target)},\n`;
  if (result.change !== undefined) yield `  "change": ${toSafeJson(result.change)},\n`;
  yield `  "coverage": ${toSafeJson(coverage)},\n  "findings": [`;
  let separator = '\n    ';
  for (const finding of result.findings) {
    if (!isListed(finding, options)) continue;
    yield separator + toSafeJson(findingToJson(finding, options.showSecrets));
    separator = ',\n    ';
  }
  yield separator === '\n    ' ? '],\n' : '\n  ],\n';
  yield `  "summary": ${toSafeJson(summarise(result.findings, options.minConfidence))},\n`;
  yield `  "notes": ${toSafeJson(result.notes)}\n}\n`;
}

export function* reportJsonl(result: ScanResult, options: ReportOptions): Iterable<string> {
  for (const finding of result.findings) {
    if (!isListed(finding, options)) continue;
    const { occurrences, absorbed: _absorbed, raw: _raw, pathBytes: _path, ...shared } = finding;
    for (const occurrence of occurrences) {
      if (occurrence.suppressed !== null && !options.showSuppressed) continue;
      const { part, ...place } = occurrence;
      yield `${toSafeJson({ ...shared, ...place, secret: shownSecret(part ?? finding, options.showSecrets) })}\n`;
    }
  }
}

function findingToJson(finding: Finding, showSecrets: boolean): object {
  const { raw: _, fingerprint, absorbed, rule, provider, severity, confidence, title, ...rest } = finding;
  const head = { fingerprint, absorbed, rule, provider, severity, confidence, title };
  const occurrences = finding.occurrences.map((place) =>
    place.part === undefined ? place : { ...place, part: { secret: shownSecret(place.part, showSecrets) } },
  );
  return { ...head, ...rest, occurrences, secret: shownSecret(finding, showSecrets) };
}

function shownSecret(finding: Pick<Finding, 'raw' | 'secret'>, showSecrets: boolean): string {
  return showSecrets && finding.raw !== undefined ? finding.raw : finding.secret;
}
