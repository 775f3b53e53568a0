/**
 * Seeded damage to files that git wrote: bit flips, cuts, zeroed and moved blocks in packs, indexes and loose objects.
 * Nothing may throw or hang, and no object may be wrong or lost without a fault that says so.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ObjectStore, openObjectStore } from '../../../../packages/core/src/git/pack/object-store.ts';
import { hexOid } from '../../../../packages/core/src/git/pack/oid-table.ts';
import {
  addLoose,
  type GitObject,
  git,
  makeRepository,
  objectsOf,
  seeded,
  temporaryFolder,
  write,
} from './git-repository.ts';
import { sha1 } from './pack-builder.ts';
import { walkPlan } from './walk-plan.ts';

const CASES = process.env.GITMOAT_TEST_FULL === '1' ? 2000 : 320;
/** Per case; the slowest seen took 0.2 s. */
const SLOW_MS = 10_000;

const folder = temporaryFolder();
afterAll(folder.remove);

interface Original {
  readonly files: { readonly path: string; readonly bytes: Buffer }[];
  readonly objects: ReadonlyMap<string, GitObject>;
}

function original(name: string, prepare: (dir: string) => void): Original {
  const dir = join(folder.dir, name);
  makeRepository(dir, { commits: 8, files: 3, seed: name.length });
  prepare(dir);
  const root = join(dir, 'objects');
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = paths.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.endsWith('.rev'));
  return {
    files: files.map((path) => ({ path: path.slice(root.length + 1), bytes: readFileSync(path) })),
    objects: objectsOf(dir),
  };
}

const originals = [
  original('by-offset', (dir) => git(dir, ['repack', '-adfq', '--depth=50'])),
  original('by-identity', (dir) =>
    git(dir, ['-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq', '--depth=50']),
  ),
  original('loose-and-packed', (dir) => {
    git(dir, ['repack', '-adfq']);
    for (let i = 0; i < 20; i++) addLoose(dir, `loose ${i} `.repeat(i * 20));
  }),
];

/** Index files with their own checksum put right, so that what lies behind it is reached. */
function reseal(bytes: Buffer): void {
  sha1(bytes.subarray(0, -20)).copy(bytes, bytes.length - 20);
}

function damage(bytes: Buffer, random: () => number, isIndex: boolean): Buffer {
  const at = (limit: number): number => Math.floor(random() * limit);
  const copy = Buffer.from(bytes);
  const kind = at(6);
  if (copy.length === 0 || kind === 0) return copy.subarray(0, at(copy.length + 1));
  if (kind === 1) copy.fill(0, at(copy.length), at(copy.length) + 1);
  else if (kind === 2) copy.copy(copy, at(copy.length), at(copy.length), copy.length);
  else if (kind === 3) copy[at(Math.min(copy.length, 1100))] = at(256);
  else for (let flips = 1 + at(3); flips > 0; flips--) copy[at(copy.length)]! ^= 1 << at(8);
  if (isIndex && copy.length > 20 && random() < 0.5) reseal(copy);
  return copy;
}

const contentKey = (object: GitObject): string => `${object.type}:${sha1(object.bytes).toString('hex')}`;

/** What came out wrong, or did not come out although nothing was said. `trusted`: the index was not tampered with. */
function silentLosses(store: ObjectStore, objects: ReadonlyMap<string, GitObject>, trusted: boolean): string[] {
  const losses: string[] = [];
  const walks = store.packs.map((_, pack) => walkPlan(store, pack));
  const contents = new Set(walks.flatMap((walk) => [...walk.objects.values()].map(contentKey)));
  let told = store.faults.length > 0 || walks.some((walk) => walk.faults.size > 0);
  for (const { oids } of store.loose) {
    for (let i = 0; i < oids.count; i++) {
      const { type, bytes } = store.read(hexOid(oids, i));
      if (bytes === null) told = true;
      else contents.add(contentKey({ type, bytes }));
    }
  }
  const wrong = (oid: string, object: { type: number; bytes: Buffer | null }): boolean =>
    object.bytes !== null && contentKey(object as GitObject) !== contentKey(objects.get(oid)!) && (trusted || !told);
  for (const [oid, object] of objects) {
    const stream = store.stream(oid);
    const { type, chunks } = stream;
    const streamed = [...(chunks?.() ?? [null])].map((chunk) =>
      chunk instanceof Uint8Array ? Buffer.from(chunk) : null,
    );
    if (stream.fault === null) stream.close();
    if (!contents.has(contentKey(object)) && !told) losses.push(`lost ${oid}`);
    if (wrong(oid, store.read(oid))) losses.push(`read ${oid}`);
    if (!streamed.includes(null) && wrong(oid, { type, bytes: Buffer.concat(streamed as Buffer[]) }))
      losses.push(`stream ${oid}`);
    if (walks.some((walk) => walk.objects.has(oid) && wrong(oid, walk.objects.get(oid)!))) losses.push(`walk ${oid}`);
  }
  return losses;
}

function runCase(number: number): void {
  const random = seeded(number);
  const chosen = originals[number % originals.length]!;
  const objects = join(folder.dir, `case${number % 8}-${number}`);
  const victim = Math.floor(random() * chosen.files.length);
  // Packs are a few files among many loose ones: aim at them most of the time.
  const aim =
    random() < 0.7 ? chosen.files.findIndex((file) => file.path.endsWith(random() < 0.7 ? '.pack' : '.idx')) : victim;
  const target = aim < 0 ? victim : aim;
  const isIndex = chosen.files[target]!.path.endsWith('.idx');
  for (const [i, { path, bytes }] of chosen.files.entries()) {
    mkdirSync(join(objects, path, '..'), { recursive: true });
    write(join(objects, path), i === target ? damage(bytes, random, isIndex) : bytes);
  }
  const started = performance.now();
  const store = openObjectStore(objects, {
    objectFormat: 'sha1',
    wholeBytes: random() < 0.5 ? 0 : 1 << 26,
    maxMemory: 64 << 20,
  });
  // A resealed index is believed: its CRCs may be the damaged ones.
  expect(silentLosses(store, chosen.objects, !isIndex), `case ${number}`).toEqual([]);
  store.close();
  expect(performance.now() - started, `case ${number}`).toBeLessThan(SLOW_MS);
}

describe.each(Array.from({ length: 8 }, (_, part) => part))('damage, part %i', (part) => {
  it(`${CASES / 8} cases`, { timeout: 600_000 }, () => {
    for (let number = part; number < CASES; number += 8) runCase(number);
  });
});
