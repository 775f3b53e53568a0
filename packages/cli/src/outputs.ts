/** `--format` and `--output` as pairs, and writing a report to each. */

import { once } from 'node:events';
import { chmodSync, createWriteStream, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type Format,
  formats,
  formatTable,
  GitmoatError,
  loadReporter,
  type ReportOptions,
  type ScanResult,
} from './core.ts';
import type { Io } from './io.ts';
import { type Args, oneOf, wrong } from './options.ts';
import { type Reread, withDetails } from './reread.ts';

export interface OutputPair {
  readonly format: Format;
  /** Null: standard output. */
  readonly file: string | null;
}

/** Each --output takes the --format before it, else what its name ends in. Text goes to stdout unless something else does. */
export function pairOutputs(args: Args, cwd: string): OutputPair[] {
  const pairs: { format: Format | null; file: string | null | undefined }[] = [];
  for (const { name, value } of args.given) {
    const last = pairs.at(-1);
    if (name === 'format') pairs.push({ format: oneOf(value, formats, '--format'), file: undefined });
    if (name !== 'output') continue;
    const file = value === '-' ? null : resolve(cwd, value);
    if (last !== undefined && last.file === undefined) last.file = file;
    else pairs.push({ format: formatOf(value), file });
  }
  const done = pairs.map(({ format, file }): OutputPair => {
    if (format === null)
      throw wrong(`--output ${file ?? '-'}: which format? Put --format before it`, `One of ${formats.join(', ')}.`);
    return { format, file: file ?? null };
  });
  const toStdout = done.filter(({ file }) => file === null);
  if (toStdout.length > 1) throw wrong('two formats to standard output: give each but one an --output');
  if (toStdout.length === 0 && !args.has('quiet')) done.push({ format: 'text', file: null });
  for (const { file } of done) if (file !== null) checkFolder(file);
  return done;
}

/** The format whose ending is the longest that fits: `x.sarif.json` is no plain json. */
function formatOf(file: string): Format | null {
  const fitting = formats.flatMap((format) =>
    formatTable[format].endings.filter((ending) => file.endsWith(ending)).map((ending) => ({ format, ending })),
  );
  return fitting.sort((a, b) => b.ending.length - a.ending.length)[0]?.format ?? null;
}

/** Before the scan: minutes of work must not end in a typo. */
function checkFolder(file: string): void {
  const folder = statSync(dirname(file), { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true)
    throw wrong(`--output ${file}: there is no folder ${dirname(file)}`, 'Create it first.');
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw wrong(`--output ${file} is a folder`, 'Name a file.');
}

export async function writeReports(
  pairs: readonly OutputPair[],
  result: ScanResult,
  options: ReportOptions,
  io: Io,
  reread?: Reread,
): Promise<void> {
  const asked = pairs.map(({ format }) => format);
  const detailed = await withDetails(asked, { result, options, reread }, io);
  const complete = { ...detailed, madeAt: madeAt(io) };
  for (const { format, file } of pairs) {
    const report = await loadReporter(format);
    const forFile = { ...complete, color: false, width: 80 };
    if (file !== null) await writeFile(file, report(result, forFile), options.showSecrets);
    else for (const chunk of report(result, complete)) if (!(await io.stdout.write(chunk))) break;
  }
}

/** SOURCE_DATE_EPOCH makes reports that name their time the same bytes again (https://reproducible-builds.org/specs). */
function madeAt({ env }: Io): string {
  const epoch = env.SOURCE_DATE_EPOCH ?? '';
  const time = /^\d{1,11}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date();
  return `${time.toISOString().slice(0, 19)}Z`;
}

async function writeFile(file: string, chunks: Iterable<string>, secret: boolean): Promise<void> {
  // With raw values inside, nobody else on the machine may read it.
  const stream = createWriteStream(file, { mode: secret ? 0o600 : 0o666 });
  try {
    await once(stream, 'open');
    // A file that was there keeps its mode otherwise.
    if (secret && statSync(file).isFile()) chmodSync(file, 0o600);
    for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, 'drain');
    stream.end();
    await once(stream, 'close');
  } catch (cause) {
    throw new GitmoatError('unreadable', `could not write ${file}: ${(cause as Error).message}`, { cause });
  }
}
