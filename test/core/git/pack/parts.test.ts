/** The small parts on their own, where real repositories do not reach their corners. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createInflater, createPlainInflater } from '../../../../packages/core/src/git/pack/inflater.ts';
import { openObjectStore } from '../../../../packages/core/src/git/pack/object-store.ts';
import { buildOidTable, findHexOid, hexOid } from '../../../../packages/core/src/git/pack/oid-table.ts';
import { describeFault } from '../../../../packages/core/src/git/pack/pack-fault.ts';
import { entryAt, indexByOffset } from '../../../../packages/core/src/git/pack/pack-index.ts';
import { rankByOffset } from '../../../../packages/core/src/git/pack/rank-by-offset.ts';
import { git, makeRepository, temporaryFolder, write } from './git-repository.ts';
import { oidOf } from './pack-builder.ts';
import { walkPlan } from './walk-plan.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('order by offset', () => {
  const offset = fc.oneof(
    fc.nat(100),
    fc.nat(2 ** 31 - 1),
    fc.maxSafeNat(),
    fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 43),
  );

  it('ranks like a stable sort', () => {
    fc.assert(
      fc.property(fc.array(offset, { maxLength: 60 }), (offsets) => {
        const order = new Uint32Array(offsets.length);
        rankByOffset(Float64Array.from(offsets), order);
        expect([...order]).toEqual(offsets.map((_, i) => i).sort((a, b) => offsets[a]! - offsets[b]! || a - b));
      }),
    );
  });

  it('finds every offset and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(offset, { maxLength: 60 }), offset, (offsets, other) => {
        const table = buildOidTable(
          offsets.map((_, i) => oidOf(String(i))),
          20,
        );
        const rest = { file: '', packChecksum: null, complete: true };
        const index = indexByOffset(table, Float64Array.from(offsets), null, 2 ** 53, rest);
        const sorted = [...offsets].sort((a, b) => a - b);
        for (const [entry, at] of sorted.entries()) expect(entryAt(index, at)).toBe(entry);
        expect(entryAt(index, other)).toBe(sorted.indexOf(other));
        for (const absent of [-1, Number.NaN, 2 ** 60]) expect(entryAt(index, absent)).toBe(-1);
      }),
    );
  });
});

it('ids are found in a table, others not', () => {
  const oids = Array.from({ length: 500 }, (_, i) => oidOf(`${i}`));
  const table = buildOidTable([...oids, ...oids], 20);
  expect(table.count).toBe(500);
  for (const oid of oids) expect(hexOid(table, findHexOid(table, oid))).toBe(oid);
  for (const oid of [oidOf('x'), '', 'zz', oids[0]!.slice(2), `${oids[0]}00`]) expect(findHexOid(table, oid)).toBe(-1);
});

describe.each([
  ['the reused handle', createInflater],
  ['inflateSync', createPlainInflater],
])('inflating by %s', (_, create) => {
  const text = Buffer.from('some text, '.repeat(3000));
  const packed = deflateSync(text);

  it('exact sizes only', () => {
    const inflater = create();
    const out = Buffer.alloc(text.length + 10);
    for (let round = 0; round < 2; round++) {
      expect(inflater.exact(packed, 0, packed.length, out, 3, text.length)).toBeNull();
      expect(out.subarray(3, 3 + text.length).equals(text)).toBe(true);
      expect(inflater.exact(packed, 0, packed.length, out, 0, text.length - 1)).toBe('more data than declared');
      expect(inflater.exact(packed, 0, packed.length, out, 0, text.length + 1)).toBe('fewer bytes than declared');
      expect(inflater.exact(packed, 0, packed.length - 1, out, 0, text.length)).toEqual(expect.any(String));
      expect(inflater.exact(packed, 1, packed.length - 1, out, 0, text.length)).toEqual(expect.any(String));
    }
  });

  it('never writes where there is no room', () => {
    const inflater = create();
    const out = Buffer.alloc(text.length);
    expect(inflater.exact(packed, 0, packed.length, out, 0, text.length)).toBe('no room for what it declares');
    expect(inflater.exact(packed, 0, packed.length, out, 0, 2 ** 45)).toBe('no room for what it declares');
  });

  it('step by step', () => {
    const inflater = create();
    const out = Buffer.alloc(1000);
    const parts: Buffer[] = [];
    inflater.begin(text.length);
    for (let at = 0; !inflater.ended; at += inflater.used) {
      const length = Math.min(50, packed.length - at);
      expect(inflater.step(packed, at, length, out, 0, out.length, at + length === packed.length)).toBeNull();
      parts.push(Buffer.from(out.subarray(0, inflater.made)));
    }
    expect(Buffer.concat(parts).equals(text)).toBe(true);
  });
});

it('what is not a pack is named and never waited for', () => {
  const objects = join(folder.dir, 'odd');
  const pack = join(objects, 'pack');
  mkdirSync(join(pack, 'pack-folder.idx'), { recursive: true });
  execFileSync('mkfifo', [join(pack, 'pack-fifo.pack')]);
  for (const name of ['pack-fifo.idx', 'pack-lone.pack', 'pack-gone.idx', 'tmp_pack_x', 'pack-folder.pack'])
    write(join(pack, name), '');
  const store = openObjectStore(objects, { objectFormat: 'sha1' });
  expect(store.packs).toHaveLength(0);
  expect(store.faults.map(({ code, file }) => `${code} ${file.slice(pack.length + 1)}`)).toEqual([
    'unreadable pack-fifo.pack',
    'unreadable pack-folder.idx',
    'unreadable pack-gone.pack',
    'unindexed pack-lone.pack',
  ]);
});

it('no bit of an entry’s header can change unnoticed', { timeout: 60_000 }, () => {
  const dir = join(folder.dir, 'source');
  makeRepository(dir, { commits: 6, files: 3 });
  git(dir, ['repack', '-adfq', '--depth=50']);
  const source = join(dir, 'objects', 'pack');
  const objects = join(folder.dir, 'objects');
  mkdirSync(join(objects, 'pack'), { recursive: true });
  const name = readdirSync(source).find((file) => file.endsWith('.pack'))!;
  const bytes = readFileSync(join(source, name));
  write(
    join(objects, 'pack', name.replace('.pack', '.idx')),
    readFileSync(join(source, name.replace('.pack', '.idx'))),
  );
  write(join(objects, 'pack', name), bytes);
  const sound = openObjectStore(objects, { objectFormat: 'sha1' });
  const { offsets, count } = sound.packs[0]!.index;
  for (let entry = 0; entry < count; entry++) expect(sound.reader(0).check(entry)).toBeNull();
  for (let entry = 0; entry < count; entry += 3) {
    for (let bit = 0; bit < 24; bit++) {
      const damaged = Buffer.from(bytes);
      damaged[offsets[entry]! + (bit >> 3)]! ^= 1 << (bit & 7);
      write(join(objects, 'pack', name), damaged);
      const store = openObjectStore(objects, { objectFormat: 'sha1' });
      const fault = store.reader(0).check(entry);
      expect([fault?.code, fault?.oid, fault?.offset]).toEqual(['crc', store.reader(0).oid(entry), offsets[entry]]);
      expect(describeFault(fault!)).toContain(`at ${offsets[entry]}`);
      expect(walkPlan(store, 0).faults.has(store.reader(0).oid(entry))).toBe(true);
    }
  }
});
