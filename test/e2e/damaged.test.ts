/** Damaged packs: the scan ends, says what was lost, and never calls a repository clean whose secret it could not read. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { deltaReader, GitmoatError, openRepository, scanHistory } from '@gitmoat/core';
import { describe, expect, it } from 'vitest';
import { full, type Random, seededRandom, testSeed } from '../helpers/random.ts';
import { TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
import { testOptions } from '../helpers/scanning.ts';

const cases = full ? 2_000 : 40;
const read = deltaReader({ jobs: 0, maxMemory: 64 << 20 });

/** Some history with one secret that stays, in a pack with deltas. */
function packed(secret: string): string {
  const repo = new TestRepository();
  let text = Array.from({ length: 300 }, (_, i) => `line ${i} of a file\n`).join('');
  for (let i = 0; i < 12; i++) {
    text = text.replace(`line ${i * 9} of`, `line ${i * 9}, changed, of`);
    repo.commit(`change ${i}`, { 'a.txt': i < 4 ? text : `${text}TOKEN=${secret}\n`, [`b${i}.txt`]: `b ${i}` });
  }
  repo.git('repack', '-q', '-a', '-d', '-f', '--depth=20', '--window=20');
  return join(repo.root, '.git');
}

function damage(random: Random, folder: string): string {
  const packs = join(folder, 'objects', 'pack');
  const names = readdirSync(packs).filter((name) => /\.(pack|idx)$/.test(name));
  const name = random.pick(names);
  const file = join(packs, name);
  let bytes = readFileSync(file);
  const kind = random.below(5);
  if (kind === 0) bytes = bytes.subarray(0, random.below(bytes.length));
  else if (kind === 1) {
    // A stream that inflates to far more than its entry declares.
    const bomb = deflateSync(Buffer.alloc(8 << 20));
    bomb.copy(bytes, 12 + random.below(Math.max(1, bytes.length - bomb.length - 12)));
  } else {
    for (let n = random.below(kind === 2 ? 1 : 40); n >= 0; n--)
      bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
  }
  writeFileSync(file, bytes);
  return `${name} kind ${kind}`;
}

describe(`damaged packs (seed ${testSeed})`, () => {
  it(`${cases} damaged repositories: no crash, no hang, no silent clean`, {
    timeout: full ? 3_600_000 : 240_000,
  }, async () => {
    const secret = token('damaged');
    const sound = packed(secret);
    let complete = 0;
    let slowest = 0;
    for (let i = 0; i < cases; i++) {
      const random = seededRandom(testSeed + i);
      const folder = join(temporaryFolder(), 'repo.git');
      cpSync(sound, folder, { recursive: true });
      const what = damage(random, folder);
      const begun = performance.now();
      let outcome: { found: boolean; complete: boolean };
      try {
        const result = await scanHistory(await openRepository(folder), {
          ...testOptions,
          history: { engine: 'delta', read },
        });
        outcome = { found: result.findings.some(({ raw }) => raw === secret), complete: result.coverage.complete };
      } catch (error) {
        // Git itself may refuse to open what is left; that is an answer too, if it is one of ours.
        expect(error, what).toBeInstanceOf(GitmoatError);
        outcome = { found: false, complete: false };
      }
      slowest = Math.max(slowest, performance.now() - begun);
      if (outcome.complete) complete++;
      expect(outcome.found || !outcome.complete, `case ${i}: ${what}`).toBe(true);
    }
    console.log(
      `damaged packs: ${cases} cases, ${complete} read completely, slowest ${Math.round(slowest)} ms, seed ${testSeed}`,
    );
    expect(complete).toBeLessThan(cases / 2);
  });
});
