/**
 * `rdjsonl`: reviewdog's diagnostics, one line a place. Its columns count UTF-8 bytes where ours count UTF-16 units, so
 * they need the line itself; where it could not be read again the range names whole lines, which is never wrong.
 * https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
import type { ScanResult } from '../scan/result.ts';
import { escapeControls, toSafeJson } from './escape.ts';
import { isListed } from './gate.ts';
import type { ReportOptions } from './options.ts';
import { identifiedPlaces, pathLike } from './places.ts';
import { webAddress } from './web-address.ts';
import { detailOf, levels } from './worst-first.ts';

const names = { error: 'ERROR', warning: 'WARNING', note: 'INFO' } as const;

export function* reportRdjsonl(result: ScanResult, options: ReportOptions): Iterable<string> {
  const listed = result.findings.filter((finding) => isListed(finding, options));
  for (const { finding, place } of identifiedPlaces(listed, options.showSuppressed)) {
    const url = options.ruleText(place.rule)?.references.flatMap((reference) => webAddress(reference) ?? [])[0];
    const columns = options.excerpt(place)?.byteColumns ?? null;
    const range =
      columns === null
        ? { start: { line: place.line }, end: { line: place.endLine } }
        : {
            start: { line: place.line, column: columns.start },
            end: { line: place.endLine, column: columns.end },
          };
    const message = `${finding.title}: ${detailOf(finding)} (gitmoat explain ${finding.fingerprint.slice(0, 12)})`;
    yield `${toSafeJson({
      message: escapeControls(message),
      location: { path: pathLike(place), range },
      severity: names[levels[finding.severity]],
      source: { name: 'gitmoat' },
      code: { value: place.rule, ...(url === undefined ? {} : { url }) },
    })}\n`;
  }
}
