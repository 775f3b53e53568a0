/** Where the quick judgement of a changed file says no, the whole scan finds nothing new in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anchorReach, encodeRuleset } from '@gitmoat/core/rule-tools';
import { openRuleset } from '@gitmoat/core/rules/ruleset-file';
import { afterAll, expect, it } from 'vitest';
import { createBlobScanner, scanBlob } from '../../../packages/core/src/scan/scan-blob.ts';
import { changedWindow, changeJudge } from '../../../packages/core/src/scan/scan-change.ts';
import { counts } from '../../../packages/core/src/scan/suppression.ts';
import { encodedSome } from '../../helpers/encoded.ts';
import { full, type Random, seededRandom, testSeed } from '../../helpers/random.ts';
import { allExamples, compileAllRules } from '../../helpers/rules.ts';

const compilation = compileAllRules();
const folder = mkdtempSync(join(tmpdir(), 'gitmoat-rules-'));
const file = join(folder, 'ruleset.bin');
writeFileSync(file, encodeRuleset(compilation.ruleset, anchorReach(compilation.ruleset)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scanner = createBlobScanner(compilation.ruleset);
const plain = allExamples(compilation, 'change').map(([, text]) => text);
const examples = [...plain, ...encodedSome(plain)];
const filler = [
  'const a = 1;\n',
  'token',
  ' = ',
  '"',
  '\n',
  'password: ',
  '&& b\n',
  'gitmoat:allow x\n',
  '// gitmoat:allow-next-line y\n',
  '==',
];

function text(random: Random, most: number): string {
  let made = '';
  for (let i = random.below(most); i > 0; i--)
    made += random.below(5) === 0 ? random.pick(examples) : random.pick(filler);
  return made;
}

function secrets(bytes: Buffer, path: string): Map<string, boolean> {
  const { located } = scanBlob(scanner, bytes, [path], null);
  const found = new Map<string, boolean>();
  for (const one of located) {
    const key = one.secret.toString('latin1');
    found.set(key, (found.get(key) ?? false) || counts(one));
  }
  return found;
}

it('misses nothing that is new, whatever the edit, with rules read page by page', async () => {
  const random = seededRandom(testSeed);
  const judge = changeJudge(openRuleset(file), 'count');
  let quiet = 0;
  for (let round = 0; round < (full ? 40_000 : 2_500); round++) {
    const [head, tail] = [text(random, 12), text(random, 12)];
    const before = Buffer.from(head + text(random, 3) + tail);
    const bytes = Buffer.from(head + text(random, 3) + tail);
    const path = random.pick(['src/a.ts', 'a.yaml', '.env', 'config/x.json']);
    const old = random.below(5) === 0 ? null : before;
    if (await judge({ path, bytes, before: () => old })) continue;
    quiet++;
    const known = old === null ? new Map<string, boolean>() : secrets(old, path);
    const fresh = [...secrets(bytes, path)].filter(([secret, isCounted]) => isCounted && known.get(secret) !== true);
    expect(fresh, `seed ${testSeed}, round ${round}: ${JSON.stringify([old?.toString(), bytes.toString()])}`).toEqual(
      [],
    );
  }
  expect(quiet).toBeGreaterThan(100);
}, 120_000);

it('a change without words in it needs nothing of the detector', async () => {
  const judge = changeJudge(openRuleset(file), 'any');
  const before = Buffer.from(
    plain.filter((one) => one.includes('ghp_')).join('\n') + '\n'.repeat(3) + 'x\n'.repeat(20_000),
  );
  expect(
    await judge({ path: 'a.ts', bytes: Buffer.concat([before, Buffer.from('one more line\n')]), before: () => before }),
  ).toBe(false);
});

it('the window takes whole lines and a neighbour at each side', () => {
  const window = (now: string, before: string) => changedWindow(Buffer.from(now), Buffer.from(before));
  expect(window('a\nb\nc\nd\ne\n', 'a\nb\nX\nd\ne\n')).toEqual({ from: 2, to: 8 });
  expect(window('a\n', '')).toEqual({ from: 0, to: 2 });
  expect(window('a\nb\n', 'a\nb\n')).toEqual({ from: 2, to: 4 });
});
