/** Deltas from one file to another say and make what `applyDelta` does in memory, however the delta arrives. */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyDelta, type DeltaSizes, readDeltaSizes } from '../../../../packages/core/src/git/pack/delta.ts';
import { deltaToFile, RESULT_TOO_BIG } from '../../../../packages/core/src/git/pack/delta-to-file.ts';
import { SpillFile } from '../../../../packages/core/src/git/pack/spill-file.ts';
import { copy, delta } from './pack-builder.ts';

function* inChunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function fileOf(bytes: Uint8Array): SpillFile {
  const file = new SpillFile();
  file.write(bytes);
  file.flush();
  return file;
}

/** The result, or what is wrong. */
function onDisk(base: Uint8Array, bytes: Uint8Array, chunk: number): Buffer | string {
  const from = fileOf(base);
  const to = new SpillFile();
  try {
    return deltaToFile(inChunks(bytes, chunk), from, to) ?? to.whole();
  } finally {
    from.close();
    to.close();
  }
}

function inMemory(base: Uint8Array, bytes: Uint8Array): Buffer | string {
  const sizes: DeltaSizes = { base: 0, result: 0, length: 0 };
  const wrong = readDeltaSizes(bytes, 0, bytes.length, sizes);
  if (wrong !== null) return wrong;
  const out = bytes.length + base.length;
  const memory = Buffer.alloc(out + Math.min(sizes.result, 1 << 24));
  memory.set(bytes);
  memory.set(base, bytes.length);
  const places = { base: bytes.length, baseLength: base.length, delta: 0, deltaLength: bytes.length, out };
  return applyDelta(memory, places, sizes, null) ?? memory.subarray(out, out + sizes.result);
}

const base = Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 7 + (i >> 5)) & 255));
const piece = fc.oneof(
  fc.tuple(fc.nat(base.length), fc.nat(base.length)).map(([from, size]) => ({
    ops: copy(Math.min(from, base.length - Math.max(1, size % 900)), Math.max(1, size % 900)),
    size: Math.max(1, size % 900),
  })),
  fc
    .uint8Array({ minLength: 1, maxLength: 127 })
    .map((bytes) => ({ ops: [bytes.length, ...bytes], size: bytes.length })),
);

it('makes what is made in memory, whole or damaged', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.integer({ min: 1, max: 50 }),
      fc.nat(),
      fc.nat(3),
      (pieces, chunk, at, harm) => {
        const size = pieces.reduce((sum, one) => sum + one.size, 0);
        let bytes = delta(base.length, size, ...pieces.flatMap(({ ops }) => ops));
        if (harm === 1) bytes = bytes.subarray(0, at % bytes.length);
        if (harm === 2) bytes[at % bytes.length]! ^= 1 << (at % 8);
        const wanted = inMemory(base, bytes);
        const made = onDisk(base, bytes, chunk);
        if (typeof wanted === 'string') expect(typeof made).toBe('string');
        else expect(Buffer.compare(made as Buffer, wanted)).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});

it('copies across the steps in which it reads and writes', () => {
  const large = Buffer.alloc(5 << 20, 'abcdefg');
  const ops = Array.from({ length: 15 }, (_, i) => copy(i * 200_003, 900_001)).flat();
  const bytes = delta(large.length, 15 * 900_001 + 2, 1, 65, ...ops, 1, 66);
  const made = onDisk(large, bytes, 7);
  expect(Buffer.compare(made as Buffer, inMemory(large, bytes) as Buffer)).toBe(0);
});

it('a few bytes that stand for terabytes are refused before anything is written', () => {
  const bytes = delta(base.length, 2 ** 41, ...copy(0, base.length));
  expect(onDisk(base, bytes, 100)).toBe(RESULT_TOO_BIG);
});

it('leaves no file, open or closed', () => {
  const mine = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`gitmoat-${process.pid}-`));
  const file = fileOf(base);
  expect(mine()).toEqual([]);
  expect(file.whole().equals(base)).toBe(true);
  for (const chunk of file.chunks()) expect(base.equals(chunk)).toBe(true);
  file.close();
  expect(mine()).toEqual([]);
});
