/** What a change says about its own findings, as sentences: each addition to the policy and what it silences. */
import { baselineName } from '../baseline/baseline.ts';
import { type Gate, isCounted } from '../report/gate.ts';
import type { Finding } from '../scan/finding.ts';
import type { ChangeFacts, PolicyNotice } from '../scan/result.ts';
import type { PolicyDifference } from './policy.ts';

const mark = ' (added by this change)';

/** Where an addition stands, so that what it suppresses can be told apart from what the base suppresses. */
export function addedHere(where: string): string {
  return where.endsWith(mark) ? where : where + mark;
}

export interface NoticeInput {
  readonly difference: PolicyDifference;
  readonly findings: readonly Finding[];
  /** Without and with what the head adds. */
  readonly gates: { readonly base: Gate; readonly head: Gate };
  /** The head switches to `mode: observe`. */
  readonly observes: boolean;
  readonly baseOnly: boolean;
  /** Makes text of the repository safe to print. */
  readonly clean: (text: string) => string;
}

export function noticesOf(input: NoticeInput): Pick<ChangeFacts, 'notices' | 'silenced'> {
  const { difference, findings, gates, baseOnly, clean } = input;
  // What the base's policy alone would have reported.
  const hidden = findings.filter((finding) => finding.suppressed !== null && isCounted(opened(finding), gates.base));
  const silenced = hidden.filter(isSilencedHere);
  const below = findings.filter(
    (finding) => isCounted(finding, gates.base) && (input.observes || !isCounted(finding, gates.head)),
  );
  const by = (where: string) =>
    silenced.filter(({ occurrences }) => occurrences.some(({ suppressed }) => suppressed?.where === addedHere(where)));
  const notices: PolicyNotice[] = difference.additions.map(({ text, where, entries }) => ({
    text: clean(text),
    ...placeOf(where),
    silences: entries.length > 0 ? by(where).length : below.length,
  }));
  const accepted = difference.baseline.length;
  if (accepted > 0) {
    const text = `${accepted} ${accepted === 1 ? 'finding is' : 'findings are'} accepted in ${baselineName}`;
    notices.push({ text, path: baselineName, line: null, silences: by(baselineName).length });
  }
  for (const finding of silenced) {
    const comment = commentOf(finding);
    if (!comment) continue;
    const text = `${finding.title} is allowed by a comment beside it (${comment.reason})`;
    notices.push({ text: clean(text), ...placeOf(comment.where), silences: 1 });
  }
  return { notices, silenced: baseOnly ? 0 : silenced.length + below.length };
}

/** For people, first in every report. Empty where the change adds nothing. */
export function noticeLines({ notices, silenced }: ChangeFacts, baseOnly: boolean): string[] {
  if (notices.length === 0) return [];
  const head = baseOnly
    ? 'this change adds to the policy, which does not hold here (policy: base):'
    : `this change silences ${silenced} ${silenced === 1 ? 'finding' : 'findings'}:`;
  const lines = notices.map(({ text, path, line, silences }) => {
    const place = path === null ? '' : ` (${path}${line === null ? '' : `:${line}`})`;
    const count = baseOnly || notices.length === 1 ? '' : `, silences ${silences}`;
    return `${text}${place}${count}`;
  });
  return lines.length === 1 ? [`${head} ${lines[0]}`] : [head, ...lines.map((line) => `- ${line}`)];
}

/** A secret that left the files again is in the commits: one line about all of them. */
export function publishedLines(findings: readonly Finding[], gate: Gate): string[] {
  const gone = findings.filter((one) => one.where === 'tree' && !one.inHead && isCounted(one, gate));
  const secrets = gone.filter(({ kind }) => kind !== 'hygiene');
  if (secrets.length === 0) return [];
  const [first] = secrets;
  const what = secrets.length === 1 ? '1 secret is' : `${secrets.length} secrets are`;
  const clear = `gitmoat allow ${first!.fingerprint.slice(0, 12)} --rotated`;
  return [`${what} no longer in the files but published in the commits: rotate, then \`${clear}\``];
}

/** Two additions of one line (a list on one line) share what they silence. */
function placeOf(where: string): Pick<PolicyNotice, 'path' | 'line'> {
  const [, path = where, line] = /^(.*):(\d+)$/.exec(where) ?? [];
  return { path, line: line === undefined ? null : Number(line) };
}

function isSilencedHere({ occurrences }: Finding): boolean {
  return occurrences.some(({ suppressed }) => suppressed?.by === 'inline' || suppressed?.where.endsWith(mark));
}

function commentOf({ occurrences }: Finding): Finding['suppressed'] | undefined {
  return occurrences.find(({ suppressed }) => suppressed?.by === 'inline')?.suppressed ?? undefined;
}

function opened(finding: Finding): Finding {
  const made = ['checksum', 'structure', 'placeholder'];
  return made.includes(finding.suppressed?.by ?? '') ? finding : { ...finding, suppressed: null };
}
