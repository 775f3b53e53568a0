/**
 * What a push would publish: every commit that the other side does not have, for all refs of the push together, without
 * a limit on their number; messages of commits and tags; blobs and trees that a tag points at. Asks git about ids only,
 * the commits are read by core's range source.
 */
import { presentOids } from '@gitmoat/core/git/missing';
import { streamedAbove } from '@gitmoat/core/git/object-limits';
import { readObjects } from '@gitmoat/core/git/objects';
import type { Repository } from '@gitmoat/core/git/repository';
import { runGit } from '@gitmoat/core/git/run';
import { listTree } from '@gitmoat/core/git/tree';
import { objectBlob } from '@gitmoat/core/sources/object-blob';
import { type RangeSource, revisionSource } from '@gitmoat/core/sources/range';
import type { Place, Source, SourceBlob } from '@gitmoat/core/sources/source';
import type { RefUpdate } from './updates.ts';

export interface PushQuestion {
  readonly updates: readonly RefUpdate[];
  /** Commits that the other side has, as far as is known here. */
  readonly known: readonly string[];
  /** Those whose trees are looked into for a secret that is published already. */
  readonly newest: readonly string[];
}

export interface Outgoing {
  readonly source: Source;
  /** The commits that the refs of the push point at; annotated tags are followed. */
  readonly tips: readonly string[];
}

export async function outgoingSource(repo: Repository, { updates, known, newest }: PushQuestion): Promise<Outgoing> {
  const pushed = [...new Set(updates.flatMap(({ localOid }) => localOid ?? []))];
  const theirs = [...new Set(updates.flatMap(({ remoteOid }) => remoteOid ?? []))];
  // An object of the other side that was never fetched cannot be left out; asking for it must not fetch it.
  const objects = await typesOf(repo, [...(await presentOids(repo, theirs)), ...pushed]);
  const tips = new Set<string>();
  const tags = new Set<string>();
  const bare = new Map<string, 'blob' | 'tree'>();
  for (const oid of pushed) {
    let { type, target } = objects.get(oid) ?? { type: 'commit', target: oid };
    let tag = oid;
    while (type === 'tag') {
      tags.add(tag);
      tag = await taggedBy(repo, tag);
      ({ type, target } = (await typesOf(repo, [tag])).get(tag) ?? { type: 'missing', target: tag });
    }
    if (type === 'commit') tips.add(target);
    if (type === 'blob' || type === 'tree') bare.set(target, type);
  }
  const had = theirs.flatMap((oid) => objects.get(oid)?.commit ?? []);
  const range = revisionSource(repo, {
    name: 'outgoing',
    tips: [...tips],
    excluded: [...new Set([...had, ...known])],
    published: [...new Set([...had, ...newest])],
    tags: [...tags],
  });
  return { source: bare.size === 0 ? range : withBareObjects(repo, range, bare), tips: [...tips] };
}

interface ObjectType {
  readonly type: string;
  readonly target: string;
  /** The commit it leads to, if it does. */
  readonly commit: string | null;
}

/** Types of the objects that exist here, in one process. */
async function typesOf(repo: Repository, oids: readonly string[]): Promise<Map<string, ObjectType>> {
  const found = new Map<string, ObjectType>();
  if (oids.length === 0) return found;
  const input = oids.map((oid) => `${oid}\n${oid}^{commit}\n`).join('');
  const { stdout } = await runGit(repo, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input });
  const lines = stdout.toString('latin1').split('\n');
  for (const [i, oid] of oids.entries()) {
    const [target = '', type = ''] = lines[2 * i]?.split(' ') ?? [];
    const [commit = '', isCommit = ''] = lines[2 * i + 1]?.split(' ') ?? [];
    if (type !== 'missing' && type !== '') {
      found.set(oid, { type, target, commit: isCommit === 'commit' ? commit : null });
    }
  }
  return found;
}

async function taggedBy(repo: Repository, tag: string): Promise<string> {
  for await (const object of readObjects(repo, [tag])) {
    return /^object ([0-9a-f]+)/.exec(object.bytes.toString('latin1', 0, 80))?.[1] ?? '';
  }
  return '';
}

/** Tags may point at a blob or a tree that no commit holds: those are published too. */
function withBareObjects(
  repo: Repository,
  range: RangeSource,
  bare: ReadonlyMap<string, 'blob' | 'tree'>,
): RangeSource {
  let count = 0;
  async function* places(): AsyncGenerator<[string, Place]> {
    for (const [oid, type] of bare) {
      if (type === 'blob') yield [oid, { where: 'tree', path: null, commit: null }];
      else
        for await (const { oid: blob, path } of listTree(repo, oid))
          yield [blob, { where: 'tree', path, commit: null }];
    }
  }
  return {
    ...range,
    async *blobs(): AsyncGenerator<SourceBlob, void, undefined> {
      yield* range.blobs();
      const listed = new Map<string, Place[]>();
      for await (const [oid, place] of places()) listed.set(oid, [...(listed.get(oid) ?? []), place]);
      for await (const object of readObjects(repo, [...listed.keys()], { largest: streamedAbove })) {
        if (object.state !== 'read' && object.state !== 'large') continue;
        count++;
        yield objectBlob(repo, object, listed.get(object.oid)!);
      }
    },
    counts: () => {
      const { blobs, commits } = range.counts!();
      return { blobs: blobs + count, commits };
    },
  };
}
