/**
 * Where blobs and commits belong: which commit brings a blob to which path, what holds it (branch, tag, stash …),
 * which refs reach it, and whether HEAD has it. Built from one walk of the log; asked only about blobs with findings.
 */
import { CommitGraph, groupsAtOnce } from '../git/commit-graph.ts';
import { type CommitHeading, commitInfos } from '../git/commit-info.ts';
import { tagHeading } from '../git/commit-object.ts';
import type { HistoryIndex } from '../git/history-index.ts';
import { readObjects } from '../git/objects.ts';
import type { Ref } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { Place } from '../sources/source.ts';
import type { Held } from './finding.ts';

/** Strongest first; a commit's bit i says that `heldBy[i]` reaches it. */
const heldBy = ['branch', 'tag', 'remote', 'stash', 'note', 'reflog', 'unreachable'] as const;
const refKinds = 0b11111;

/** Refs of one finding that are named; the rest is counted. */
const refsNamed = 50;

export interface Reach {
  readonly held: Held | null;
  /** Full names, latin1, sorted. */
  readonly refs: readonly string[];
  readonly refCount: number;
}

/** Order among commits: reachable from a ref first, then generation, date, id. */
export interface Rank {
  readonly loose: number;
  readonly generation: number;
  readonly time: number;
}

export interface ProvenanceInput {
  readonly repo: Repository;
  readonly index: HistoryIndex;
  /** Null where reach is not asked for (a range). */
  readonly refs: readonly Ref[] | null;
  /** Commits that refs/stash points at or pointed at. */
  readonly stashes: readonly string[];
  /** Commits of the index that only the object store knows. */
  readonly unreachable: readonly string[];
  /** Tag object → what it names. */
  readonly tags: ReadonlyMap<string, string>;
  /** False where the log could not be walked: then a blob without a commit is not unreachable, only not known. */
  readonly attributed: boolean;
}

export class Provenance {
  readonly #input: ProvenanceInput;
  readonly #graph: CommitGraph;
  readonly #held: Uint32Array;

  constructor(input: ProvenanceInput) {
    this.#input = input;
    this.#graph = new CommitGraph(input.index);
    this.#held = new Uint32Array(input.index.commits.size);
    for (const ref of input.refs ?? []) this.#mark(this.#peel(ref.oid).at(-1)!, kindOf(ref.name));
    for (const oid of input.stashes) this.#mark(oid, 'stash');
    this.#graph.spreadToAncestors(this.#held);
    for (const oid of input.unreachable) this.#mark(oid, 'unreachable');
  }

  get attributed(): boolean {
    return this.#input.attributed;
  }

  /** Places in history of the wanted blobs; a blob without an entry was seen in no commit. */
  places(wanted: ReadonlySet<string>): Map<string, Place[]> {
    const { index } = this.#input;
    const numbers = new Map<number, Place[]>();
    const found = new Map<string, Place[]>();
    for (const oid of wanted) {
      const number = index.blobs.find(oid);
      if (number >= 0) numbers.set(number, []);
    }
    if (numbers.size === 0) return found;
    for (const { blob, commit, path } of index.changes()) {
      const places = numbers.get(blob);
      if (places === undefined) continue;
      const note = this.#heldOf(this.#held[commit]!) === 'note';
      places.push({
        where: note ? 'note' : 'tree',
        path: note ? null : index.paths[path]!,
        commit: index.commits.hex(commit),
      });
    }
    for (const [number, places] of numbers) found.set(index.blobs.hex(number), places);
    return found;
  }

  /** Null for a commit that the walk did not meet. */
  rank(commit: string): Rank | null {
    const number = this.#input.index.commits.find(commit);
    if (number < 0) return null;
    const loose = (this.#held[number]! & refKinds) === 0 ? 1 : 0;
    return { loose, generation: this.#graph.generation[number]!, time: this.#input.index.time(number) };
  }

  /** For each group of commits (or tag objects): what holds one of them, and the refs that reach one of them. */
  reach(groups: readonly (readonly string[])[]): Reach[] {
    const { refs } = this.#input;
    if (refs === null || !this.attributed) return groups.map(() => ({ held: null, refs: [], refCount: 0 }));
    const tips = refs.map(({ name, oid }) => {
      const chain = this.#peel(oid);
      return { name, chain, number: this.#input.index.commits.find(chain.at(-1)!) };
    });
    const answers: Reach[] = [];
    for (let from = 0; from < groups.length; from += groupsAtOnce) {
      const lot = groups.slice(from, from + groupsAtOnce);
      const bits = new Uint32Array(this.#input.index.commits.size);
      for (const [i, group] of lot.entries()) {
        for (const oid of group) {
          const number = this.#input.index.commits.find(oid);
          if (number >= 0) bits[number]! |= 1 << i;
        }
      }
      this.#graph.spreadToDescendants(bits);
      for (const [i, group] of lot.entries()) {
        const own = new Set(group.filter((oid) => this.#input.tags.has(oid)));
        const names = tips.filter(
          ({ chain, number }) =>
            (number >= 0 && (bits[number]! & (1 << i)) !== 0) || (own.size > 0 && chain.some((oid) => own.has(oid))),
        );
        answers.push(
          this.#answer(
            group,
            names.map(({ name }) => name),
          ),
        );
      }
    }
    return answers;
  }

  /** Author, date and subject, of tag objects too. Not yet safe to print. */
  async headings(oids: ReadonlySet<string>): Promise<Map<string, CommitHeading>> {
    const { repo, tags } = this.#input;
    const found = await commitInfos(
      repo,
      [...oids].filter((oid) => !tags.has(oid)),
    );
    for await (const object of readObjects(
      repo,
      [...oids].filter((oid) => tags.has(oid)),
    )) {
      if (object.state === 'read') found.set(object.oid, { oid: object.oid, ...tagHeading(object.bytes) });
    }
    return found;
  }

  #answer(group: readonly string[], names: readonly string[]): Reach {
    let held = 0;
    for (const oid of group) {
      const number = this.#input.index.commits.find(oid);
      if (number >= 0)
        held |= this.#held[number]! || 1 << heldBy.indexOf('reflog'); // walked, but no ref reaches it
      else if (this.#input.tags.has(oid)) held |= 1 << heldBy.indexOf('unreachable');
    }
    for (const name of names) held |= 1 << heldBy.indexOf(kindOf(name));
    return { held: held === 0 ? null : this.#heldOf(held), refs: names.slice(0, refsNamed), refCount: names.length };
  }

  #heldOf(bits: number): Held {
    return heldBy.find((_, i) => bits & (1 << i)) ?? 'reflog';
  }

  #mark(oid: string, kind: Held): void {
    const number = this.#input.index.commits.find(oid);
    if (number >= 0) this.#held[number]! |= 1 << heldBy.indexOf(kind);
  }

  /** The object itself and what it names, tag by tag, down to the commit. */
  #peel(oid: string): string[] {
    const chain = [oid];
    for (let next = this.#input.tags.get(oid); next && !chain.includes(next); next = this.#input.tags.get(next)) {
      chain.push(next);
    }
    return chain;
  }
}

function kindOf(ref: string): Held {
  if (ref.startsWith('refs/tags/')) return 'tag';
  if (ref.startsWith('refs/notes/')) return 'note';
  if (ref === 'refs/stash') return 'stash';
  // What forges and mirrors keep beside branches: refs/pull/*, refs/merge-requests/*, refs/changes/* …
  if (/^refs\/(remotes|pull|pull-requests|merge-requests|changes|keep-around|environments|pipelines)\//.test(ref))
    return 'remote';
  return 'branch';
}
