/** Archives: what stands in them, what is left out and said, and that nothing hostile does harm. */
import { gzipSync } from 'node:zlib';
import { createBlobScanner } from '@gitmoat/core';
import { archiveKind } from '@gitmoat/core/scan/archive/archive-kind';
import { scanArchive } from '@gitmoat/core/scan/archive/scan-archive';
import { unpack } from '@gitmoat/core/scan/archive/unpack';
import { describe, expect, test } from 'vitest';
import { type Packed, tar, targz, zip } from '../../helpers/archives.ts';
import { seededRandom, testSeed } from '../../helpers/random.ts';
import { token } from '../../helpers/repository.ts';
import { testRuleset } from '../../helpers/scanning.ts';

const scanner = createBlobScanner(testRuleset);

/** `path:line` of what is found, and reasons with paths of what is left out. */
function scanned(bytes: Buffer): { found: string[]; left: string[] } {
  const { result, skips } = scanArchive(scanner, bytes, { oid: null, located: [] });
  return {
    found: result.located.map(({ inner, line }) => `${inner}:${line}`),
    left: skips.map(({ reason, path }) => `${reason}: ${path}`),
  };
}

const env: Packed = { name: 'b/c.env', content: `# one\nT=${token('archive')}\n` };

describe('found where it stands', () => {
  test.each<[string, Buffer, string]>([
    ['zip, deflated', zip([{ name: 'a.txt', content: 'nothing' }, env]), 'b/c.env:2'],
    ['zip, stored', zip([{ ...env, stored: true }]), 'b/c.env:2'],
    ['tar', tar([{ name: 'a', content: '' }, env]), 'b/c.env:2'],
    ['tar.gz', targz([env]), 'b/c.env:2'],
    ['gz without a name', gzipSync(env.content), 'content:2'],
    [
      'zip in tar.gz in zip',
      zip([{ name: 'x.tgz', content: targz([{ name: 'y.jar', content: zip([env]) }]) }]),
      'x.tgz!y.jar!b/c.env:2',
    ],
  ])('%s', (_, bytes, place) => {
    expect(archiveKind(bytes)).not.toBeNull();
    expect(scanned(bytes)).toEqual({ found: [place], left: [] });
  });

  test('pax and GNU long names', () => {
    const long = `${'d/'.repeat(80)}c.env`;
    const record = `path=${long}\n`;
    const length = record.length + 4;
    const pax = tar([{ name: 'PaxHeader', content: `${length} ${record}` }], 'x').subarray(0, -1024);
    expect(scanned(Buffer.concat([pax, tar([env])])).found).toEqual([`${long}:2`]);
    const gnu = tar([{ name: '././@LongLink', content: `${long}\0` }], 'L').subarray(0, -1024);
    expect(scanned(Buffer.concat([gnu, tar([env])])).found).toEqual([`${long}:2`]);
  });

  test('a stored file is told by its own path, not by the archive’s as well', () => {
    const bytes = tar([env]);
    const plain = { oid: null, located: scanArchive(scanner, bytes, { oid: null, located: [] }).result.located };
    expect(scanArchive(scanner, bytes, plain).result.located).toHaveLength(1);
  });
});

describe('left out, and said', () => {
  test('encrypted, another compression, too deep', () => {
    const deep = [1, 2, 3].reduce((inner, n) => zip([{ name: `${n}.zip`, content: inner }]), zip([env]));
    expect(scanned(zip([{ ...env, encrypted: true }])).left).toEqual(['encrypted archive entry: b/c.env']);
    expect(scanned(zip([{ ...env, method: 12 }])).left).toEqual(['archive entry of another compression: b/c.env']);
    expect(scanned(deep)).toEqual({ found: [], left: ['archive entry over the limits: 3.zip!2.zip!1.zip'] });
  });

  test('a bomb stops at the limit; what comes before and after it is read', () => {
    const bytes = zip([env, { name: 'bomb', content: Buffer.alloc(1 << 20) }, { ...env, name: 'after.env' }]);
    const files = [...unpack(bytes, 'zip', { depth: 3, bytes: 1 << 16 })];
    expect(files.map((file) => ('refusal' in file ? file.refusal : file.path))).toEqual([
      'b/c.env',
      'limits',
      'after.env',
    ]);
    expect([...unpack(gzipSync(Buffer.alloc(1 << 20)), 'gzip', { depth: 3, bytes: 1 << 16 })]).toEqual([
      { path: '', refusal: 'limits' },
    ]);
  });

  test('many files that name the same bytes share one budget', () => {
    const one = zip([{ name: 'a', content: Buffer.alloc(1 << 16) }]);
    const entry = one.subarray(one.indexOf('PK\x01\x02'), -22);
    const end = Buffer.from(one.subarray(-22));
    const bytes = Buffer.concat([one.subarray(0, one.indexOf('PK\x01\x02')), ...Array(50).fill(entry), end]);
    const read = [...unpack(bytes, 'zip', { depth: 3, bytes: 1 << 18 })].filter((file) => 'bytes' in file);
    expect(read).toHaveLength(4);
  });

  test('cut short anywhere: no crash, and something is said or found', () => {
    for (const bytes of [zip([env, { ...env, name: 'd' }]), tar([env, { ...env, name: 'd' }]), targz([env])]) {
      for (let length = 300; length < bytes.length; length += 7) {
        const { found, left } = scanned(bytes.subarray(0, length));
        expect(found.length + left.length, `${length}`).toBeGreaterThan(0);
      }
    }
  });

  test('random damage', () => {
    const random = seededRandom(testSeed);
    const whole = [zip([env, { name: 'x.tgz', content: targz([env]) }]), tar([env]), targz([env])];
    for (let i = 0; i < 3000; i++) {
      const bytes = Buffer.from(random.pick(whole));
      for (let n = random.below(6); n >= 0; n--) bytes[random.below(bytes.length)] = random.below(256);
      scanned(bytes);
    }
  });
});
