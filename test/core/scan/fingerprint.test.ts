import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { estimateBits, fingerprintOf } from '../../../packages/core/src/scan/fingerprint.ts';

const strong = Buffer.from(`k${'3vQ9'.repeat(3)}xLmZ7wTb2RsY`);

describe('fingerprintOf', () => {
  it('never changes: accepted secrets would come back', () => {
    expect(fingerprintOf(strong)).toMatchInlineSnapshot(`"ccfbce1e2e627e5d64b1"`);
    expect(fingerprintOf(strong, 'another id')).toMatchInlineSnapshot(`"04816b2208b7804268a2"`);
    expect(fingerprintOf(Buffer.from('changeme'))).toMatchInlineSnapshot(`"8fbb3e3bfbcffbdc1834"`);
  });

  it('hashes weak values slowly, strong ones fast', () => {
    const time = (secret: Buffer): number => {
      const start = performance.now();
      fingerprintOf(secret);
      return performance.now() - start;
    };
    expect(time(Buffer.from('hunter2'))).toBeGreaterThan(5 * time(strong));
  });
});

describe('estimateBits', () => {
  const weak = [
    'changeme',
    'Password123!',
    'admin',
    'secretsecretsecret',
    'root2023',
    'aaaaaaaaaaaaaaaaaaaa',
    '12345678901',
    'qwerty',
    '',
  ];
  it.each(weak)('%j is weak', (value) => expect(estimateBits(value)).toBeLessThan(50));

  const good = ['xK9#mPq2$vLw', '7f3a9c1e5b8d2f60', 'correcthorsebatterystaple'];
  it.each(good)('%j is not', (value) => expect(estimateBits(value)).toBeGreaterThanOrEqual(50));
});
