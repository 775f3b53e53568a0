/** The plan on the screen: rotate, who may have it, replace, take it out of the history, prove it. In that order. */
import { dirname, join, resolve } from 'node:path';
import {
  adviceFor,
  type Exposure,
  exposureOf,
  loadAdvice,
  snippetFor,
  storesFor,
  variableOf,
} from '@gitmoat/core/remediate/index';
import { escapeControls } from '@gitmoat/core/report/escape';
import { commandName } from '../command-name.ts';
import { createBlobScanner, defaultReportOptions, type Finding, findingText, isUrl, type Repository } from '../core.ts';
import type { Io } from '../io.ts';
import { shellWord } from '../shell-word.ts';
import { wrapText } from '../wrap.ts';
import type { Remedied } from './remediate.ts';

const indent = '   ';

export async function planText(remedied: Remedied, io: Io): Promise<string> {
  const { finding, repo, setup } = remedied;
  const exposure = await exposureOf(repo, finding);
  const variable = await variableOf(repo, createBlobScanner(setup.ruleset), finding);
  const lines = [
    ...findingText(finding, { ...defaultReportOptions, showSuppressed: true }),
    '',
    ...rotateLines(finding, io),
    '',
    ...exposureLines(finding, exposure),
    '',
    ...replaceLines(finding, variable, resolve(repo.root ?? repo.gitDir)),
    '',
    ...rewriteLines(remedied, exposure, io),
  ];
  return lines
    .map((line) => `${line}`.trimEnd())
    .join('\n')
    .concat('\n');
}

/** A bullet, or a command by itself that can be copied. */
function step(text: string): string[] {
  if (text.startsWith('$ ')) return [`${indent}    ${text.slice(2)}`];
  const [first = '', ...more] = wrapText(text, 80 - indent.length - 2);
  return [`${indent}- ${first}`, ...more.map((line) => `${indent}  ${line}`)];
}

function rotateLines(finding: Finding, io: Io): string[] {
  const advice = adviceFor(loadAdvice(join(dirname(io.rulesetFile), 'remediation.json')), finding);
  const general = advice.precise ? [] : step('gitmoat has no text of its own for this provider; this holds for all.');
  const heading = isCommitted(finding)
    ? '1 Rotate it, now: whoever has the repository has the value, and rewriting takes nothing back.'
    : '1 Take it out of the file before it is committed. If the file was ever copied or shared, rotate it too:';
  return [
    heading,
    ...general,
    `${indent}${advice.page}`,
    ...advice.rotate.flatMap(step),
    `${indent}Was it used?`,
    ...advice.used.flatMap(step),
    `${indent}Source: ${advice.reference}`,
  ].flatMap((line, at) => (at === 0 ? hang(line) : [line]));
}

function isCommitted({ commit, refs }: Finding): boolean {
  return commit !== null || refs.length > 0;
}

/** A heading over more than one line. */
function hang(text: string): string[] {
  const [first = '', ...more] = wrapText(text, 77);
  return [first, ...more.map((line) => `  ${line}`)];
}

function exposureLines(finding: Finding, exposure: Exposure): string[] {
  const { commit } = finding;
  const since =
    commit === null
      ? 'No commit has it; it stands on disk or in loose objects only.'
      : `In the history since ${commit.oid.slice(0, 8)}, ${commit.date.slice(0, 10)}, by ${escapeControls(commit.author)}.`;
  const { remotes, clean, tags, others, branches, unnamed, fetched } = exposure;
  const facts = [
    since,
    ...remotes.map(
      ({ name, url, branches: held }) => `PUSHED: ${name}${url === null ? '' : ` (${url})`} has it in ${list(held)}.`,
    ),
    ...clean.map(({ name, url }) => `${name} (${url}): no branch that this clone knows of holds it.`),
    ...(remotes.length === 0 && clean.length === 0
      ? ['This clone has no remote: if it was never copied, nobody else has it.']
      : []),
    ...(tags.length > 0
      ? [
          `Tags that hold it: ${list(tags)}.${remotes.length + clean.length > 0 ? ' Whether a remote has them: git ls-remote --tags NAME.' : ''}`,
        ]
      : []),
    ...(branches.length > 0 ? [`Local branches: ${list(branches)}.`] : []),
    ...(others.length > 0 ? [`Other refs: ${list(others)}.`] : []),
    ...(unnamed > 0 ? [`And ${unnamed} more refs.`] : []),
    ...(remotes.length + clean.length > 0
      ? [`As of the last fetch${fetched === null ? ' or push' : `, ${fetched}`}; git fetch --all asks again.`]
      : []),
    'Not visible from here: forks, other clones, pull requests, CI logs and caches, packages and images built from it, ' +
      'search engines and archives. A public repository counts as read by everybody within minutes.',
  ];
  return ['2 Who may have it', ...facts.flatMap((fact) => step(escapeControls(fact)))];
}

function list(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`;
}

function replaceLines(finding: Finding, variable: string, root: string): string[] {
  const { language, lines, settings } = snippetFor(finding.path, variable);
  const app = (root.split(/[\\/]/).at(-1) ?? 'app').replace(/\.git$/, '').replace(/[^A-Za-z0-9_-]+/g, '-') || 'app';
  const stores = storesFor(variable, app);
  const width = Math.max(...stores.map(({ name }) => name.length));
  return [
    `3 Put the new value outside the repository, as ${variable}`,
    ...step(settings ? `The file stays out of git; the code reads the environment. ${language}:` : `In ${language}:`),
    ...lines.map((line) => `${indent}    ${line}`),
    ...step('One store is enough. The value goes in by prompt or standard input, never as an argument:'),
    ...stores.flatMap(({ name, put, use }) => [
      `${indent}  ${name.padEnd(width)}  ${put}`,
      `${indent}  ${' '.repeat(width)}  ${use}`,
    ]),
  ];
}

function rewriteLines({ finding, repo }: Remedied, exposure: Exposure, io: Io): string[] {
  const command = `${commandName(io.env)} remediate ${finding.fingerprint.slice(0, 12)}`;
  if (!isCommitted(finding)) {
    return [
      '4 No commit to rewrite',
      ...step('Drop what is loose, then prove it:'),
      ...step('$ git gc --prune=now'),
      ...step(`$ ${command} --check-gone`),
    ];
  }
  const source = cloneSource(repo, exposure);
  return [
    '4 Take it out of the history, if it is worth it: every commit id from there on changes',
    ...step(`$ git clone --mirror ${shellWord(source)} rewrite.git && cd rewrite.git`),
    ...step(`$ ${command} --prepare`),
    ...step(
      'writes there what git filter-repo needs (the value in a file, not on the screen), and prints the commands: ' +
        'the rewrite of the refs that reach it, the proof, the force push of exactly those.',
    ),
    ...step(`$ ${command} --dry-run`),
    ...step('does it on a throw-away clone and says what would change.'),
    '',
    '5 Afterwards',
    ...step(
      'Protected branches: allow the force push for its minute. Open pull requests have to be rebased or closed.',
    ),
    ...step(
      'The forge keeps refs/pull and cached views: ask its support to drop them, with the old commit ids; forks too.',
    ),
    ...step(
      'LFS: a pointer that goes does not delete the object; the forge does. Signatures of changed commits are lost.',
    ),
    ...step('Everybody clones anew, or: git fetch, git rebase; a merge of an old clone brings the secret back.'),
    ...step('Then, here and in every clone that stays:'),
    ...step(`$ git fetch --prune && git reflog expire --expire=now --all && git gc --prune=now`),
    ...step(`$ ${command} --check-gone`),
  ];
}

/** What to clone for the rewrite: the remote that has it, any remote, else this repository. Good in every folder. */
export function cloneSource(repo: Repository, { remotes, clean }: Exposure): string {
  const url = remotes[0]?.url ?? clean[0]?.url ?? repo.commonDir;
  return isUrl(url) ? url : resolve(repo.cwd, url);
}
