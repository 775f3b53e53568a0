/** `remediate FINGERPRINT --check-gone [PATH|URL]`: exit 0 where it is gone, 1 where it is not, 3 where not all could be read. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkGone, type GoneReport, type LeftPlace, readReplacements } from '@gitmoat/core/remediate/index';
import { escapeControls } from '@gitmoat/core/report/escape';
import { openRepository, type Repository } from '../core.ts';
import { historyEngine } from '../history-engine.ts';
import type { Io } from '../io.ts';
import { readNamedFile } from '../named-file.ts';
import { openTarget } from '../open-target.ts';
import { type Args, wrong } from '../options.ts';
import { createProgress } from '../progress.ts';
import { rootOf } from '../root-files.ts';
import { prepare, scanOptions } from '../scan-command.ts';
import { shellWord } from '../shell-word.ts';
import { wrapText } from '../wrap.ts';
import { valuesFile } from './remediate-rewrite.ts';

/** Fewer digits could name another secret, or nobody's. */
const fewestDigits = 12;

export async function checkGoneCommand(print: string, args: Args, io: Io): Promise<number> {
  if (print.length < fewestDigits)
    throw wrong(
      `--check-gone needs ${fewestDigits} digits`,
      'A shorter or mistyped fingerprint would look as if it were gone.',
    );
  const { repo, target } = await openTarget({ ...args, positionals: args.positionals.slice(1) }, io);
  const setup = await prepare(args, io, rootOf(repo));
  const { values, file } = await knownValues(print, repo, args, io);
  const bar = createProgress(io.stderr, !args.has('no-progress'));
  const report = await checkGone(repo, {
    ...scanOptions(setup, target),
    ...historyEngine(args, io, false),
    fingerprint: print,
    values,
    keys: [await keyHere(args, io)],
    ignore: file === null ? [] : [file],
    progress: bar.report,
  }).finally(() => bar.stop());
  const { lines, code } = goneLines(report, target === '.' ? 'this repository' : escapeControls(target));
  const rest = code === 0 && file !== null ? [`Done with it: rm ${shellWord(file)}`] : [];
  await io.stdout.write([...lines, ...rest, ''].join('\n'));
  return code;
}

/** The key of the repository of the current folder: a fingerprint printed there names secrets of its clones too. */
async function keyHere(args: Args, io: Io): Promise<string | null> {
  const here = await openRepository(io.cwd).catch(() => null);
  return here === null ? null : (await prepare(args, io, rootOf(here))).config.id;
}

interface Known {
  readonly values: readonly Buffer[];
  readonly file: string | null;
}

/** `--values FILE`, else what --prepare left here or in the repository of the current folder. */
async function knownValues(print: string, repo: Repository, args: Args, io: Io): Promise<Known> {
  const named = args.value('values');
  const here = await openRepository(io.cwd).catch(() => null);
  const usual = [repo, ...(here === null ? [] : [here])].map((one) => valuesFile(one, print));
  const file = named === null ? usual.find((path) => existsSync(path)) : resolve(io.cwd, named);
  if (file === undefined) return { values: [], file: null };
  const bytes = readNamedFile(args, 'values', io.cwd) ?? readFileSync(file);
  const values = readReplacements(bytes);
  if (values === null)
    throw wrong(
      `${named ?? file} is not a file that remediate --prepare wrote`,
      'Name that file, or leave --values out.',
    );
  return { values, file };
}

/** For the screen; `where` is how the repository is named. */
export function goneLines(report: GoneReport, where: string): { lines: string[]; code: number } {
  const { places, more, objects, files, searched, unread } = report;
  const read = `${objects} objects (blobs, trees, commits, tags; reachable or not; loose and in packs)`;
  const looked = searched ? `${read} and ${files} other files of the git folder (reflogs, settings, messages)` : read;
  const how = searched
    ? 'The rules and a search for the value as it is, in base64, hex, percent, JSON and UTF-16 form.'
    : 'By the rules alone: --values FILE (what --prepare wrote) searches for the value itself too.';
  if (places.length > 0) {
    const lines = [
      `NOT GONE from ${where}: ${places.length + more} ${places.length + more === 1 ? 'place' : 'places'}`,
      ...places.flatMap(placeLines),
      ...(more > 0 ? [`  … and ${more} more objects`] : []),
      ...nextLines(places),
    ];
    return { lines, code: 1 };
  }
  if (unread.length > 0) {
    const lines = [
      `NOT PROVEN for ${where}: not found, but not everything could be read`,
      ...unread.slice(0, 10).map((line) => `  ${escapeControls(line)}`),
    ];
    return { lines, code: 3 };
  }
  return {
    lines: [`GONE from ${where}.`, ...wrapText(`Read: ${looked}.`, 78), ...wrapText(how, 78)].map((line, at) =>
      at === 0 ? line : `  ${line}`,
    ),
    code: 0,
  };
}

function placeLines(place: LeftPlace): string[] {
  const { kind, oid, form, commit, holder } = place;
  if (kind === 'file') return [`  file ${escapeControls(place.path ?? '')} in the git folder (${form})`];
  const since = commit === null || kind === 'commit' ? '' : `, commit ${commit.slice(0, 8)}`;
  return [
    `  ${nameOf(place)}   ${kind} ${(oid ?? '').slice(0, 12)}${since} (${form})`,
    `      held by ${holderText(holder)}`,
  ];
}

function nameOf({ kind, path, line }: LeftPlace): string {
  // A path would repeat the secret.
  if (kind === 'tree') return 'the name of a file';
  if (path !== null) return `${escapeControls(path)}${line === null ? '' : `:${line}`}`;
  return kind === 'blob' ? 'a blob' : `the message of a ${kind}`;
}

function holderText(holder: LeftPlace['holder']): string {
  if (holder === null || holder.by === 'none') return 'no commit that a ref or reflog reaches: it waits for git gc';
  if (holder.by === 'reflog') return 'a reflog only';
  const shown = holder.refs.slice(0, 6).map((ref) => escapeControls(ref));
  return `${shown.join(', ')}${holder.refs.length > 6 ? ` and ${holder.refs.length - 6} more` : ''}`;
}

/** What takes each kind of holder away. */
function nextLines(places: readonly LeftPlace[]): string[] {
  const refs = places.flatMap(({ holder }) => holder?.refs ?? []);
  const by = (kind: 'reflog' | 'none') => places.some(({ holder }) => holder?.by === kind);
  const steps = [
    ...(refs.some((ref) => /^refs\/(?:heads|tags)\//.test(ref))
      ? ['branches and tags: rewrite them, gitmoat remediate FINGERPRINT --prepare']
      : []),
    ...(refs.some((ref) => ref.startsWith('refs/remotes/'))
      ? ['remote branches: git fetch --prune, once the remote is rewritten']
      : []),
    ...(refs.includes('refs/stash') ? ['the stash: git stash list, then git stash drop'] : []),
    ...(by('reflog') ? ['reflogs: git reflog expire --expire=now --all && git gc --prune=now'] : []),
    ...(by('none') ? ['leftovers: git gc --prune=now'] : []),
    ...(places.some(({ kind }) => kind === 'tree') ? ['file names: git filter-repo --path-rename OLD:NEW'] : []),
    ...(places.some(({ kind }) => kind === 'file') ? ['files of the git folder: edit or delete them'] : []),
  ];
  return steps.length === 0 ? [] : ['Next', ...steps.map((step) => `  ${step}`)];
}
