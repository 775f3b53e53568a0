/** Questions about the commit graph as a whole, answered by one pass each: generation, and what reaches what. */
import type { HistoryIndex } from './history-index.ts';

/** Commits answered for in one pass: the bits of a number. */
export const groupsAtOnce = 32;

export class CommitGraph {
  /** Longest path from a root, by commit number. */
  readonly generation: Int32Array;
  readonly #index: HistoryIndex;
  /** Every commit before its parents. */
  readonly #childrenFirst: Int32Array;

  constructor(index: HistoryIndex) {
    this.#index = index;
    this.#childrenFirst = childrenFirst(index);
    this.generation = new Int32Array(index.commits.size);
    for (let i = this.#childrenFirst.length - 1; i >= 0; i--) {
      const commit = this.#childrenFirst[i]!;
      let longest = 0;
      for (const parent of index.parents(commit)) longest = Math.max(longest, this.generation[parent]! + 1);
      this.generation[commit] = longest;
    }
  }

  /** Spreads bits from commits to all their ancestors. */
  spreadToAncestors(bits: Uint32Array): void {
    for (const commit of this.#childrenFirst) {
      const own = bits[commit]!;
      if (own !== 0) for (const parent of this.#index.parents(commit)) bits[parent]! |= own;
    }
  }

  /** Spreads bits from commits to all their descendants. */
  spreadToDescendants(bits: Uint32Array): void {
    for (let i = this.#childrenFirst.length - 1; i >= 0; i--) {
      const commit = this.#childrenFirst[i]!;
      for (const parent of this.#index.parents(commit)) bits[commit]! |= bits[parent]!;
    }
  }
}

function childrenFirst(index: HistoryIndex): Int32Array {
  const count = index.commits.size;
  const children = new Int32Array(count);
  for (let commit = 0; commit < count; commit++) for (const parent of index.parents(commit)) children[parent]!++;
  const order = new Int32Array(count);
  let filled = 0;
  for (let commit = 0; commit < count; commit++) if (children[commit] === 0) order[filled++] = commit;
  for (let next = 0; next < filled; next++) {
    for (const parent of index.parents(order[next]!)) if (--children[parent]! === 0) order[filled++] = parent;
  }
  return order;
}
