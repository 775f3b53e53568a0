/** The baseline of a run: read where the config is read, composed with the hand-written exceptions. */
import {
  type BaselineEntry,
  baselineName,
  baselineNotes,
  createBaseline,
  firstOf,
  parseBaseline,
} from '@gitmoat/core/baseline/baseline';
import type { Io } from '../io.ts';
import { readNamedFile } from '../named-file.ts';
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
  const text = readNamedFile(args, 'baseline', io.cwd)?.toString() ?? (await root(baselineName));
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
