/**
 * Dockerfiles: instructions with their places, line continuations joined, heredocs and comments left out. A small reader
 * of our own, because checks need names and words, not a full syntax tree.
 */

import { createIgnoreMatcher } from '../../ignore/matcher.ts';
import { sideFolder } from '../../ignore/must-ignore.ts';
import { type Check, type Checks, type Problem, perFile } from '../check.ts';
import type { Tree, TreeFile } from '../tree.ts';
import { isRealValue, isSecretName } from './secret-words.ts';
import { pipedDownload } from './shell.ts';

interface Instruction {
  /** Upper case. */
  readonly name: string;
  /** The words after it; continuation marks and comment lines are spaces, so that offsets stay. */
  readonly body: string;
  /** Offset of the body in the file. */
  readonly start: number;
}

export function readInstructions(text: string): Instruction[] {
  const found: Instruction[] = [];
  const line = /^[ \t]*([A-Za-z]+)[ \t]+((?:\\\r?\n|[^\n])*(?:\n[ \t]*#[^\n]*(?:\n(?:\\\r?\n|[^\n])*)?)*)/gm;
  for (let match = line.exec(text); match !== null; match = line.exec(text)) {
    const [whole, name = ''] = match;
    const end = endOf(text, match.index);
    const start = match.index + whole.length - (match[2] ?? '').length;
    const body = text.slice(start, end).replace(/\\\r?\n|\n[ \t]*#[^\n]*/g, (part) => ' '.repeat(part.length));
    found.push({ name: name.toUpperCase(), body, start });
    line.lastIndex = Math.max(end, match.index + 1);
    const heredoc = /<<-?["']?(\w+)["']?/.exec(body);
    const close = heredoc === null ? -1 : text.indexOf(`\n${heredoc[1]}`, end);
    if (close >= 0) line.lastIndex = close + 1 + heredoc![1]!.length;
  }
  return found;
}

/** The end of the logical line: a backslash at a line's end goes on, comment lines in between do not count. */
function endOf(text: string, from: number): number {
  for (let at = from; ; ) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    const line = text.slice(at, end).trimEnd();
    if (!line.endsWith('\\') && !(at > from && line.trimStart().startsWith('#'))) return end;
    at = end + 1;
  }
}

function dockerCheck(
  check: (file: TreeFile, list: readonly Instruction[], tree: Tree) => Iterable<Problem>,
  more: Partial<Check> = {},
): Check {
  const run = perFile(['dockerfile'], (file, tree) => check(file, readInstructions(tree.text(file.path)), tree));
  return { ...run, ...more };
}

function at({ path }: TreeFile, { body, start }: Instruction, text: string, message: string): Problem {
  const offset = start + Math.max(0, body.indexOf(text));
  return { path, text: text.trim().replace(/\s+/g, ' '), message, range: [offset, offset + text.length] };
}

/** `A=1 B="two"` or the old `A one two`. */
function* pairs(body: string): Iterable<readonly [string, string]> {
  const found = [...body.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)];
  for (const [, name = '', value = ''] of found) yield [name, value];
  const old = /^([A-Za-z_]\w*)\s+(.+)$/s.exec(body.trim());
  if (found.length === 0 && old !== null) yield [old[1]!, old[2]!];
}

function* secretValues(file: TreeFile, list: readonly Instruction[]): Iterable<Problem> {
  if (sideFolder.test(file.path)) return;
  for (const one of list) {
    if (one.name !== 'ENV' && one.name !== 'ARG') continue;
    for (const [name, value] of pairs(one.body)) {
      if (isSecretName(name) && isRealValue(value))
        yield at(file, one, name, `${one.name} ${name} puts a secret into every layer below`);
    }
  }
}

function* secretArguments(file: TreeFile, list: readonly Instruction[]): Iterable<Problem> {
  for (const one of list) {
    const name = one.name === 'ARG' ? /^\s*([A-Za-z_]\w*)\s*(?:=\s*["']?["']?\s*)?$/.exec(one.body)?.[1] : undefined;
    if (name !== undefined && isSecretName(name))
      yield at(file, one, name, `ARG ${name}: build arguments stay in the image's history`);
  }
}

const secretSource =
  /(?:^|\/)(?:\.env(?:\.(?!example|sample|template|dist|defaults|test)[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|\.ssh|\.aws|\.netrc|\.npmrc|\.git-credentials|\.pgpass|terraform\.tfstate)\/?$/;

function* copiedSecrets(file: TreeFile, list: readonly Instruction[]): Iterable<Problem> {
  for (const one of list) {
    if (one.name !== 'COPY' && one.name !== 'ADD') continue;
    const words = one.body
      .replace(/[[\]",]/g, ' ')
      .trim()
      .split(/\s+/);
    if (words.some((word) => word.startsWith('--from='))) continue;
    const sources = words.filter((word) => !word.startsWith('--')).slice(0, -1);
    // A committed .npmrc without a login is settings; npmrc-login looks into it.
    const bad = sources.find((source) => secretSource.test(source) && !source.endsWith('.npmrc'));
    if (bad !== undefined) yield at(file, one, bad, `${bad} is copied into the image`);
  }
}

/** `COPY . .` where .dockerignore lets a .env through, in a project that has one. */
function* dockerignoreLets(tree: Tree): Iterable<Problem> {
  for (const file of tree.ofKind('dockerfile')) {
    if (!tree.isRead(file.path) || sideFolder.test(file.path)) continue;
    const list = readInstructions(tree.text(file.path));
    const all = list.find(
      ({ name, body }) => /^(?:COPY|ADD)$/.test(name) && /^(?:--(?!from)\S+\s+)*\.\/?\s/.test(body.trim()),
    );
    if (all === undefined) continue;
    const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
    const template = tree.files.some(({ path }) =>
      new RegExp(`^(?:${escapeRegExp(folder)})?\\.env\\.(?:example|sample|template|dist)$`).test(path),
    );
    if (!template) continue;
    const ignores = [`${file.path}.dockerignore`, `${folder}.dockerignore`, '.dockerignore'].find((path) =>
      tree.isRead(path),
    );
    // .dockerignore patterns start at the context's top; a leading `**/` or none is all the same for a file there.
    const text = ignores === undefined ? '' : tree.text(ignores);
    if (createIgnoreMatcher(new Map([['.gitignore', text]])).decide('.env').ignored) continue;
    const message = `COPY . takes the .env along: ${ignores ?? 'there is no .dockerignore'}${ignores ? ' does not exclude it' : ''}`;
    yield at(file, all, all.body.trim(), message);
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

interface Stage {
  readonly from: Instruction;
  readonly image: string;
  readonly body: readonly Instruction[];
}

function stagesOf(list: readonly Instruction[]): Stage[] {
  const stages: { from: Instruction; image: string; body: Instruction[] }[] = [];
  for (const one of list) {
    if (one.name === 'FROM')
      stages.push({ from: one, image: /^\s*(?:--\S+\s+)*(\S+)/.exec(one.body)?.[1] ?? '', body: [] });
    else stages.at(-1)?.body.push(one);
  }
  return stages;
}

const stageName = ({ from }: Stage): string => / as\s+(\S+)/i.exec(from.body)?.[1]?.toLowerCase() ?? '';

/** True for a tag that moves: `latest`, or none. */
export function isMovingImage(image: string): boolean {
  if (image === '' || image === 'scratch' || image.includes('$') || image.includes('{{') || image.includes('@'))
    return false;
  const name = image.slice(image.lastIndexOf('/') + 1);
  return !name.includes(':') || name.endsWith(':latest');
}

function* latestImages(file: TreeFile, list: readonly Instruction[]): Iterable<Problem> {
  const stages = stagesOf(list);
  const names = stages.map(stageName);
  for (const { from, image } of stages) {
    if (isMovingImage(image) && !names.includes(image.toLowerCase()))
      yield at(file, from, image, `${image} is whatever is newest at build time`);
  }
}

function* rootUser(file: TreeFile, list: readonly Instruction[]): Iterable<Problem> {
  const stages = stagesOf(list);
  const last = stages.at(-1);
  if (last === undefined || /nonroot|distroless|unprivileged|rootless/i.test(last.image)) return;
  const user = last.body.findLast(({ name }) => name === 'USER');
  // A stage built on another one has its user.
  const base = stages.find(
    (stage) => stage !== last && stageName(stage) !== '' && stageName(stage) === last.image.toLowerCase(),
  );
  const inherited = base?.body.findLast(({ name }) => name === 'USER');
  const name = (user ?? inherited)?.body.trim() ?? '';
  if (name === '') yield at(file, last.from, last.image, 'The container runs as root: no USER');
  else if (/^(?:root|0)(?::|$)/.test(name))
    yield at(file, user ?? last.from, user === undefined ? last.image : name, 'The container runs as root');
}

function* addedUrls(file: TreeFile, list: readonly Instruction[]): Iterable<Problem> {
  for (const one of list) {
    const url = one.name === 'ADD' && !/--checksum=/.test(one.body) ? /https?:\/\/\S+/.exec(one.body)?.[0] : undefined;
    if (url !== undefined)
      yield at(file, one, url.replace(/\/\/[^/@]*@/, '//'), 'ADD takes whatever the server sends, unchecked');
  }
}

function* pipedDownloads(file: TreeFile, list: readonly Instruction[]): Iterable<Problem> {
  for (const one of list) {
    if (one.name !== 'RUN') continue;
    for (const [command] of one.body.matchAll(pipedDownload))
      yield at(file, one, command, 'A download runs as it comes');
  }
}

export const dockerfileChecks: Checks = {
  'docker-secret-value': dockerCheck(secretValues),
  'docker-secret-argument': dockerCheck(secretArguments),
  'docker-copies-secret-file': dockerCheck(copiedSecrets),
  'dockerignore-lets-secrets-in': { kinds: ['dockerfile', 'dockerignore'], whole: true, run: dockerignoreLets },
  'docker-moving-image': dockerCheck(latestImages),
  'docker-root-user': dockerCheck(rootUser),
  'docker-unchecked-url': dockerCheck(addedUrls),
  'docker-piped-download': dockerCheck(pipedDownloads),
};
