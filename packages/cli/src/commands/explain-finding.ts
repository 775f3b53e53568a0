/** `gitmoat explain FINGERPRINT`: looks the finding up in the repository of the current folder and shows all of it. */
import { audit, defaultReportOptions, findingText, openRepository } from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { createProgress } from '../progress.ts';
import { rootOf } from '../root-files.ts';
import { prepare, scanOptions } from '../scan-command.ts';
import { wrapText } from '../wrap.ts';

/** Null where nothing has that fingerprint: then the digits are text. */
export async function explainFinding(prefix: string, args: Args, io: Io): Promise<string | null> {
  const repo = await openRepository(io.cwd).catch(() => null);
  if (repo === null) return null;
  const setup = await prepare(args, io, rootOf(repo));
  const bar = createProgress(io.stderr, !args.has('no-progress'));
  const result = await audit(repo, { ...scanOptions(setup, '.'), progress: bar.report });
  await bar.stop();
  const found = result.findings.filter(({ fingerprint, absorbed }) =>
    [fingerprint, ...absorbed].some((one) => one.startsWith(prefix)),
  );
  if (found.length > 1) throw wrong(`${found.length} findings begin with ${prefix}`, 'Give more digits.');
  const [finding] = found;
  if (finding === undefined) return null;
  const index = setup.ruleset.rules.findIndex(({ id }) => id === finding.rule);
  const { description, remediation, references } = setup.ruleset.text(index);
  const texts = [description, remediation, ...references].filter((text) => text !== '');
  const { fingerprint, suppressed, refs, refCount } = finding;
  const facts = [
    `fingerprint ${fingerprint}`,
    refCount === 0
      ? 'no ref reaches it'
      : `${refCount} ${refCount === 1 ? 'ref reaches' : 'refs reach'} it: ${refs.slice(0, 5).join(', ')}`,
    suppressed === null
      ? 'not suppressed: it is reported'
      : `suppressed by ${suppressed.by}: ${suppressed.reason} ${suppressed.where}`,
  ];
  const lines = findingText(finding, { ...defaultReportOptions, all: true, showSuppressed: true });
  return [...lines, ...facts.flatMap(indented), '', ...texts.flatMap(indented)].map((line) => `${line}\n`).join('');
}

function indented(text: string): string[] {
  return wrapText(text, 76).map((line) => `    ${line}`);
}
