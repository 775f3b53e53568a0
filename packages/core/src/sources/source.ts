/** A Source yields the blobs of one question (what is staged, what a range brings, everything in history). */

/** Where a place is. Path is null for messages. */
export type Where = 'tree' | 'index' | 'worktree' | 'stdin' | 'commit-message' | 'tag-message' | 'note';

/** A path as git has it: one latin1 character a byte. Compare with `<`; show with `displayPath`. */
export type RawPath = string;

export interface Place {
  readonly where: Where;
  readonly path: RawPath | null;
  /** The commit (or tag, or note's commit) that brings the blob to this path; null where there is none or it is not known yet. */
  readonly commit: string | null;
}

export interface SourceBlob {
  /** Object id, hex; null for bytes that git does not have (stdin, untracked files in a folder without git). */
  readonly oid: string | null;
  /** Empty where `large` has them. */
  readonly bytes: Buffer;
  /** A blob above `streamedAbove`. */
  readonly large?: LargeContent;
  /** Known places. Empty in history: provenance fills them in after the scan. */
  readonly places: readonly Place[];
}

/** The bytes of a blob that is not held whole. */
export interface LargeContent {
  readonly size: number;
  /** From the first byte on, each time it is called; throws where they cannot be read to the end. */
  chunks(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Told what `chunks` threw. True: counted as unread, go on; false: not the blob's fault. */
  lost(error: unknown): boolean;
}

/** What was not read and why. `unread` makes the coverage incomplete (exit 3); out of scope does not. */
export interface Skipped {
  readonly reason: string;
  readonly unread: boolean;
  readonly count: number;
  /** At most 20 names (paths or object ids), for people. */
  readonly names: readonly string[];
}

export interface Coverage {
  readonly source: SourceName;
  readonly blobs: { readonly total: number; readonly scanned: number; readonly skipped: readonly Skipped[] };
  readonly bytes: { readonly scanned: number };
  readonly commits: number;
  readonly shallow: boolean;
  readonly complete: boolean;
  readonly seconds: number;
  readonly engine: 'delta' | 'full';
}

export type SourceName = 'staged' | 'worktree' | 'history' | 'range' | 'outgoing' | 'stdin' | 'audit';

export interface Source {
  readonly name: SourceName;
  /** Each distinct blob once, in any order. Ends early (return) without leaving a process behind. */
  blobs(): AsyncIterable<SourceBlob>;
  /** Complete once `blobs()` has ended. */
  skipped(): readonly Skipped[];
  /** Blobs to come as far as is known yet, for a progress bar. */
  expected?(): number;
  /** Blobs that were listed, read or not, and commits; known once `blobs()` has ended. Without it: as many as were yielded. */
  counts?(): { readonly blobs: number; readonly commits: number };
  /**
   * For a source that asks what is new: object ids of the versions of the place's file before the change (its rename
   * source included) that git has. A secret that one of them holds is not new there.
   */
  earlier?(place: Place): Promise<readonly string[]>;
}
