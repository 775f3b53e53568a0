/**
 * Both history engines report the same, byte for byte, on generated repositories: random edits that often cut a planted
 * secret, its key word or a boundary byte, archives, renames, merges, repacks of every depth and window, many packs, thin packs
 * completed by a fetch, gc, loose objects, unreachable ones.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { defaultReportOptions, deltaReader, openRepository, scanHistory } from '@gitmoat/core';
import { reportJson } from '@gitmoat/core/report/json';
import { describe, expect, it } from 'vitest';
import { completeExample } from '../../packages/core/src/detect/examples/generate.ts';
import { tar, targz, zip } from '../helpers/archives.ts';
import { full, type Random, seededRandom, testSeed } from '../helpers/random.ts';
import { gitEnvironment, TestRepository, temporaryFolder } from '../helpers/repository.ts';
import { compileAllRules } from '../helpers/rules.ts';

const { ruleset } = compileAllRules();
const repositories = full ? 1_000 : 25;

const templates = [
  'GITHUB_TOKEN=ghp_<<alnum:30>><<sum:crc32-base62>>',
  'password = "<<alnum:14>>"',
  '"stripe": "sk_live_<<alnum:24>>"',
  'aws_secret_access_key = aZ3/<<base64:36>>',
  'DATABASE_URL=postgres://app:<<alnum:12>>@db.example.com/app',
  '<<make:jwt>>',
  '<<make:ec-key>>',
  '- name: DB_PASSWORD\n  value: <<alnum:16>>',
];
const lines = [
  'const x = 1;',
  '',
  '// a comment',
  '}',
  'export function name(value) {',
  '  return value.key;',
  'key: value',
  '\t<a href="x">y</a>',
];

/** The lines of a file that grows and changes; secrets come, move, are cut and go. */
class GrowingFile {
  content: Buffer;
  readonly #random: Random;
  #planted = 0;

  constructor(random: Random, seed: string) {
    this.#random = random;
    const text = Array.from({ length: 20 + random.below(200) }, () => random.pick(lines)).join(
      random.below(5) ? '\n' : '\r\n',
    );
    this.content = Buffer.from(`${text}\n${this.#secret(seed)}\n`);
  }

  #secret(seed: string): string {
    return completeExample(this.#random.pick(templates), `${seed}:${this.#planted++}`);
  }

  edit(seed: string): void {
    const random = this.#random;
    const { content } = this;
    const splice = (at: number, drop: number, text: string | Buffer): void => {
      this.content = Buffer.concat([content.subarray(0, at), Buffer.from(text as string), content.subarray(at + drop)]);
    };
    switch (random.below(9)) {
      case 0:
        return splice(random.below(content.length), 0, `\n${this.#secret(seed)}\n`);
      case 1:
        return splice(random.below(content.length), random.below(200), random.pick(lines));
      case 2:
        return splice(0, random.below(3) ? 0 : content.length >> 1, random.pick(lines));
      case 3:
        this.content =
          random.below(6) === 0
            ? Buffer.from(content.toString('latin1'), 'utf16le')
            : Buffer.concat([content, Buffer.from('\0')]);
        return;
      case 4: // a block moves
        this.content = Buffer.concat([content.subarray(content.length >> 1), content.subarray(0, content.length >> 1)]);
        return;
      default: {
        // Cuts a secret, its key word or a boundary byte: one byte at or near a place that a rule looks at.
        const words = ['ghp_', 'password', 'sk_live_', 'aws_', 'postgres://', 'eyJ', '-----', 'DB_PASS', '=', '"'];
        const at = content.indexOf(random.pick(words), random.below(content.length));
        const place = Math.max(
          0,
          Math.min(content.length - 1, (at < 0 ? random.below(content.length) : at) + random.below(44) - 4),
        );
        return splice(place, random.below(2), random.pick(['x', '\n', ' ', '"', '_', '', '0', '\0', '\r\n']));
      }
    }
  }
}

function generate(random: Random, seed: string): string {
  const sha256 = random.below(8) === 0;
  const repo = new TestRepository(sha256 ? { args: ['--object-format=sha256'] } : {});
  const files = Array.from({ length: 1 + random.below(3) }, (_, i) => ({
    path: `f${i}.txt`,
    file: new GrowingFile(random, `${seed}:${i}`),
  }));
  const commits = 3 + random.below(full ? 25 : 12);
  for (let i = 0; i < commits; i++) {
    const one = random.pick(files);
    for (let n = random.below(3); n >= 0; n--) one.file.edit(`${seed}:${i}:${n}`);
    if (random.below(8) === 0) {
      repo.git('rm', '-q', '--cached', '--ignore-unmatch', one.path);
      one.path = `moved/${i}-${one.path.replaceAll('/', '_')}`;
    }
    if (random.below(5) === 0) repo.write(`packed${random.below(2)}.bin`, packed(random, one.file.content));
    repo.commit(`change ${i}${random.below(9) === 0 ? `\n\n${completeExample(templates[0]!, `${seed}:m${i}`)}` : ''}`, {
      [one.path]: one.file.content,
    });
    if (random.below(6) === 0) repo.git('branch', `b${i}`);
    if (i > 1 && random.below(7) === 0) mergeSomething(repo, random, i);
    if (random.below(6) === 0) repack(repo, random);
    if (random.below(12) === 0)
      repo.git('tag', '-a', '-m', `tag ${completeExample(templates[2]!, `${seed}:t${i}`)}`, `t${i}`);
    if (random.below(12) === 0 && i > 1) repo.git('reset', '-q', '--soft', 'HEAD~1');
  }
  if (random.below(2)) repack(repo, random);
  return random.below(4) === 0 ? fetched(repo, random) : repo.root;
}

/** The file in an archive of some kind; now and then one that is cut short. */
function packed(random: Random, content: Buffer): Buffer {
  const files = [
    { name: 'notes.txt', content: lines.join('\n'), stored: true },
    { name: 'conf/.env', content, stored: random.below(2) === 0 },
  ];
  const bytes = random.pick([zip, tar, targz])(files);
  const whole = random.below(4) === 0 ? zip([{ name: 'in.zip', content: bytes }]) : bytes;
  return random.below(6) === 0 ? whole.subarray(0, whole.length >> 1) : whole;
}

function mergeSomething(repo: TestRepository, random: Random, i: number): void {
  repo.git('checkout', '-q', '-b', `side${i}`, 'HEAD~1');
  repo.commit(`side ${i}`, { [`side${i}.txt`]: completeExample(random.pick(templates), `side${i}`) });
  repo.git('checkout', '-q', 'main');
  repo.git('merge', '-q', '--no-ff', '-m', `merge ${i}`, `side${i}`);
}

function repack(repo: TestRepository, random: Random): void {
  const depth = random.pick([0, 1, 5, 50, 250]);
  switch (random.below(5)) {
    case 0:
      return void repo.git('gc', '-q');
    case 1:
      return void repo.git('repack', '-q', '-d');
    case 2:
      return void repo.git('repack', '-q', '-a', '-d', '-f', `--depth=${depth}`, `--window=${1 + random.below(50)}`);
    case 3:
      return void repo.git(
        '-c',
        'repack.writeBitmaps=false',
        'repack',
        '-q',
        '-a',
        '-d',
        '-F',
        `--depth=${depth}`,
        '--window=250',
      );
    default:
      repo.git('repack', '-q');
      return void repo.git('multi-pack-index', 'write');
  }
}

/** A clone that fetched in two steps: the second pack arrives thin and is completed with bases of the first. */
function fetched(repo: TestRepository, random: Random): string {
  const clone = join(temporaryFolder(), 'clone');
  const git = (cwd: string, ...args: string[]): void => {
    execFileSync('git', ['-c', 'fetch.unpackLimit=1', '-c', 'gc.auto=0', ...args], {
      cwd,
      env: gitEnvironment(),
      stdio: 'pipe',
    });
  };
  git(repo.root, 'branch', '-f', 'early', 'HEAD~1');
  git(repo.root, 'clone', '-q', '--bare', '--no-local', '--single-branch', '-b', 'early', `file://${repo.root}`, clone);
  git(clone, 'fetch', '-q', `file://${repo.root}`, '+refs/*:refs/*');
  if (random.below(2)) git(clone, 'repack', '-q', '-d');
  return clone;
}

const read = deltaReader({ jobs: 0, maxMemory: 64 << 20 });

async function report(root: string, engine: 'delta' | 'full'): Promise<string> {
  const history = engine === 'delta' ? { history: { engine, read } } : {};
  const result = await scanHistory(await openRepository(root), { ruleset, target: root, version: '0', ...history });
  const coverage = { ...result.coverage, seconds: 0, engine: 'full' as const };
  const options = { ...defaultReportOptions, minConfidence: 'low', showSuppressed: true } as const;
  return [...reportJson({ ...result, coverage }, options)].join('');
}

describe(`engines agree (seed ${testSeed})`, () => {
  it(`delta = full on ${repositories} generated repositories`, { timeout: full ? 3_600_000 : 240_000 }, async () => {
    let found = 0;
    for (let i = 0; i < repositories; i++) {
      const root = generate(seededRandom(testSeed + i), `r${i}`);
      const [delta, whole] = [await report(root, 'delta'), await report(root, 'full')];
      expect(delta, `repository ${i}`).toBe(whole);
      found += JSON.parse(whole).findings.length;
    }
    console.log(`engines agree: ${repositories} repositories, ${found} findings, seed ${testSeed}`);
    expect(found).toBeGreaterThan(repositories);
  });
});
