/**
 * A run that remembers earlier ones reports what a run that does not would report, byte for byte, whatever has happened to
 * the repository in between; and what it remembers holds no secret in any form.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  audit,
  defaultReportOptions,
  deltaReader,
  openRepository,
  type Ruleset,
  scanHistory,
  selectRules,
} from '@gitmoat/core';
import { reportJson } from '@gitmoat/core/report/json';
import { describe, expect, it } from 'vitest';
import { completeExample } from '../../packages/core/src/detect/examples/generate.ts';
import { full, type Random, seededRandom, testSeed } from '../helpers/random.ts';
import { TestRepository, temporaryFolder } from '../helpers/repository.ts';
import { compileAllRules } from '../helpers/rules.ts';

const { ruleset } = compileAllRules();
const withoutGithub = selectRules(ruleset, { disable: ['github'], enable: [], severity: {} });
const repositories = full ? 150 : 4;
const changes = 7;

const build = 'test';
const memory = { jobs: 0, maxMemory: 64 << 20 };
const plainReader = deltaReader(memory);
const cachedReader = deltaReader({ ...memory, cache: { build } });

interface Planted {
  /** What stands in the file. */
  readonly text: string;
  /** The secret part, without what all tokens of its kind begin with. */
  readonly secret: string;
}

function plant(random: Random, seed: string): Planted {
  const make = (before: string, template: string, after = ''): Planted => {
    const secret = completeExample(template, seed);
    return { text: `${before}${secret}${after}`, secret };
  };
  switch (random.below(9)) {
    case 0:
      return make('GITHUB_TOKEN=ghp_', '<<alnum:30>><<sum:crc32-base62>>');
    case 1:
      return make('password = "', '<<alnum:14>>', '"');
    case 2:
      return make('DATABASE_URL=postgres://app:', '<<alnum:16>>', '@db.example.com/app');
    case 3: {
      const key = completeExample('<<make:ec-key>>', seed);
      return { text: key, secret: key.split('\n')[1] ?? key };
    }
    case 4:
      return make('stripe: sk_live_', '<<alnum:24>>', ' # gitmoat:allow an example of ours');
    case 5: {
      const token = completeExample('ghp_<<alnum:30>><<sum:crc32-base62>>', seed);
      return { text: `data: ${Buffer.from(token).toString('base64')}`, secret: token.slice(4) };
    }
    case 6: {
      const token = completeExample('ghp_<<alnum:30>><<sum:crc32-base62>>', seed);
      return { text: `password = "${token}"`, secret: token.slice(4) };
    }
    case 7:
      return make('- name: DB_PASSWORD\n  value: ', '<<alnum:16>>');
    default:
      return make('token: ', '<<make:jwt>>');
  }
}

/** A repository that things happen to. */
class LivingRepository {
  readonly repo: TestRepository;
  readonly secrets: string[] = [];
  readonly #random: Random;
  readonly #seed: string;
  #count = 0;

  constructor(random: Random, seed: string) {
    this.#random = random;
    this.#seed = seed;
    this.repo = new TestRepository(random.below(6) === 0 ? { args: ['--object-format=sha256'] } : {});
    for (let i = 2 + random.below(6); i > 0; i--) this.#commit();
  }

  change(): void {
    const { repo } = this;
    const random = this.#random;
    const n = this.#count++;
    switch (random.below(18)) {
      case 0:
        return this.#maybe('branch', '-f', `b${random.below(4)}`, `HEAD~${random.below(2)}`);
      case 1:
        return this.#maybe('branch', '-D', `b${random.below(4)}`);
      case 2:
        return void repo.git('gc', '-q', '--prune=now');
      case 3:
        repo.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
        return void repo.git('gc', '-q', '--prune=now');
      case 4:
        repo.write(`amended${n}`, this.#text());
        repo.git('add', '-A');
        return void repo.git('commit', '-q', '--amend', '-m', this.#message());
      case 5:
        repo.write('f0.txt', this.#text());
        return this.#maybe('stash', '-q');
      case 6:
        return this.#maybe('stash', 'drop', '-q');
      case 7:
        return this.#maybe('tag', '-a', '-m', this.#message(), `t${n}`, `HEAD~${random.below(2)}`);
      case 8:
        return this.#maybe('tag', '-d', `t${random.below(n + 1)}`);
      case 9:
        return this.#maybe('reset', '-q', '--hard', `HEAD~${random.below(2)}`);
      case 10:
        return void repo.git('repack', '-q', ...random.pick([['-d'], ['-a', '-d', '-f'], ['-A', '-d']]));
      case 11:
        this.#maybe('checkout', '-q', '-B', 'side', 'HEAD~1');
        this.#commit();
        repo.git('checkout', '-q', 'main');
        return this.#maybe('merge', '-q', '--no-ff', '-m', this.#message(), '-X', 'ours', 'side');
      case 12:
        return this.#maybe('notes', 'add', '-f', '-m', this.#text(), 'HEAD');
      case 13:
        repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.head()},module${n}`);
        return void repo.git('commit', '-q', '-m', this.#message());
      case 14: {
        const token = completeExample('ghp_<<alnum:30>><<sum:crc32-base62>>', `${this.#seed}:p${n}`);
        this.secrets.push(token.slice(4));
        return void repo.commit('a path that tells', { [`dir/${token}.txt`]: 'nothing\n' });
      }
      case 15:
        repo.git('checkout', '-q', '--detach');
        this.#commit();
        return void repo.git('checkout', '-q', 'main');
      default:
        for (let i = random.below(3); i >= 0; i--) this.#commit();
    }
  }

  /** What git refuses (no such branch, nothing to stash) is no change. */
  #maybe(...args: string[]): void {
    try {
      this.repo.git(...args);
    } catch {
      if (args[0] === 'merge') this.repo.git('reset', '-q', '--hard');
    }
  }

  #commit(): void {
    const random = this.#random;
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(63)}1\nsize ${this.#count}\n`;
    const content = random.below(12) === 0 ? pointer : this.#text();
    const bytes = random.below(10) === 0 ? Buffer.from(`\ufeff${content}`, 'utf16le') : Buffer.from(content);
    const path = random.below(8) === 0 ? `.env.${random.below(3)}` : `f${random.below(4)}.txt`;
    this.repo.commit(this.#message(), { [path]: bytes });
  }

  #message(): string {
    return `change ${this.#count++}${this.#random.below(6) === 0 ? `\n\n${this.#plant()}` : ''}`;
  }

  #text(): string {
    const lines = Array.from({ length: 3 + this.#random.below(40) }, (_, i) => `line ${i} ${this.#random.below(30)}`);
    for (let i = this.#random.below(3); i > 0; i--) lines.splice(this.#random.below(lines.length), 0, this.#plant());
    return `${lines.join('\n')}\n`;
  }

  #plant(): string {
    // An old secret at a new place now and then.
    const number = this.#random.below(4) === 0 ? this.#random.below(this.#count + 1) : this.#count++;
    const { text, secret } = plant(seededRandom(number), `${this.#seed}:${number}`);
    this.secrets.push(secret);
    return text;
  }
}

async function report(root: string, rules: Ruleset, run: typeof scanHistory, cached: boolean): Promise<string> {
  const history = { engine: 'delta', read: cached ? cachedReader : plainReader } as const;
  const options = { ruleset: rules, target: root, version: '0', showSecrets: true, history };
  const result = await run(await openRepository(root), options);
  const shown = { ...defaultReportOptions, minConfidence: 'low', showSuppressed: true, showSecrets: true } as const;
  return [...reportJson({ ...result, coverage: { ...result.coverage, seconds: 0 } }, shown)].join('');
}

function cacheBytes(root: string): Buffer {
  const folder = join(root, '.git', 'gitmoat-cache');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return Buffer.concat(names.map((name) => readFileSync(join(folder, name))));
}

/** Pieces of a secret as it stands, and as base64 and hex would show them at any alignment. */
function* traces(secret: string): Generator<Buffer> {
  for (let at = 0; at + 8 <= secret.length; at++) {
    const piece = secret.slice(at, at + 8);
    yield Buffer.from(piece);
    yield Buffer.from(piece, 'utf16le');
    yield Buffer.from(Buffer.from(piece).toString('hex'));
    yield Buffer.from(Buffer.from(piece).toString('hex').toUpperCase());
  }
  for (let at = 0; at + 9 <= secret.length; at += 3) {
    yield Buffer.from(Buffer.from(secret.slice(at, at + 9)).toString('base64'));
    yield Buffer.from(Buffer.from(secret.slice(at, at + 9)).toString('base64url'));
  }
}

describe(`history cache (seed ${testSeed})`, () => {
  it(`changes no byte of a report, through ${repositories} lives of repositories`, {
    timeout: full ? 3_600_000 : 600_000,
  }, async () => {
    let found = 0;
    let remembered = 0;
    for (let i = 0; i < repositories; i++) {
      const random = seededRandom(testSeed + 7 * i);
      const living = new LivingRepository(random, `c${i}`);
      const { root } = living.repo;
      for (let step = 0; step <= changes; step++) {
        const rules = random.below(6) === 0 ? withoutGithub : ruleset;
        const run = random.below(3) === 0 ? audit : scanHistory;
        const fresh = await report(root, rules, run, false);
        expect(await report(root, rules, run, true), `repository ${i}, change ${step}`).toBe(fresh);
        expect(await report(root, rules, run, true), `repository ${i}, change ${step}, again`).toBe(fresh);
        found += JSON.parse(fresh).findings.length;
        for (let n = random.below(3); n >= 0; n--) living.change();
      }
      const bytes = cacheBytes(root);
      remembered += bytes.length;
      for (const secret of living.secrets) {
        for (const trace of traces(secret))
          expect(bytes.includes(trace), `a piece of a secret, repository ${i}`).toBe(false);
      }
    }
    console.log(
      `cache: ${repositories} repositories, ${found} findings in all reports, ${remembered} bytes, seed ${testSeed}`,
    );
    expect(found).toBeGreaterThan(repositories * changes);
    expect(remembered).toBeGreaterThan(0);
  });

  it('a shallow clone that is deepened, a partial clone that fetches', { timeout: 120_000 }, async () => {
    const { repo } = new LivingRepository(seededRandom(testSeed), 'clone');
    for (let i = 0; i < 4; i++) repo.commit(`more ${i}`, { 'a.txt': `${plant(seededRandom(i), `more ${i}`).text}\n` });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    for (const how of ['--depth=2', '--filter=blob:none', '--filter=tree:0']) {
      const clone = join(temporaryFolder(), 'clone');
      repo.git('clone', '-q', '--no-local', '--no-checkout', how, `file://${repo.root}`, clone);
      for (const step of ['first', 'again', 'more', 'more again']) {
        const fresh = await report(clone, ruleset, scanHistory, false);
        expect(await report(clone, ruleset, scanHistory, true), `${how} ${step}`).toBe(fresh);
        if (step !== 'again') continue;
        if (how === '--depth=2') repo.run(['fetch', '-q', '--unshallow'], { cwd: clone });
        else repo.run(['cat-file', '-p', 'HEAD:a.txt'], { cwd: clone });
      }
    }
  });
});
