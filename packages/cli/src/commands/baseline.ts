/** `gitmoat baseline create|update|prune`: accepts what a repository holds already, so that only new findings stop anyone. */

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BaselineEntry,
  baselineName,
  createBaseline,
  entriesFor,
  firstOf,
  formatBaseline,
  isStill,
  parseBaseline,
} from '@gitmoat/core/baseline/baseline';
import { withId } from '@gitmoat/core/baseline/edit-config';
import { didYouMean } from '@gitmoat/core/config/nearest';
import { plural } from '@gitmoat/core/plural';
import { audit, configName, type Finding, GitmoatError, isCounted, openRepository, type ScanResult } from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { createProgress } from '../progress.ts';
import { rootOnDisk } from '../root-files.ts';
import { prepare, scanOptions } from '../scan-command.ts';

const words = ['create', 'update', 'prune'] as const;

export async function run(args: Args, io: Io): Promise<number> {
  const [word = '', ...rest] = args.positionals;
  if (!(words as readonly string[]).includes(word) || rest.length > 0)
    throw wrong(`baseline wants one of ${words.join(', ')}${didYouMean(word, words)}`);
  const { root } = await openRepository(io.cwd);
  if (root === null) throw wrong('a bare repository has no worktree for a baseline');
  const file = join(root, baselineName);
  const there = existsSync(file) ? parseBaseline(readFileSync(file, 'utf8')) : null;
  if (word === 'create' && there !== null) {
    throw wrong(
      `${baselineName} is there already`,
      'gitmoat baseline update adds to it; prune takes out what is gone.',
    );
  }
  if (word !== 'create' && there === null)
    throw wrong(`there is no ${baselineName}`, 'gitmoat baseline create makes it.');
  return word === 'prune' ? prune(args, io, root, there!) : accept(args, io, root, there ?? []);
}

/** Adds what no comment, exception or earlier entry covers. */
async function accept(args: Args, io: Io, root: string, there: readonly BaselineEntry[]): Promise<number> {
  const dryRun = args.has('dry-run');
  if (!dryRun) await ensureId(root, io);
  const result = await auditWith(args, io, root, there);
  const open = result.findings.filter((finding) => isCounted(finding, { minConfidence: 'medium', failOn: null }));
  const isBarred = (finding: Finding) => finding.inHead && finding.confidence === 'provable';
  const barred = args.has('include-provable') ? [] : open.filter(isBarred);
  const today = new Date().toISOString().slice(0, 10);
  const fresh = open.filter((finding) => !barred.includes(finding)).flatMap((finding) => entriesFor(finding, today));
  if (!dryRun && (fresh.length > 0 || there.length === 0)) {
    writeFileSync(join(root, baselineName), formatBaseline([...there, ...fresh]));
  }
  await io.stdout.write(
    `${dryRun ? 'Would accept' : 'Accepted'} ${plural(open.length - barred.length, 'finding')} as unreviewed, in ${baselineName}.\n`,
  );
  for (const finding of barred) {
    await io.stdout.write(
      `  not accepted: ${finding.path}:${finding.line} ${finding.title} ${finding.fingerprint.slice(0, 12)}\n`,
    );
  }
  if (barred.length > 0) {
    const text = 'These are real by their form and stand in HEAD: rotate them, or say --include-provable.';
    await io.stdout.write(`${text}\n`);
  }
  if (!dryRun) await io.stdout.write(`Next: git add ${baselineName} ${configName}, and commit them.\n`);
  return result.coverage.complete ? 0 : 3;
}

async function prune(args: Args, io: Io, root: string, there: readonly BaselineEntry[]): Promise<number> {
  const result = await auditWith(args, io, root, []);
  if (!result.coverage.complete) {
    throw new GitmoatError('unreadable', 'part of the repository could not be read, so nothing is known to be gone', {
      hint: 'Fetch the whole history (git fetch --unshallow) and run again.',
    });
  }
  const kept = there.filter((entry) => isStill(entry, result.findings));
  if (!args.has('dry-run') && kept.length < there.length) writeFileSync(join(root, baselineName), formatBaseline(kept));
  const verb = args.has('dry-run') ? 'Would take out' : 'Took out';
  await io.stdout.write(
    `${verb} ${there.length - kept.length} of ${there.length} entries: what they accepted is gone.\n`,
  );
  return 0;
}

/** Everything that the repository holds, less what `there` accepts. Findings carry their raw values. */
export async function auditWith(
  args: Args,
  io: Io,
  root: string,
  there: readonly BaselineEntry[],
): Promise<ScanResult> {
  const setup = await prepare(args, io, rootOnDisk(root));
  const repo = await openRepository(root);
  const bar = createProgress(io.stderr, true);
  const suppressor = firstOf([setup.suppressor, there.length > 0 ? createBaseline(there) : null]);
  try {
    // Raw values tell which are guessable; they go no further than `entriesFor`.
    return await audit(repo, {
      ...scanOptions({ ...setup, suppressor, showSecrets: true }, '.'),
      progress: bar.report,
    });
  } finally {
    await bar.stop();
  }
}

/** Fingerprints of a repository get a key of their own before the first is written down. */
export async function ensureId(root: string, io: Io): Promise<void> {
  const file = join(root, configName);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (text !== null && /^id:/m.test(text)) return;
  writeFileSync(file, withId(text, randomBytes(12).toString('hex')));
  await io.stdout.write(`Wrote a random id into ${configName}: it keys the fingerprints of this repository.\n`);
}
