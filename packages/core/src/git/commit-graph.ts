/** Questions about the commit graph as a whole, answered by one pass each: generation, and what reaches what. */
import type { HistoryIndex } from './history-index.ts';

/** Commits answered for in one pass: the bits of a number. */
export const groupsAtOnce = 32;

export class CommitGraph {
  /** Longest path from a root, by commit number. */
  readonly generation: Int32Array;
  readonly #edges: Edges;
  /** Every commit before its parents. */
  readonly #childrenFirst: Int32Array;

  constructor(index: HistoryIndex) {
    this.#edges = edgesOf(index);
    this.#childrenFirst = childrenFirst(this.#edges);
    const { starts, parents } = this.#edges;
    this.generation = new Int32Array(index.commits.size);
    for (let i = this.#childrenFirst.length - 1; i >= 0; i--) {
      const commit = this.#childrenFirst[i]!;
      let longest = 0;
      for (let p = starts[commit]!; p < starts[commit + 1]!; p++) {
        longest = Math.max(longest, this.generation[parents[p]!]! + 1);
      }
      this.generation[commit] = longest;
    }
  }

  /** Spreads bits from commits to all their ancestors. */
  spreadToAncestors(bits: Uint32Array): void {
    const { starts, parents } = this.#edges;
    for (const commit of this.#childrenFirst) {
      const own = bits[commit]!;
      if (own !== 0) for (let p = starts[commit]!; p < starts[commit + 1]!; p++) bits[parents[p]!]! |= own;
    }
  }

  /** Spreads bits from commits to all their descendants. */
  spreadToDescendants(bits: Uint32Array): void {
    const { starts, parents } = this.#edges;
    for (let i = this.#childrenFirst.length - 1; i >= 0; i--) {
      const commit = this.#childrenFirst[i]!;
      for (let p = starts[commit]!; p < starts[commit + 1]!; p++) bits[commit]! |= bits[parents[p]!]!;
    }
  }
}

/** Parents of c: parents[starts[c]] … parents[starts[c+1]-1]. */
interface Edges {
  readonly starts: Int32Array;
  readonly parents: Int32Array;
}

function edgesOf(index: HistoryIndex): Edges {
  const count = index.commits.size;
  const starts = new Int32Array(count + 1);
  const parents: number[] = [];
  for (let commit = 0; commit < count; commit++) {
    for (const parent of index.parents(commit)) parents.push(parent);
    starts[commit + 1] = parents.length;
  }
  return { starts, parents: Int32Array.from(parents) };
}

function childrenFirst({ starts, parents }: Edges): Int32Array {
  const count = starts.length - 1;
  const children = new Int32Array(count);
  for (const parent of parents) children[parent]!++;
  const order = new Int32Array(count);
  let filled = 0;
  for (let commit = 0; commit < count; commit++) if (children[commit] === 0) order[filled++] = commit;
  for (let next = 0; next < filled; next++) {
    const commit = order[next]!;
    for (let p = starts[commit]!; p < starts[commit + 1]!; p++) {
      const parent = parents[p]!;
      if (--children[parent]! === 0) order[filled++] = parent;
    }
  }
  return order;
}
