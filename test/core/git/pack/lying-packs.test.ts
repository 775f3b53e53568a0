/** Files whose checksums are all right and whose content is not: every lie has its name, its neighbours are read. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openObjectStore } from '../../../../packages/core/src/git/pack/object-store.ts';
import { temporaryFolder, write } from './git-repository.ts';
import { type BuiltEntry, buildPack, copy, delta, oidOf, writePack } from './pack-builder.ts';
import { walkPlan } from './walk-plan.ts';

vi.setConfig({ testTimeout: 60_000 });
const folder = temporaryFolder();
afterAll(folder.remove);
let made = 0;

const text = Buffer.from('a sound object beside the lie');
const sound: BuiltEntry = { oid: oidOf('sound'), kind: 3, data: text };
const lie = oidOf('lie');
const other = oidOf('other');

function objectsWith(...packs: BuiltEntry[][]): string {
  const objects = join(folder.dir, `o${made++}`);
  for (const [number, entries] of packs.entries()) writePack(objects, buildPack(entries), number);
  return objects;
}

/** Code of `read` and of the walk for the object `lie`; the sound one must come out both ways. */
function codes(objects: string, options: { maxMemory?: number } = {}): (string | undefined)[] {
  const store = openObjectStore(objects, { objectFormat: 'sha1', ...options });
  try {
    expect(store.faults).toEqual([]);
    expect(store.read(sound.oid).bytes?.equals(text)).toBe(true);
    const walks = store.packs.map((_, pack) => walkPlan(store, pack));
    expect(walks.some((walk) => walk.objects.get(sound.oid)?.bytes.equals(text))).toBe(true);
    for (const walk of walks) expect(walk.objects.has(lie)).toBe(false);
    const stream = store.stream(lie);
    const streamed =
      stream.fault ??
      [...stream.chunks()].find((chunk): chunk is Exclude<typeof chunk, Uint8Array> => !(chunk instanceof Uint8Array));
    expect(streamed).toBeDefined();
    return [
      store.read(lie).fault?.code,
      walks.map((walk) => walk.faults.get(lie)?.code).find((code) => code !== undefined),
    ];
  } finally {
    store.close();
  }
}

describe('one object', () => {
  it.each<[string, Partial<BuiltEntry>, string]>([
    ['declares less than it holds', { size: 10 }, 'size-mismatch'],
    ['declares nothing', { size: 0 }, 'size-mismatch'],
    ['declares more than it holds', { size: 100 }, 'size-mismatch'],
    ['is not compressed data', { packed: Buffer.from('no zlib here') }, 'bad-zlib'],
    ['is cut short', { packed: deflateSync(text).subarray(0, 20) }, 'bad-zlib'],
    ['lacks its checksum', { packed: deflateSync(text).subarray(0, -4) }, 'bad-zlib'],
    ['has no data', { packed: Buffer.alloc(0) }, 'bad-zlib'],
    ['has type 5', { kind: 5 }, 'bad-header'],
    ['has type 0', { kind: 0 }, 'bad-header'],
    ['wants a dictionary', { packed: Buffer.from([0x78, 0xbb, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1]) }, 'bad-zlib'],
    ['builds on the middle of another', { kind: 6, distance: 5, data: delta(29, 1, 1, 65) }, 'bad-offset'],
    ['builds on what lies before the pack', { kind: 6, distance: 5000, data: delta(29, 1, 1, 65) }, 'bad-offset'],
    ['builds on itself by offset', { kind: 6, distance: 0, data: delta(29, 1, 1, 65) }, 'bad-offset'],
    ['builds on itself by id', { kind: 7, baseOid: lie, data: delta(29, 1, 1, 65) }, 'cycle'],
    ['builds on nothing known', { kind: 7, baseOid: other, data: delta(29, 1, 1, 65) }, 'base-missing'],
  ])('%s', (_, change, code) => {
    expect(codes(objectsWith([sound, { oid: lie, kind: 3, data: text, ...change }]))).toEqual([code, code]);
  });

  it.each<[string, Buffer]>([
    ['is empty', Buffer.alloc(0)],
    ['ends within its sizes', Buffer.from([0x9d])],
    ['is for another base', delta(30, 1, 1, 65)],
    ['holds the operation 0', delta(29, 1, 0)],
    ['ends within new bytes', delta(29, 5, 5, 65)],
    ['ends within a copy', delta(29, 5, 0xff, 0)],
    ['copies from beyond the base', delta(29, 20, ...copy(10, 20))],
    ['copies from 4 GiB', delta(29, 20, ...copy(0xfffffff0, 20))],
    ['makes more than it declares', delta(29, 10, ...copy(0, 20))],
    ['makes less than it declares', delta(29, 30, ...copy(0, 20))],
    ['declares a size beyond 2^53', Buffer.from([29, ...Array<number>(9).fill(0xff), 1])],
  ])('a delta %s', (_, data) => {
    for (const base of [
      { kind: 6, baseEntry: 0 },
      { kind: 7, baseOid: sound.oid },
    ]) {
      expect(codes(objectsWith([sound, { oid: lie, data, ...base }]))).toEqual(['bad-delta', 'bad-delta']);
    }
  });

  it('a bomb: a small delta that declares a gigabyte', () => {
    const size = 2 ** 30;
    const data = delta(29, size, ...Array.from({ length: 20 }, () => copy(0, 29)).flat());
    const objects = objectsWith([sound, { oid: lie, kind: 6, baseEntry: 0, data }]);
    expect(codes(objects)[0]).toBe('too-big');
  });

  it('a bomb: a megabyte of zeros under a declared size of 64', () => {
    const packed = deflateSync(Buffer.alloc(1 << 20));
    expect(codes(objectsWith([sound, { oid: lie, kind: 3, data: text, size: 64, packed }]))).toEqual([
      'size-mismatch',
      'size-mismatch',
    ]);
  });

  it('a declared size of terabytes costs no memory', () => {
    const objects = objectsWith([sound, { oid: lie, kind: 3, data: text, size: 2 ** 45 }]);
    expect(codes(objects)).toEqual(['too-big', 'too-big']);
  });
});

describe('several objects', () => {
  it('two deltas that build on each other, in one pack', () => {
    const ring = [
      { oid: lie, kind: 7, baseOid: other, data: delta(1, 1, 1, 65) },
      { oid: other, kind: 7, baseOid: lie, data: delta(1, 1, 1, 65) },
      { oid: oidOf('hanger-on'), kind: 6, baseEntry: 1, data: delta(1, 1, 1, 65) },
    ];
    const objects = objectsWith([sound, ...ring]);
    expect(codes(objects)).toEqual(['cycle', 'cycle']);
    const store = openObjectStore(objects, { objectFormat: 'sha1' });
    expect(walkPlan(store, 0).faults.get(oidOf('hanger-on'))?.code).toBe('base-unreadable');
    store.close();
  });

  it('two deltas that build on each other, from pack to pack', () => {
    const objects = objectsWith(
      [sound, { oid: lie, kind: 7, baseOid: other, data: delta(1, 1, 1, 65) }],
      [{ oid: other, kind: 7, baseOid: lie, data: delta(1, 1, 1, 65) }],
    );
    expect(codes(objects)).toEqual(['cycle', 'base-missing']);
  });

  it('a delta whose base lies in another pack or loose', () => {
    const grown = Buffer.concat([text, Buffer.from('!')]);
    const entry = (baseOid: string): BuiltEntry => ({
      oid: other,
      kind: 7,
      baseOid,
      data: delta(29, 30, ...copy(0, 29), 1, 33),
    });
    for (const objects of [objectsWith([entry(sound.oid)], [sound]), objectsWith([entry(sound.oid)])]) {
      mkdirSync(join(objects, sound.oid.slice(0, 2)), { recursive: true });
      if (made % 2 === 0)
        write(
          join(objects, sound.oid.slice(0, 2), sound.oid.slice(2)),
          deflateSync(Buffer.concat([Buffer.from('blob 29\0'), text])),
        );
      const store = openObjectStore(objects, { objectFormat: 'sha1' });
      const number = store.packs.findIndex(({ index }) => index.count === 1 && store.locate(other)[0] !== undefined);
      expect(store.read(other).bytes?.equals(grown)).toBe(true);
      const walks = store.packs.map((_, pack) => walkPlan(store, pack).objects.get(other));
      expect(number).toBeGreaterThanOrEqual(0);
      expect(walks.find((walk) => walk !== undefined)).toEqual({ type: 3, bytes: grown });
      store.close();
    }
  });

  it('a damaged base is taken from another pack', () => {
    const grown: BuiltEntry = { oid: other, kind: 6, baseEntry: 0, data: delta(29, 30, ...copy(0, 29), 1, 33) };
    const objects = objectsWith([{ ...sound, packed: Buffer.from('no zlib here') }, grown], [sound]);
    const store = openObjectStore(objects, { objectFormat: 'sha1' });
    expect(store.read(sound.oid).bytes?.equals(text)).toBe(true);
    expect(store.read(other).bytes?.toString()).toBe(`${text}!`);
    store.close();
  });

  it('a chain of ten thousand', () => {
    const depth = 10_000;
    const entries: BuiltEntry[] = [sound];
    for (let i = 0; i < depth; i++)
      entries.push({
        oid: oidOf(`link ${i}`),
        kind: 6,
        baseEntry: i,
        data: delta(29, 29, ...copy(0, 28), 1, 65 + (i % 26)),
      });
    const store = openObjectStore(objectsWith(entries), { objectFormat: 'sha1' });
    expect(store.read(oidOf(`link ${depth - 1}`)).bytes?.toString()).toBe(
      `${text.subarray(0, 28)}${String.fromCharCode(65 + ((depth - 1) % 26))}`,
    );
    expect(walkPlan(store, 0).objects.size).toBe(depth + 1);
    store.close();
  });

  it('a chain of ten thousand without its root fails once, not ten thousand times', () => {
    const entries: BuiltEntry[] = [{ ...sound, oid: other, packed: Buffer.from('no zlib here') }];
    for (let i = 0; i < 10_000; i++)
      entries.push({ oid: oidOf(`link ${i}`), kind: 6, baseEntry: i, data: delta(29, 29, ...copy(0, 29)) });
    const store = openObjectStore(objectsWith(entries), { objectFormat: 'sha1' });
    const { fault } = store.read(oidOf('link 9999'));
    expect([fault?.code, fault?.oid]).toEqual(['base-unreadable', oidOf('link 9999')]);
    expect(fault?.reason).toContain(other);
    expect(walkPlan(store, 0).objects.size).toBe(0);
    store.close();
  });
});

describe('loose objects', () => {
  it.each<[string, Buffer, string]>([
    ['empty', Buffer.alloc(0), 'truncated'],
    ['not zlib', Buffer.from('blob 5\0hello'), 'bad-loose'],
    ['another type', deflateSync('blub 5\0hello'), 'bad-loose'],
    ['a size with a leading zero', deflateSync('blob 05\0hello'), 'bad-loose'],
    ['no header', deflateSync('hello'.repeat(100)), 'bad-loose'],
    ['too little', deflateSync('blob 9\0hello'), 'size-mismatch'],
    ['too much', deflateSync('blob 3\0hello'), 'size-mismatch'],
    ['much too much', deflateSync(Buffer.concat([Buffer.from('blob 90\0'), Buffer.alloc(1 << 20)])), 'size-mismatch'],
    ['cut', deflateSync(`blob 5000\0${'hello'.repeat(1000)}`).subarray(0, -6), 'bad-zlib'],
    ['followed by something', Buffer.concat([deflateSync('blob 5\0hello'), Buffer.from('more')]), 'bad-loose'],
    ['of a size beyond memory', deflateSync('blob 9007199254740990\0hello'), 'too-big'],
  ])('%s', (_, bytes, code) => {
    const objects = objectsWith([sound]);
    mkdirSync(join(objects, lie.slice(0, 2)));
    write(join(objects, lie.slice(0, 2), lie.slice(2)), bytes);
    const store = openObjectStore(objects, { objectFormat: 'sha1' });
    expect(store.read(lie).fault?.code).toBe(code);
    expect(store.read(lie).fault?.oid).toBe(lie);
    const stream = store.stream(lie);
    expect(stream.fault ?? [...stream.chunks()].find((chunk) => !(chunk instanceof Uint8Array))).toBeDefined();
    store.close();
  });
});
