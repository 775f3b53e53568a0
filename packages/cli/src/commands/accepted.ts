/** The baseline of a run: read where the config is read, composed with the hand-written exceptions. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type BaselineEntry,
  baselineName,
  baselineNotes,
  createBaseline,
  firstOf,
  parseBaseline,
} from '@gitmoat/core/baseline/baseline';
import { GitmoatError } from '../core.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import type { ReadRootFile } from '../root-files.ts';
import type { Policy } from '../scan-command.ts';

/** `--baseline FILE`, none with `--no-baseline`, else the one at the root. Null: there is none. */
export async function readAccepted(
  args: Args,
  io: Io,
  root: ReadRootFile,
): Promise<{ readonly name: string; readonly entries: readonly BaselineEntry[] } | null> {
  if (args.has('no-baseline')) return null;
  const named = args.value('baseline');
  const text = named === null ? await root(baselineName) : await readNamed(resolve(io.cwd, named), named);
  const name = named ?? baselineName;
  return text === null ? null : { name, entries: parseBaseline(text, name) };
}

/** The setup with the baseline's acceptances behind the allowlist's, and a line about them. */
export async function withAccepted<T extends Policy>(setup: T, args: Args, io: Io, root: ReadRootFile): Promise<T> {
  const accepted = await readAccepted(args, io, root);
  if (accepted === null || accepted.entries.length === 0) return setup;
  const { name, entries } = accepted;
  return {
    ...setup,
    suppressor: firstOf([setup.suppressor, createBaseline(entries, name)]),
    notes: [...baselineNotes(entries, name), ...setup.notes],
  };
}

async function readNamed(file: string, name: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new GitmoatError('usage', `--baseline ${name} cannot be read: ${code}`, { cause });
  }
}
