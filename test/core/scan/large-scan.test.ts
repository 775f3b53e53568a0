/** A blob read in windows gives what it gives read whole, wherever the windows' seams fall. */
import { createBlobScanner, scanBlob } from '@gitmoat/core';
import { describe, expect, it } from 'vitest';
import { LargeScan } from '../../../packages/core/src/scan/large/large-scan.ts';
import { type WindowSizes, windowSizes } from '../../../packages/core/src/scan/large/windows.ts';
import type { Located } from '../../../packages/core/src/scan/located.ts';
import { pathRulesFor } from '../../../packages/core/src/scan/whole-rules.ts';
import { encodedSome } from '../../helpers/encoded.ts';
import { full, type Random, seededRandom, testSeed } from '../../helpers/random.ts';
import { allExamples, compileAllRules } from '../../helpers/rules.ts';

const compilation = compileAllRules();
const scanner = createBlobScanner(compilation.ruleset);
/** Documents without an end, as random text makes them, reach over any window: they have a test of their own. */
const document = /auths|kind\W+Secret/;
const plain = allExamples(compilation, 'large').flatMap(([, text]) => (document.test(text) ? [] : [text]));
const examples = [...plain, ...encodedSome(plain)];
const rounds = full ? 1_500 : 30;

/** Small, yet wider than every reach. */
const small: WindowSizes = { own: 9_000, overlap: 140_000 };
const words = ['\n', '\n', '\r\n', ' ', 'const', ' = ', '"', 'password', 'key', 'ü', '→', '😀', 'token: ', '\t'];

function someText(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    const what = random.below(40);
    if (what === 0) text += random.pick(examples);
    else if (what < 4) text += 'x'.repeat(random.below(400));
    else text += random.pick(words);
  }
  return text;
}

function inWindows(bytes: Buffer, paths: readonly string[], random: Random): Located[] {
  const scan = new LargeScan(scanner, pathRulesFor(scanner, paths), small);
  for (const next of [() => scan.finding(), () => scan.locating()]) {
    const reading = next();
    for (let at = 0; at < bytes.length; ) {
      const to = at + 1 + random.below(20_000);
      // A chunk is good until the next one only.
      const chunk = Buffer.from(bytes.subarray(at, to));
      reading.push(chunk);
      chunk.fill(0);
      at = to;
    }
    reading.end();
    if (!scan.settle()) break;
  }
  return scan.located;
}

const shown = (located: readonly Located[]): unknown[] =>
  located.map(({ rule, secret, absorbed, ...rest }) => ({
    ...rest,
    rule: rule.id,
    secret: secret.toString('latin1'),
    absorbed: absorbed.map((other) => other.toString('latin1')).sort(),
  }));

describe(`large blobs in windows (seed ${testSeed})`, () => {
  it(`text, ${rounds} times, as read whole`, { timeout: full ? 3_600_000 : 240_000 }, () => {
    const random = seededRandom(testSeed);
    let found = 0;
    for (let round = 0; round < rounds; round++) {
      const text = someText(random, 20_000 + random.below(400_000));
      const kind = random.below(8);
      const bytes =
        kind === 0
          ? Buffer.from(`\ufeff${text}`, 'utf16le')
          : kind === 1
            ? Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
            : kind === 2
              ? Buffer.concat([Buffer.from('\0binary'), Buffer.from(text)])
              : Buffer.from(text, kind === 3 ? 'latin1' : 'utf8');
      const paths = random.below(3) === 0 ? [random.pick(['.env', '.npmrc', '.pgpass', 'a/.htpasswd', '.netrc'])] : [];
      const whole = scanBlob(scanner, bytes, paths, null).located;
      found += whole.length;
      expect(shown(inWindows(bytes, paths, random)), `round ${round}, kind ${kind}, ${paths}`).toEqual(shown(whole));
    }
    expect(found).toBeGreaterThan(rounds * 10);
  });

  it('one line longer than any window', () => {
    const random = seededRandom(testSeed + 1);
    const bytes = Buffer.from(someText(random, 900_000).replace(/[\r\n]+/g, ' '));
    const whole = scanBlob(scanner, bytes, [], null).located;
    expect(shown(inWindows(bytes, [], random))).toEqual(shown(whole));
    expect(whole.some(({ column }) => column > 500_000)).toBe(true);
  });

  it('a document is read from the window that holds its anchor', () => {
    const random = seededRandom(testSeed + 2);
    const issued = Array.from({ length: 24 }, () =>
      random.pick([...'abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789']),
    );
    const value = Buffer.from(issued.join('')).toString('base64');
    const secret = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  mailer: ${value}\n---\n`;
    const filler = `apiVersion: v1\nkind: ConfigMap\ndata:\n  a: ${'b'.repeat(60)}\n---\n`;
    const bytes = Buffer.from(filler.repeat(3_000) + secret + filler.repeat(3_000));
    const whole = scanBlob(scanner, bytes, [], null).located;
    expect(whole.map(({ rule }) => rule.id)).toContain('kubernetes-secret-data');
    expect(shown(inWindows(bytes, [], random))).toEqual(shown(whole));
  });

  it('no reach leads out of a window', () => {
    const { reach } = scanner.detector;
    const widest = Math.max(...reach.before, ...reach.after);
    expect(widest).toBeLessThan(small.overlap);
    expect(widest).toBeLessThan(windowSizes.overlap / 2);
  });
});
