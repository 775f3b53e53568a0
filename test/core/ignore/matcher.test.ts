/** The matcher against git itself, on made-up .gitignore files and paths. */
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../../packages/core/src/git/repository.ts';
import { askGit } from '../../../packages/core/src/ignore/ask-git.ts';
import { createIgnoreMatcher } from '../../../packages/core/src/ignore/matcher.ts';
import { full, seededRandom, testSeed } from '../../helpers/random.ts';
import { TestRepository } from '../../helpers/repository.ts';

const pathsPerTree = 40;
const trees = (full ? 20_000 : 2_000) / pathsPerTree;

const names = ['a', 'b', 'ab', 'foo', 'foo.js', '.env', '.env.local', 'x.pem', 'A', 'a b', 'é', '#c', '!d', 'b[1]'];
const parts = [
  ...names,
  '*',
  '*',
  '**',
  '***',
  '?',
  '*.pem',
  '.env*',
  'a*',
  '*b',
  'a**',
  '**b',
  'f?o',
  '[ab]',
  '[!a]*',
];
const odd = ['[a-z]', '[[:alpha:]]', '\\#c', '\\!d', '\\*', 'a\\ ', 'b\\[1\\]', '[^b]', '[]a]', 'foo.*', '*.*', '.*'];

describe('matcher', () => {
  it(`agrees with git on ${trees * pathsPerTree} pairs of patterns and paths`, async () => {
    const random = seededRandom(testSeed);
    const repository = new TestRepository();
    const repo = await openRepository(repository.root);
    const differences: string[] = [];
    for (let tree = 0; tree < trees; tree++) {
      // Folders of their own, so that trees do not meet: each is the top of one made-up repository.
      const files = new Map<string, string>();
      for (const folder of ['', 'a/', 'foo/', 'a/b/'].slice(0, 1 + random.below(4))) {
        files.set(`t${tree}/${folder}.gitignore`, patterns(random));
      }
      for (const [path, text] of files) repository.write(path, Buffer.from(text, 'latin1'));
      // git looks at the disk to know a folder from a file.
      const folders = [...files.keys()].map((file) => file.slice(0, -'/.gitignore'.length));
      const made = Array.from({ length: pathsPerTree }, () => `t${tree}/${path(random)}`);
      const paths = made.map((path) =>
        folders.some((folder) => `${folder}/`.startsWith(`${path}/`)) ? `${path}/z` : path,
      );
      const wanted = await askGit(repo, paths);
      const matcher = createIgnoreMatcher(files);
      for (const [index, path] of paths.entries()) {
        const got = matcher.decide(path);
        const want = wanted[index]!;
        if (got.ignored !== want.ignored || got.line !== want.line || got.source !== want.source) {
          differences.push(JSON.stringify({ path, files: [...files], got, want }));
        }
      }
    }
    expect(differences).toEqual([]);
  });

  it.each([
    ['a folder that is excluded keeps its files', { '.gitignore': 'a/\n!a/keep\n' }, 'a/keep', true],
    ['a file in an excluded pattern comes back', { '.gitignore': 'a/*\n!a/keep\n' }, 'a/keep', false],
    ['the deeper file wins', { '.gitignore': '.env\n', 'a/.gitignore': '!.env\n' }, 'a/.env', false],
    ['a folder brought back below', { '.gitignore': 'foo\n', 'a/.gitignore': '!foo\n' }, 'a/foo/x', false],
    ['line ends of Windows', { '.gitignore': '.env\r\n' }, '.env', true],
    ['a byte-order mark', { '.gitignore': '\xef\xbb\xbf.env\n' }, '.env', true],
    ['case counts', { '.gitignore': '.ENV\n' }, '.env', false],
  ])('%s', (_, files, path, ignored) => {
    expect(createIgnoreMatcher(new Map(Object.entries(files))).decide(path).ignored).toBe(ignored);
  });
});

type Random = ReturnType<typeof seededRandom>;

function patterns(random: Random): string {
  return Array.from({ length: 1 + random.below(5) }, () => pattern(random)).join('\n') + (random.below(3) ? '\n' : '');
}

function pattern(random: Random): string {
  const segments = Array.from({ length: 1 + random.below(3) }, () => random.pick(random.below(4) ? parts : odd));
  const sign = random.below(4) === 0 ? '!' : '';
  const lead = random.below(5) === 0 ? '/' : '';
  const tail = random.pick(['', '', '', '/', ' ', '/**', '/*']);
  return latin1(`${sign}${lead}${segments.join('/')}${tail}`);
}

function path(random: Random): string {
  return latin1(Array.from({ length: 1 + random.below(4) }, () => random.pick(names)).join('/'));
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
