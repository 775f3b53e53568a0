/** Every object of repositories that real git made, byte for byte as `git cat-file` prints it. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  attachObjectStore,
  type ObjectStore,
  openObjectStore,
} from '../../../../packages/core/src/git/pack/object-store.ts';
import type { ObjectFormat } from '../../../../packages/core/src/git/pack/oid-table.ts';
import { addLoose, type GitObject, git, makeRepository, objectsOf, temporaryFolder } from './git-repository.ts';
import { walkPlan } from './walk-plan.ts';

vi.setConfig({ testTimeout: 60_000 });
const folder = temporaryFolder();
afterAll(folder.remove);
let made = 0;

function repository(format: ObjectFormat = 'sha1', commits = 25): string {
  const dir = join(folder.dir, `r${made++}`);
  makeRepository(dir, { commits, files: 6, format, seed: made });
  return dir;
}

/** `read`, `stream`, the walk over plans, and the lists: all say what git says. */
function expectAll(store: ObjectStore, objects: ReadonlyMap<string, GitObject>): void {
  expect(store.faults).toEqual([]);
  for (const [oid, { type, bytes }] of objects) {
    const read = store.read(oid);
    if (read.fault !== null || read.type !== type || !read.bytes.equals(bytes))
      expect({ oid, read }).toEqual({ oid, type, bytes });
    expect(store.typeOf(oid)).toBe(type);
    const stream = store.stream(oid);
    const chunks: Buffer[] = [];
    for (const chunk of stream.chunks?.() ?? []) {
      if (!(chunk instanceof Uint8Array)) throw new Error(chunk.reason);
      chunks.push(Buffer.from(chunk));
    }
    if (stream.fault === null) stream.close();
    expect([stream.type, stream.size, Buffer.concat(chunks).equals(bytes)]).toEqual([type, bytes.length, true]);
  }
  const seen = new Set<string>();
  for (const pack of store.packs.keys()) {
    const walked = walkPlan(store, pack);
    expect([...walked.faults.values()]).toEqual([]);
    for (const [oid, { type, bytes }] of walked.objects) {
      seen.add(oid);
      const object = objects.get(oid);
      if (object?.type !== type || !object.bytes.equals(bytes)) expect({ oid, type, bytes }).toEqual(object);
    }
    expect(walked.objects.size).toBe(store.packs[pack]!.index.count);
  }
  for (const { oids } of store.loose) {
    for (let i = 0; i < oids.count; i++)
      seen.add(Buffer.from(oids.oids.subarray(i * oids.width, (i + 1) * oids.width)).toString('hex'));
  }
  expect(seen.size).toBe(objects.size);
}

function check(dir: string, format: ObjectFormat = 'sha1', expected = objectsOf(dir)): ObjectStore {
  expect(expected.size).toBeGreaterThan(20);
  const objects = join(dir, 'objects');
  for (const wholeBytes of [1 << 26, 0]) {
    const store = openObjectStore(objects, { objectFormat: format, wholeBytes });
    expectAll(store, expected);
    store.close();
  }
  return openObjectStore(objects, { objectFormat: format });
}

const packDir = (dir: string): string => join(dir, 'objects', 'pack');
const kinds = (store: ObjectStore): Set<number> =>
  new Set(store.packs.flatMap((_, pack) => [...store.plan(pack).kind]));

describe('packs', () => {
  it.each([
    ['no deltas', ['repack', '-adfq', '--depth=0']],
    ['shallow chains', ['repack', '-adfq', '--depth=3', '--window=5']],
    ['deep chains', ['repack', '-adfq', '--depth=250', '--window=50']],
    ['bases named by id', ['-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq', '--window=20']],
    ['an index of version 1', ['-c', 'pack.indexVersion=1', 'repack', '-adfq']],
    ['stored, not compressed', ['-c', 'core.compression=0', 'repack', '-adFq']],
  ])('%s', (_, args) => {
    const dir = repository();
    git(dir, args);
    const store = check(dir);
    expect(store.packs).toHaveLength(1);
    store.close();
  });

  it('both kinds of delta stand in the plan', () => {
    const dir = repository();
    git(dir, ['repack', '-adfq', '--window=20']);
    const byOffset = openObjectStore(join(dir, 'objects'), { objectFormat: 'sha1' });
    expect(kinds(byOffset)).toContain(6);
    git(dir, ['-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq', '--window=20']);
    const byId = openObjectStore(join(dir, 'objects'), { objectFormat: 'sha1' });
    expect(kinds(byId)).toContain(7);
    expect(kinds(byId)).not.toContain(6);
  });

  it('64-bit offsets', () => {
    const dir = repository();
    git(dir, ['repack', '-adfq']);
    const pack = readdirSync(packDir(dir)).find((name) => name.endsWith('.pack'))!;
    const idx = join(packDir(dir), pack.replace('.pack', '.idx'));
    rmSync(idx);
    git(dir, ['index-pack', '--index-version=2,0x40', '-o', idx, join(packDir(dir), pack)]);
    check(dir).close();
  });

  it('sha256', () => {
    const dir = repository('sha256');
    git(dir, ['-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq']);
    addLoose(dir, 'loose');
    check(dir, 'sha256').close();
  });

  it('a store for the wrong hash says so', () => {
    const dir = repository('sha256', 3);
    git(dir, ['repack', '-adq']);
    const store = openObjectStore(join(dir, 'objects'), { objectFormat: 'sha1' });
    expect(store.packs).toHaveLength(0);
    expect(store.faults.map((fault) => fault.code)).toEqual(['bad-index']);
  });

  it('many packs, loose objects beside them, doubles', () => {
    const dir = repository();
    for (let i = 0; i < 5; i++) {
      addLoose(dir, `loose ${i}`.repeat(50));
      git(
        dir,
        ['pack-objects', '-q', join(packDir(dir), 'pack')],
        git(dir, ['rev-list', '--objects', '--max-count=4', `--skip=${i * 3}`, 'main'])
          .toString()
          .replace(/ .*/g, ''),
      );
    }
    const store = check(dir);
    expect(store.packs.length).toBeGreaterThan(4);
    expect(store.loose[0]!.oids.count).toBe(5);
    store.close();
  });

  it('a multi-pack-index in the place of indexes', () => {
    const dir = repository();
    git(dir, ['repack', '-adq']);
    for (let i = 0; i < 3; i++) {
      const oid = addLoose(dir, `another ${i}`);
      git(dir, ['pack-objects', '-q', join(packDir(dir), 'pack')], `${oid}\n`);
    }
    git(dir, ['prune-packed', '-q']);
    git(dir, ['multi-pack-index', 'write']);
    const expected = objectsOf(dir);
    for (const name of readdirSync(packDir(dir))) if (name.endsWith('.idx')) rmSync(join(packDir(dir), name));
    const store = check(dir, 'sha1', expected);
    expect(store.packs).toHaveLength(4);
    store.close();
  });

  it('a thin pack completed by fetch', () => {
    const dir = repository();
    const clone = join(folder.dir, `r${made++}`);
    git('.', ['init', '-q', '--bare', clone]);
    const config = [
      '-c',
      'fetch.unpackLimit=1',
      '-c',
      'transfer.unpackLimit=1',
      '-c',
      'repack.useDeltaBaseOffset=false',
    ];
    const older = git(dir, ['rev-parse', 'main~10']).toString().trim();
    git(dir, ['update-ref', 'refs/heads/older', older]);
    git(clone, [...config, 'fetch', '-q', dir, 'refs/heads/older:refs/heads/older']);
    git(clone, [...config, 'fetch', '-q', dir, 'refs/heads/main:refs/heads/main']);
    const store = check(clone);
    expect(store.packs).toHaveLength(2);
    store.close();
  });

  it('an empty repository', () => {
    const dir = join(folder.dir, `r${made++}`);
    git('.', ['init', '-q', '--bare', dir]);
    const store = openObjectStore(join(dir, 'objects'), { objectFormat: 'sha1' });
    expect([store.packs.length, store.loose[0]!.oids.count, store.faults]).toEqual([0, 0, []]);
    expect(store.read('0'.repeat(40)).fault?.code).toBe('missing');
    expect(store.read('main').fault?.code).toBe('missing');
  });
});

describe('other places', () => {
  it('loose objects only', () => {
    const dir = repository();
    const pack = join(folder.dir, 'moved');
    git('.', ['init', '-q', '--bare', pack]);
    for (const name of readdirSync(packDir(dir)))
      if (name.endsWith('.pack')) git(pack, ['unpack-objects', '-q'], readFileSync(join(packDir(dir), name)));
    const store = check(pack);
    expect(store.packs).toHaveLength(0);
    store.close();
  });

  it('alternates, relative, nested and in a circle', () => {
    const first = repository();
    const second = join(folder.dir, `r${made++}`);
    git('.', ['clone', '-q', '--bare', '--shared', first, second]);
    addLoose(second, 'only in the second');
    const third = join(folder.dir, `r${made++}`);
    git('.', ['init', '-q', '--bare', third]);
    writeFileSync(join(third, 'objects/info/alternates'), `# a comment\n../../${second.split('/').at(-1)}/objects\n`);
    const expected = objectsOf(third);
    writeFileSync(join(first, 'objects/info/alternates'), `"${third}/\\157bjects"\n`);
    const store = openObjectStore(join(third, 'objects'), { objectFormat: 'sha1' });
    expectAll(store, expected);
    store.close();
  });

  it('an alternate that is not there is named', () => {
    const dir = repository('sha1', 2);
    writeFileSync(join(dir, 'objects/info/alternates'), '/nowhere/objects\n');
    const store = openObjectStore(join(dir, 'objects'), { objectFormat: 'sha1' });
    expect(store.faults.map((fault) => fault.code)).toEqual(['bad-alternate']);
    expect(store.packs).toHaveLength(1);
  });

  it('another thread sees the same', () => {
    const dir = repository();
    git(dir, ['repack', '-adfq']);
    addLoose(dir, 'loose');
    const store = openObjectStore(join(dir, 'objects'), { objectFormat: 'sha1', wholeBytes: 0 });
    const shared = structuredClone(store.share());
    expect(shared.packs[0]!.index.oids.buffer).toBeInstanceOf(SharedArrayBuffer);
    expectAll(attachObjectStore(shared), objectsOf(dir));
    store.close();
  });
});

describe('while git works on the repository', () => {
  it('a gc takes nothing away', () => {
    const dir = repository();
    git(dir, ['repack', '-adfq']);
    for (let i = 0; i < 10; i++) addLoose(dir, `dangling ${i}`);
    const commit = git(dir, ['commit-tree', '-m', 'loose', '-p', 'main', 'main^{tree}']).toString().trim();
    git(dir, ['update-ref', 'refs/heads/main', commit]);
    const expected = objectsOf(dir);
    const store = openObjectStore(join(dir, 'objects'), { objectFormat: 'sha1', wholeBytes: 0 });
    const before = readdirSync(packDir(dir));
    git(dir, ['-c', 'gc.reflogExpire=now', 'repack', '-adfq', '--window=3', '--depth=2', '-k']);
    git(dir, ['prune-packed']);
    expect(readdirSync(packDir(dir))).not.toEqual(before);
    for (const [oid, { bytes }] of expected) expect(store.read(oid).bytes?.equals(bytes), oid).toBe(true);
    expect(store.packs).toHaveLength(2);
    store.close();
  });

  it('what came later is found after a refresh', () => {
    const dir = repository();
    const store = openObjectStore(join(dir, 'objects'), { objectFormat: 'sha1' });
    const late = addLoose(dir, 'late');
    expect(store.read(late).fault?.code).toBe('missing');
    store.refresh();
    expect(store.read(late).bytes?.toString()).toBe('late');
    store.close();
  });
});

describe('big objects', () => {
  let dir: string;
  let oids: string[];
  const big = Buffer.alloc(9_000_000, 'line of text\n');
  const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => Math.imul(i, 2654435761) >>> 13));
  beforeAll(() => {
    dir = repository('sha1', 3);
    oids = [big, noise].map((bytes) => addLoose(dir, bytes));
  });

  it.each(['loose', 'packed'])('%s: over the limit of read, streamed in chunks', (how) => {
    if (how === 'packed') {
      git(dir, ['pack-objects', '-q', join(packDir(dir), 'pack')], `${oids.join('\n')}\n`);
      git(dir, ['prune-packed', '-q']);
    }
    const store = openObjectStore(join(dir, 'objects'), { objectFormat: 'sha1', wholeBytes: 0 });
    for (const [i, bytes] of [big, noise].entries()) {
      expect(store.read(oids[i]!, 1_000_000).fault?.code).toBe('too-big');
      expect(store.read(oids[i]!).bytes?.equals(bytes)).toBe(true);
      const { chunks } = store.stream(oids[i]!);
      let at = 0;
      let same = true;
      let largest = 0;
      for (const chunk of chunks!()) {
        if (!(chunk instanceof Uint8Array)) throw new Error(chunk.reason);
        same &&= bytes.compare(chunk, 0, chunk.length, at, at + chunk.length) === 0;
        at += chunk.length;
        largest = Math.max(largest, chunk.length);
        // Reading something else in between disturbs nothing.
        store.read(oids[1 - i]!);
      }
      expect([same, at]).toEqual([true, bytes.length]);
      expect(largest).toBeLessThanOrEqual(1 << 20);
    }
    store.close();
  });
});
