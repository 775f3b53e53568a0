/** Whatever happens to the cache's files, a run neither fails nor reports anything else; and nothing torn is believed. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { defaultReportOptions, deltaReader, openRepository, type ScanResult } from '@gitmoat/core';
import { reportJson } from '@gitmoat/core/report/json';
import { describe, expect, it } from 'vitest';
import { clearCache, listCache } from '../../../../packages/core/src/scan/cache/cache-folder.ts';
import { seededRandom, testSeed } from '../../../helpers/random.ts';
import { TestRepository, temporaryFolder, token } from '../../../helpers/repository.ts';
import { historyOf } from '../../../helpers/scanning.ts';

const memory = { jobs: 0, maxMemory: 32 << 20 };
const cached = { engine: 'delta', read: deltaReader({ ...memory, cache: { build: 'test' } }) } as const;
const plain = { engine: 'delta', read: deltaReader(memory) } as const;

function text(result: ScanResult): string {
  const coverage = { ...result.coverage, seconds: 0 };
  return [...reportJson({ ...result, coverage }, { ...defaultReportOptions, showSecrets: true })].join('');
}

const fresh = async (root: string): Promise<string> => text(await historyOf(root, { history: plain, target: root }));
const second = async (root: string): Promise<string> => text(await historyOf(root, { history: cached, target: root }));

function repository(): TestRepository {
  const test = new TestRepository();
  for (let i = 0; i < 6; i++) test.commit(`change ${i}`, { 'a.txt': `${'x\n'.repeat(i)}${token(`t${i % 2}`)}\n` });
  test.git('tag', '-a', '-m', token('tag'), 'v1');
  return test;
}

const folderOf = (root: string): string => join(root, '.git', 'gitmoat-cache');

function files(root: string): string[] {
  return readdirSync(folderOf(root)).map((name) => join(folderOf(root), name));
}

describe(`the cache's files (seed ${testSeed})`, () => {
  it('torn, cut, flipped or empty: not believed, and written anew', async () => {
    const { root } = repository();
    const expected = await fresh(root);
    await second(root);
    const random = seededRandom(testSeed);
    const sound = files(root).map((file) => [file, readFileSync(file)] as const);
    expect(sound).toHaveLength(2);
    for (let round = 0; round < 12; round++) {
      const [file, bytes] = random.pick(sound);
      const damaged = Buffer.from(bytes);
      damaged[random.below(bytes.length)]! ^= 1 << random.below(8);
      const cut = bytes.subarray(0, random.below(bytes.length));
      writeFileSync(file, random.pick([damaged, cut, Buffer.alloc(0), Buffer.concat([bytes, Buffer.from('x')])]));
      expect(await second(root), `round ${round}`).toBe(expected);
      expect(readFileSync(file).equals(bytes), `round ${round}: written anew`).toBe(true);
    }
  });

  it('forged with a right checksum: no crash, no hang', { timeout: 120_000 }, async () => {
    const { root } = repository();
    await second(root);
    const random = seededRandom(testSeed + 1);
    const sound = files(root).map((file) => [file, readFileSync(file)] as const);
    for (let round = 0; round < 25; round++) {
      const [file, bytes] = random.pick(sound);
      const forged = Buffer.from(bytes.subarray(0, bytes.length - 32));
      const head = 48;
      for (let n = random.below(3); n >= 0; n--) {
        const at = head + random.below(forged.length - head);
        forged[at] = random.pick([0, 1, 0x7f, 0x80, 0xff, forged[at]! ^ (1 << random.below(8))]);
      }
      const sum = createHash('sha256').update(forged).digest();
      writeFileSync(file, Buffer.concat([forged, sum]));
      await second(root);
      for (const [path, content] of sound) writeFileSync(path, content);
    }
  });

  it('private, bound to their folder, and without doubles', async () => {
    const { root } = repository();
    await second(root);
    for (const file of files(root)) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folderOf(root)).mode & 0o777).toBe(0o700);
    const before = files(root).map((file) => statSync(file).ino);
    await second(root);
    expect(
      files(root).map((file) => statSync(file).ino),
      'nothing new, nothing written',
    ).toEqual(before);

    const copy = join(temporaryFolder(), 'copy');
    cpSync(root, copy, { recursive: true });
    await second(copy);
    const written = files(copy).map((file) => readFileSync(file));
    for (const [i, file] of files(root).entries())
      expect(readFileSync(file).equals(written[i]!), 'another key').toBe(false);

    for (const file of files(root)) chmodSync(file, 0o666);
    await second(root);
    for (const file of files(root)) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('a folder that is none, or a link: no cache and no error', async () => {
    const { root } = repository();
    const expected = await fresh(root);
    writeFileSync(folderOf(root), 'a file');
    expect(await second(root)).toBe(expected);
    rmSync(folderOf(root));
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, folderOf(root));
    expect(await second(root)).toBe(expected);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('several runs at once', async () => {
    const { root } = repository();
    const expected = await fresh(root);
    expect(await Promise.all([1, 2, 3, 4].map(() => second(root)))).toEqual([expected, expected, expected, expected]);
    expect(files(root)).toHaveLength(2);
  });

  it('a damaged pack of known objects is read, not believed; and nothing is remembered of it', async () => {
    const { root } = repository();
    await second(root);
    new TestRepository({ root }).git('gc', '-q', '--prune=now');
    const folder = join(root, '.git', 'objects', 'pack');
    const pack = join(folder, readdirSync(folder).find((name) => name.endsWith('.pack'))!);
    const bytes = readFileSync(pack);
    bytes[bytes.length >> 1]! ^= 0x10;
    chmodSync(pack, 0o600);
    writeFileSync(pack, bytes);
    const expected = await fresh(root);
    expect(JSON.parse(expected).coverage.complete).toBe(false);
    expect(await second(root)).toBe(expected);
    expect(await second(root)).toBe(expected);
  });

  it('clear removes what is ours and nothing else', async () => {
    const { root } = repository();
    await second(root);
    const repo = await openRepository(root);
    writeFileSync(join(folderOf(root), 'notes.txt'), 'mine');
    expect(listCache(repo).map(({ name }) => name.split('-')[0])).toEqual(['commits', 'objects']);
    expect(clearCache(repo)).toHaveLength(2);
    expect(files(root)).toHaveLength(1);
    rmSync(join(folderOf(root), 'notes.txt'));
    clearCache(repo);
    expect(existsSync(folderOf(root))).toBe(false);
    mkdirSync(folderOf(root));
    expect(listCache(repo)).toEqual([]);
  });
});
