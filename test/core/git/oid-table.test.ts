import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OidTable } from '../../../packages/core/src/git/oid-table.ts';

describe.each([
  ['sha1', 20],
  ['sha256', 32],
] as const)('OidTable of %s', (algorithm, width) => {
  const oids = Array.from({ length: 5000 }, (_, i) => createHash(algorithm).update(String(i)).digest('hex'));

  it('numbers ids in order of arrival and gives them back', () => {
    const table = new OidTable(width);
    expect(oids.map((oid) => table.addHex(oid))).toEqual(oids.map((_, i) => i));
    expect(oids.map((oid) => table.addHex(oid))).toEqual(oids.map((_, i) => i));
    expect(oids.map((_, i) => table.hex(i))).toEqual(oids);
    expect(table.size).toBe(oids.length);
    expect(table.find('0'.repeat(2 * width))).toBe(-1);
    expect(table.find(oids[4321]!)).toBe(4321);
  });

  it('reads an id inside a line', () => {
    const table = new OidTable(width);
    expect(table.add(Buffer.from(`:100644 ${oids[7]} A`), 8)).toBe(0);
    expect(table.hex(0)).toBe(oids[7]);
  });

  it('tells ids apart that begin alike', () => {
    const table = new OidTable(width);
    const [a, b] = [`${'ab'.repeat(width - 1)}00`, `${'ab'.repeat(width - 1)}01`];
    expect([table.addHex(a), table.addHex(b), table.find(a), table.find(b)]).toEqual([0, 1, 0, 1]);
  });
});
