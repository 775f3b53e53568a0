/**
 * `gitmoat explain`: which rule, anchor, test or suppression decided about a text, a line of a file or a finding.
 * The text itself is never printed.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { createBlobScanner, type ExplainedAnchor, explainText, type Located, type Ruleset, scanBlob } from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { rootOnDisk } from '../root-files.ts';
import { prepare, type Setup } from '../scan-command.ts';
import { wrapText } from '../wrap.ts';
import { explainFinding } from './explain-finding.ts';

/** Anchors that failed are named up to here; common key words fail in every line of code. */
const mostAnchors = 12;

interface Question {
  readonly bytes: Buffer;
  readonly path: string | null;
  /** Only this line; null: all. */
  readonly line: number | null;
}

export async function run(args: Args, io: Io): Promise<number> {
  const [word, ...others] = args.positionals;
  if (others.length > 0) throw wrong('explain takes one thing at a time', 'Put quotes around text with blanks.');
  if (args.has('stdin')) return answer({ bytes: await readAll(io.stdin), path: null, line: null }, args, io);
  if (word === undefined) throw wrong('explain what? A text, a fingerprint, or FILE:LINE');
  const inFile = fileAndLine(word, io.cwd);
  if (inFile !== null) return answer(inFile, args, io);
  if (/^[0-9a-f]{8,20}$/.test(word)) {
    const text = await explainFinding(word, args, io);
    if (text !== null) return print(io, text);
    if (word.length >= 12)
      await io.stderr.write(`gitmoat: ${word} is no finding's fingerprint here; taken as a text\n`);
  }
  return answer({ bytes: Buffer.from(word), path: null, line: null }, args, io);
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** `path:12`, or a whole file. Null where no such file exists: then the words are text. */
function fileAndLine(word: string, cwd: string): Question | null {
  const [, name = word, digits = null] = /^(.+):(\d+)$/.exec(word) ?? [];
  const file = resolve(cwd, name);
  if (name.includes('\n') || !existsSync(file)) {
    if (digits !== null && /[/\\.]/.test(name) && !/\s/.test(name))
      throw wrong(`${name} does not exist`, 'FILE:LINE names a file on disk.');
    return null;
  }
  if (!statSync(file).isFile()) throw wrong(`${name} is a folder`, 'Name a file and a line: FILE:LINE.');
  return { bytes: readFileSync(file), path: file, line: digits === null ? null : Number(digits) };
}

async function answer(question: Question, args: Args, io: Io): Promise<number> {
  const folder = question.path === null ? io.cwd : dirname(question.path);
  const setup = await prepare(args, io, rootOnDisk(folder));
  return print(
    io,
    [...outcomeLines(question, setup), ...anchorLines(question, setup.ruleset)].map((line) => `${line}\n`).join(''),
  );
}

/** What the scanner makes of it, after overlap and comments. */
function outcomeLines({ bytes, path, line }: Question, { ruleset }: Setup): string[] {
  const paths = path === null ? [] : [Buffer.from(basename(path)).toString('latin1')];
  const { located } = scanBlob(createBlobScanner(ruleset), bytes, paths, null);
  const here = located.filter((one) => line === null || (one.line <= line && line <= one.endLine));
  if (here.length === 0) return ['Not reported: no rule matches here.'];
  return here.flatMap((one) => outcomeOf(one, ruleset));
}

function outcomeOf(one: Located, ruleset: Ruleset): string[] {
  const { name, description, remediation } = ruleset.text(one.rule.index);
  const facts = Object.entries(one.facts).map(([key, value]) => `${key} ${value}`);
  const place = `line ${one.line}, columns ${one.column} to ${one.endColumn}`;
  const notes = [`${one.redacted} on ${place}`, ...facts];
  if (one.absorbed.length > 0) notes.push(`stands for ${one.absorbed.length} weaker match(es) of the same bytes`);
  const paragraph = wrapText(`${description} ${remediation}`.trim(), 76).map((text) => `  ${text}`);
  return [
    `${verdictOf(one)}: ${one.rule.id} (${name}), ${one.severity}, ${one.confidence}`,
    ...notes.map((note) => `  ${note}`),
    ...paragraph,
  ];
}

function verdictOf(one: Located): string {
  if (one.madeUp !== null) return `Suppressed, cannot be real (${one.madeUp})`;
  if (one.inline !== null) return `Suppressed by the comment on line ${one.inline.line}`;
  return one.confidence === 'low' ? 'Counted only with --min-confidence low' : 'Reported';
}

function anchorLines({ bytes, line }: Question, ruleset: Ruleset): string[] {
  const { anchors } = explainText(ruleset, bytes);
  const wanted = anchors.filter(({ at }) => line === null || lineOf(bytes, at) === line);
  if (wanted.length === 0) return ['', `None of the ${ruleset.rules.length} rules has an anchor here.`];
  // Those that got furthest say the most.
  const ordered = wanted.toSorted((a, b) => passed(b) - passed(a));
  const left = ordered.length - mostAnchors;
  return [
    '',
    'Rules that looked, the nearest first:',
    ...ordered.slice(0, mostAnchors).flatMap((anchor) => anchorText(anchor, bytes)),
    ...(left > 0 ? [`  … and ${left} more that failed earlier`] : []),
  ];
}

function passed({ steps }: ExplainedAnchor): number {
  return steps.filter((step) => step.passed).length - steps.filter((step) => !step.passed).length;
}

function anchorText({ rule, at, steps }: ExplainedAnchor, bytes: Buffer): string[] {
  const text = bytes.toString('latin1', at, at + 64).toLowerCase();
  const anchor = rule.anchors.find((use) => text.startsWith(use.text))?.text ?? '';
  return [
    `  ${rule.id}: anchor ${JSON.stringify(anchor)} at byte ${at}`,
    ...steps.map(({ stage, passed, detail }) =>
      `    ${stage.padEnd(22)} ${passed ? 'yes' : 'no '} ${detail}`.trimEnd(),
    ),
  ];
}

function lineOf(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line++;
  return line;
}

async function print(io: Io, text: string): Promise<number> {
  await io.stdout.write(text);
  return 0;
}
