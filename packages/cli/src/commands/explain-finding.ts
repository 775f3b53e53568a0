/** `gitmoat explain FINGERPRINT`: the finding with all its places, what holds it, and what its rule says. */
import { defaultReportOptions, type Finding, findingText } from '../core.ts';
import { type Found, findFinding } from '../find-finding.ts';
import { hygieneRules, hygieneTexts } from '../hygiene-rules.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { wrapText } from '../wrap.ts';

/** Null where nothing has that fingerprint: then the digits are text. */
export async function explainFinding(prefix: string, args: Args, io: Io): Promise<string | null> {
  const found = await findFinding(prefix, args, io);
  const finding = found?.finding ?? null;
  if (found === null || finding === null) return null;
  const facts = [
    `fingerprint ${finding.fingerprint}`,
    ...(finding.kind === 'hygiene' ? [] : [refsOf(finding)]),
    suppressionOf(finding),
  ];
  const lines = findingText(finding, { ...defaultReportOptions, all: true, showSuppressed: true });
  const next = finding.kind === 'hygiene' ? [] : ['', `Next: gitmoat remediate ${finding.fingerprint.slice(0, 12)}`];
  const texts = textsOf(finding, found, io).flatMap(indented);
  return [...lines, ...facts.flatMap(indented), '', ...texts, ...next].map((line) => `${line}\n`).join('');
}

function refsOf({ refs, refCount }: Finding): string {
  if (refCount === 0) return 'no ref reaches it';
  return `${refCount} ${refCount === 1 ? 'ref reaches' : 'refs reach'} it: ${refs.slice(0, 5).join(', ')}`;
}

function suppressionOf({ suppressed }: Finding): string {
  if (suppressed === null) return 'not suppressed: it is reported';
  return `suppressed by ${suppressed.by}: ${suppressed.reason} ${suppressed.where}`;
}

/** What the rule says, secrets' or hygiene's. */
function textsOf({ kind, rule }: Finding, { setup }: Found, io: Io): string[] {
  const { ruleset } = setup;
  const index = ruleset.rules.findIndex(({ id }) => id === rule);
  const text = kind === 'hygiene' ? hygieneTexts(hygieneRules(io))(rule) : ruleset.text(index);
  return text === null ? [] : [text.description, text.remediation, ...text.references].filter((line) => line !== '');
}

function indented(text: string): string[] {
  return wrapText(text, 76).map((line) => `    ${line}`);
}
