/** What the readers of archives hand on: one file at a time, unpacked when asked for. */
import type { RawPath } from '../../sources/source.ts';

/** Why an entry is not read; out of scope, and said in coverage. */
export type Refusal = 'encrypted' | 'limits' | 'damaged' | 'compression';

export interface ArchiveEntry {
  /** As the archive has it, bytes as latin1; nothing is ever written under that name. */
  readonly name: RawPath;
  /** At most `limit` bytes. */
  read(limit: number): Buffer | Refusal;
}

/** Names longer than this are cut: they are shown, and matched by path rules, never opened. */
export const longestName = 1024;
