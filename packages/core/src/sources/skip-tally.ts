/** Collects what a source did not read. */
import type { Skipped } from './source.ts';

/** Names kept for people, the first in order, so that who read what first changes nothing; the count goes on. */
const namesKept = 20;

export class SkipTally {
  readonly #entries = new Map<string, { reason: string; unread: boolean; count: number; names: string[] }>();

  /** `unread` makes the coverage incomplete; false: out of scope, only named. */
  add(reason: string, unread: boolean, name: string): void {
    let entry = this.#entries.get(reason);
    if (!entry) {
      entry = { reason, unread, count: 0, names: [] };
      this.#entries.set(reason, entry);
    }
    entry.count++;
    const last = entry.names.at(-1);
    if (entry.names.length === namesKept && last !== undefined && name >= last) return;
    const at = entry.names.findIndex((other) => name < other);
    entry.names.splice(at < 0 ? entry.names.length : at, 0, name);
    entry.names.length = Math.min(entry.names.length, namesKept);
  }

  list(): Skipped[] {
    return [...this.#entries.values()];
  }
}

export const skipReasons = {
  submodule: 'submodule',
  nested: 'nested repository',
  lfs: 'LFS content',
  missing: 'missing object',
  missingTree: 'missing tree',
  corrupt: 'unreadable object',
  unreadable: 'unreadable file',
  special: 'not a regular file',
  unmerged: 'unmerged path',
  shallow: 'shallow boundary',
  walk: 'history walk broken off',
} as const;

const lfsHead = 'version https://git-lfs.github.com/spec/v1\n';

/** A pointer to content that Git LFS keeps elsewhere (its specification: at most 1,024 bytes). */
export function isLfsPointer(bytes: Buffer): boolean {
  return (
    bytes.length <= 1024 && bytes.length > lfsHead.length && bytes.toString('latin1', 0, lfsHead.length) === lfsHead
  );
}
