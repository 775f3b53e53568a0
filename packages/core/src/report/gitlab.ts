/**
 * `gitlab`: GitLab's secret detection report (schema 15.0 and later), one vulnerability a place. It has no room for
 * hygiene findings; `codequality` lists everything for merge requests and needs no paid tier.
 * https://docs.gitlab.com/user/application_security/secret_detection/
 */
import type { Severity } from '../rules/rule.ts';
import type { ScanResult } from '../scan/result.ts';
import { escapeControls, toSafeJson } from './escape.ts';
import { isListed } from './gate.ts';
import { markdownText } from './markdown.ts';
import type { ReportOptions } from './options.ts';
import { type IdentifiedPlace, identifiedPlaces, pathLike } from './places.ts';
import { webAddress } from './web-address.ts';
import { cut, detailOf } from './worst-first.ts';

/** The oldest version with this shape; GitLab takes all later 15.x as well. */
const schemaVersion = '15.0.0';
const longestName = 255;
const longestSolution = 7_000;
/** What GitLab's own analyzer writes where there is no commit. */
const noCommit = '0000000';

const severityNames = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low', info: 'Info' } as const;

export function* reportGitlab(result: ScanResult, options: ReportOptions): Iterable<string> {
  const listed = result.findings.filter((finding) => isListed(finding, options));
  const secrets = listed.filter(({ kind }) => kind !== 'hygiene');
  const left = listed.length - secrets.length;
  const { coverage, notes, tool } = result;
  const program = { id: tool.name, name: tool.name, version: tool.version, vendor: { name: tool.name } };
  const unread = coverage.blobs.skipped.filter((skipped) => skipped.unread);
  const messages = [
    ...unread.map(({ count, reason }) => ({ level: 'warn', value: `not read: ${count} ${reason}` })),
    ...notes.map((value) => ({ level: 'info', value })),
    ...(left > 0 ? [{ level: 'info', value: `${left} hygiene findings: --format codequality lists them` }] : []),
  ];
  const end = Date.parse(options.madeAt);
  const scan = {
    type: 'secret_detection',
    status: coverage.complete ? 'success' : 'failure',
    start_time: seconds(end - coverage.seconds * 1000),
    end_time: seconds(end),
    analyzer: program,
    scanner: program,
    messages,
  };
  yield `{\n"version": "${schemaVersion}",\n"scan": ${toSafeJson(scan)},\n"vulnerabilities": [`;
  let separator = '\n';
  for (const place of identifiedPlaces(secrets, options.showSuppressed)) {
    yield separator + toSafeJson(vulnerability(place, options));
    separator = ',\n';
  }
  yield '\n]\n}\n';
}

function vulnerability({ finding, place, id }: IdentifiedPlace, options: ReportOptions): object {
  const { fingerprint, title, severity } = finding;
  const text = options.ruleText(place.rule);
  const { commit, suppressed } = place;
  const links = (text?.references ?? []).flatMap((reference) => webAddress(reference) ?? []).map((url) => ({ url }));
  return {
    // Shaped like a UUID, which the schema recommends.
    id: id.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5'),
    name: cut(escapeControls(title), longestName),
    description: markdownText([text?.description, detailOf(finding)].filter(Boolean).join(' ')),
    severity: severityNames[severity satisfies Severity],
    ...(text === null || text.remediation === ''
      ? {}
      : { solution: cut(escapeControls(text.remediation), longestSolution) }),
    identifiers: [
      { type: 'gitmoat_rule', name: `gitmoat rule ${place.rule}`, value: place.rule },
      { type: 'gitmoat_fingerprint', name: `gitmoat fingerprint ${fingerprint}`, value: fingerprint },
    ],
    ...(links.length > 0 ? { links } : {}),
    ...(suppressed === null ? {} : { flags: [flag(suppressed)] }),
    location: {
      file: pathLike(place),
      start_line: place.line,
      end_line: place.endLine,
      commit:
        commit === null
          ? { sha: noCommit }
          : { sha: commit.oid, author: commit.author, date: commit.date, message: commit.subject },
    },
    raw_source_code_extract: finding.secret,
  };
}

function flag({ by, reason }: { by: string; reason: string }): object {
  const description = [by, reason].filter(Boolean).join(': ');
  return { type: 'flagged-as-likely-false-positive', origin: 'gitmoat', description };
}

/** `2020-01-28T03:26:02`, UTC. */
function seconds(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}

/** CodeClimate's scale. */
const codeQuality = { critical: 'blocker', high: 'critical', medium: 'major', low: 'minor', info: 'info' } as const;

/** `codequality`: GitLab's code quality report, shown in every tier. https://docs.gitlab.com/ci/testing/code_quality/ */
export function* reportCodeQuality(result: ScanResult, options: ReportOptions): Iterable<string> {
  yield '[';
  let separator = '\n';
  const listed = result.findings.filter((finding) => isListed(finding, options));
  for (const { finding, place, id } of identifiedPlaces(listed, options.showSuppressed)) {
    const entry = {
      description: escapeControls(`${finding.title}: ${detailOf(finding)}`),
      check_name: place.rule,
      fingerprint: id,
      severity: codeQuality[finding.severity],
      location: { path: pathLike(place), lines: { begin: place.line, end: place.endLine } },
    };
    yield separator + toSafeJson(entry);
    separator = ',\n';
  }
  yield '\n]\n';
}
