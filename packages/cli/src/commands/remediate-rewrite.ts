/** `remediate --prepare` and `--dry-run`: the replacement file for git filter-repo, and the rewrite of a throw-away clone. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { plural } from '@gitmoat/core/plural';
import {
  type ExactTexts,
  exactTexts,
  exposureOf,
  rehearse,
  replacementFile,
  rewriteScope,
  shortestNeedle,
} from '@gitmoat/core/remediate/index';
import { escapeControls } from '@gitmoat/core/report/escape';
import { commandName } from '../command-name.ts';
import { createBlobScanner, GitmoatError, type Repository } from '../core.ts';
import { historyEngine } from '../history-engine.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { createProgress } from '../progress.ts';
import { scanOptions } from '../scan-command.ts';
import { shellWord } from '../shell-word.ts';
import { say } from './manage-hooks.ts';
import type { Remedied } from './remediate.ts';
import { goneLines } from './remediate-gone.ts';
import { cloneSource } from './remediate-plan.ts';

/** Where the values of a fingerprint are kept meanwhile: below the git folder, which git never commits. */
export function valuesFile({ commonDir }: Repository, fingerprint: string): string {
  return join(commonDir, 'gitmoat-remediate', `${fingerprint.slice(0, 12)}.txt`);
}

async function targetsOf({ repo, setup, finding }: Remedied): Promise<ExactTexts> {
  const targets = await exactTexts(repo, createBlobScanner(setup.ruleset), finding);
  if (targets.texts.length === 0 && targets.binary.length === 0) {
    throw new GitmoatError('usage', 'no commit holds it, so there is nothing to rewrite', {
      hint: 'Drop loose objects with git gc --prune=now, then use --check-gone.',
    });
  }
  return targets;
}

/** Only in a bare clone: it has the refs of the remote, and nobody works in it. */
export async function prepareRewrite(remedied: Remedied, io: Io): Promise<number> {
  const { repo, finding } = remedied;
  const command = `${commandName(io.env)} remediate ${finding.fingerprint.slice(0, 12)}`;
  const exposure = await exposureOf(repo, finding);
  const source = shellWord(cloneSource(repo, exposure));
  if (!repo.bare) {
    const clone = `git clone --mirror ${source} rewrite.git && cd rewrite.git && ${command} --prepare`;
    throw wrong('a history is rewritten in a fresh mirror clone, not where one works', clone);
  }
  const targets = await targetsOf(remedied);
  const { refs, before } = await rewriteScope(repo, finding);
  const file = valuesFile(repo, finding.fingerprint);
  const [scope, blobs] = ['.refs', '.blobs'].map((ending) => file.replace(/\.txt$/, ending)) as [string, string];
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writePrivate(file, replacementFile(targets.texts));
  writePrivate(scope, listFile([...refs, ...before.map((oid) => `^${oid}`)]));
  const { binary } = targets;
  if (binary.length > 0) writePrivate(blobs, listFile(binary));
  const short = targets.texts.some(({ length }) => length < shortestNeedle);
  const strip = binary.length === 0 ? [] : [`--strip-blobs-with-ids ${shellWord(blobs)}`];
  const rewrite = [
    `git filter-repo --refs $(cat ${shellWord(scope)})`,
    `--replace-text ${shellWord(file)}`,
    `--replace-message ${shellWord(file)}`,
    ...strip,
  ];
  // A branch can be named after the secret; then no command is printed for it.
  const telling = (name: string): boolean => name.includes(finding.raw!);
  const pushed = refs.filter((name) => /^refs\/(?:heads|tags)\//.test(name) && !telling(name));
  const kept = refs.length - pushed.length;
  await say(io, [
    `Written: ${escapeControls(file)}`,
    `  ${plural(targets.texts.length, 'text')} to replace. IT HOLDS THE SECRET: only you can read it (0600).`,
    '  Several secrets: prepare each, join these files with cat, rewrite once.',
    ...(short ? ['  The value is short: the same letters elsewhere are replaced too. See --dry-run.'] : []),
    `Written: ${escapeControls(scope)}`,
    `  ${plural(refs.length, 'ref')} that reach it; commits before it keep their ids.`,
    ...(binary.length === 0
      ? []
      : [
          `Written: ${escapeControls(blobs)}`,
          `  ${plural(binary.length, 'file')} that can only go whole: binary, UTF-16 or archive.`,
        ]),
    '',
    'Then, here (pip install git-filter-repo):',
    `    ${rewrite.join(' \\\n      ')}`,
    '    git reflog expire --expire=now --all && git gc --prune=now',
    `    ${command} --check-gone`,
    ...pushLines(source, pushed),
    ...(kept === 0
      ? []
      : [
          `${plural(kept, 'ref')} not pushed (refs/pull and the like, or named after the secret): delete them there, or ask the forge.`,
        ]),
    '',
    'Last: delete this clone, with the file in it. In every other clone: git fetch --prune, git reflog expire',
    `--expire=now --all, git gc --prune=now, ${command} --check-gone.`,
  ]);
  return 0;
}

function pushLines(source: string, refs: readonly string[]): string[] {
  if (refs.length === 0) return [];
  return [`    git push --force ${source} \\`, `      ${refs.map(shellWord).join(' \\\n      ')}`];
}

function listFile(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

function writePrivate(file: string, bytes: Buffer): void {
  writeFileSync(file, bytes, { mode: 0o600 });
  // An older file keeps its mode.
  chmodSync(file, 0o600);
}

export async function dryRun(remedied: Remedied, args: Args, io: Io): Promise<number> {
  const { repo, finding, setup } = remedied;
  const texts = await targetsOf(remedied);
  const { checkGone } = await import('@gitmoat/core/remediate/check-gone');
  const bar = createProgress(io.stderr, !args.has('no-progress'));
  const options = {
    ...scanOptions(setup, '.'),
    ...historyEngine(args, io, false),
    fingerprint: finding.fingerprint,
    values: texts.texts,
    keys: [setup.config.id],
    ignore: [],
    progress: bar.report,
  };
  if (!args.has('no-progress'))
    await io.stderr.write('gitmoat: rewriting a throw-away clone; a large one takes minutes\n');
  const rehearsal = await rehearse(repo, { texts, finding }, (clone) => checkGone(clone, options)).finally(() =>
    bar.stop(),
  );
  const { unchanged, commits, verdict } = rehearsal;
  const [changed, removed] = [rehearsal.changed, rehearsal.removed].map((names) =>
    names.map((name) => name.replaceAll(finding.raw!, '…')),
  ) as [string[], string[]];
  // filter-repo makes branches of remote-tracking refs: they are not lost.
  const gone = removed.filter((name) => !name.startsWith('refs/remotes/'));
  const { lines, code } = goneLines(verdict, 'the rewritten clone');
  await io.stdout.write(
    [
      `A throw-away clone was rewritten; nothing was changed in ${escapeControls(relative(io.cwd, repo.root ?? repo.gitDir) || '.')}.`,
      `${changed.length} refs change, ${gone.length} go, ${unchanged} stay; ${commits.before} commits before, ${commits.after} after.`,
      ...changed.map((name) => `    ${escapeControls(name)}`),
      ...gone.map((name) => `    ${escapeControls(name)} (nothing is left of it)`),
      ...lines,
      '',
    ].join('\n'),
  );
  return code;
}
