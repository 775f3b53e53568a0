/** `remediate --prepare` and `--dry-run`: the replacement file for git filter-repo, and the rewrite of a throw-away clone. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  type ExactTexts,
  exactTexts,
  exposureOf,
  rehearse,
  replacementFile,
  shortestNeedle,
} from '@gitmoat/core/remediate/index';
import { escapeControls } from '@gitmoat/core/report/escape';
import { commandName } from '../command-name.ts';
import { createBlobScanner, GitmoatError, type Repository } from '../core.ts';
import { historyEngine } from '../history-engine.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { createProgress } from '../progress.ts';
import { scanOptions } from '../scan-command.ts';
import type { Remedied } from './remediate.ts';
import { goneLines } from './remediate-gone.ts';
import { cloneSource, pushedRefs } from './remediate-plan.ts';

/** Where the values of a fingerprint are kept meanwhile: below the git folder, which git never commits. */
export function valuesFile({ commonDir }: Repository, fingerprint: string): string {
  return join(commonDir, 'gitmoat-remediate', `${fingerprint.slice(0, 12)}.txt`);
}

async function targetsOf({ repo, setup, finding }: Remedied): Promise<ExactTexts> {
  const targets = await exactTexts(repo, createBlobScanner(setup.ruleset), finding);
  if (targets.texts.length === 0) {
    throw new GitmoatError('usage', 'no commit holds it, so there is nothing to rewrite', {
      hint: 'Drop loose objects with git gc --prune=now, then use --check-gone.',
    });
  }
  return targets;
}

export async function prepareRewrite(remedied: Remedied, io: Io): Promise<number> {
  const { repo, finding } = remedied;
  const targets = await targetsOf(remedied);
  const file = valuesFile(repo, finding.fingerprint);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writePrivate(file, replacementFile(targets.texts));
  const blobs = targets.binary.length > 0 ? file.replace(/\.txt$/, '.blobs') : null;
  if (blobs !== null) writePrivate(blobs, Buffer.from(targets.binary.map((oid) => `${oid}\n`).join('')));
  const exposure = await exposureOf(repo, finding);
  const source = cloneSource(repo, exposure);
  const refs = pushedRefs(exposure);
  const strip = blobs === null ? '' : ` \\\n      --strip-blobs-with-ids ${quoted(blobs)}`;
  const command = `${commandName(io.env)} remediate ${finding.fingerprint.slice(0, 12)}`;
  const short = targets.texts.filter(({ length }) => length < shortestNeedle).length;
  await io.stdout.write(
    [
      `Written: ${escapeControls(file)}`,
      `  ${targets.texts.length === 1 ? 'one text' : `${targets.texts.length} texts`} to replace. IT HOLDS THE SECRET: only you can read it (0600); delete it at the end.`,
      ...(blobs === null
        ? []
        : [
            `Written: ${escapeControls(blobs)}`,
            `  ${targets.binary.length} binary, UTF-16 or archive files, which filter-repo can only drop whole.`,
          ]),
      ...(short === 0
        ? []
        : [
            '  The value is short: the same letters elsewhere in the history are replaced too. Look at --dry-run first.',
          ]),
      '  Several secrets: prepare each, join the files with cat, rewrite once.',
      '',
      'Then, in a fresh clone (pip install git-filter-repo):',
      `    git clone --mirror ${escapeControls(source)} rewrite.git && cd rewrite.git`,
      `    git filter-repo --replace-text ${quoted(file)} \\\n      --replace-message ${quoted(file)}${strip}`,
      `    ${command} --check-gone --values ${quoted(file)}`,
      ...(exposure.remotes.length === 0 || refs.length === 0
        ? []
        : [`    git push --force ${escapeControls(source)} ${refs.join(' ')}`]),
      '',
      `And here: git fetch --prune, git reflog expire --expire=now --all, git gc --prune=now,`,
      `${command} --check-gone, and rm ${quoted(file)}`,
      '',
    ].join('\n'),
  );
  return 0;
}

function writePrivate(file: string, bytes: Buffer): void {
  writeFileSync(file, bytes, { mode: 0o600 });
  // An older file keeps its mode.
  chmodSync(file, 0o600);
}

/** For a POSIX shell. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

export async function dryRun(remedied: Remedied, args: Args, io: Io): Promise<number> {
  const { repo, finding, setup } = remedied;
  const targets = await targetsOf(remedied);
  const { checkGone } = await import('@gitmoat/core/remediate/check-gone');
  const bar = createProgress(io.stderr, !args.has('no-progress'));
  const options = {
    ...scanOptions(setup, '.'),
    ...historyEngine(args, io, false),
    fingerprint: finding.fingerprint,
    values: [...targets.texts],
    keys: [setup.config.id],
    ignore: [],
    progress: bar.report,
  };
  bar.report('rewriting a clone', 0, 0);
  const rehearsal = await rehearse(repo, targets, (clone) => checkGone(clone, options)).finally(() => bar.stop());
  const { changed, removed, unchanged, commits, verdict } = rehearsal;
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
