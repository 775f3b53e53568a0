/** `--fix` on random trees: afterwards every probe is ignored, nothing tracked is gone, and a second run adds nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../../packages/core/src/git/repository.ts';
import { planIgnoreFix, untrack, writeFix } from '../../../packages/core/src/hygiene/fix.ts';
import { additionDiff } from '../../../packages/core/src/ignore/addition-diff.ts';
import { askGit } from '../../../packages/core/src/ignore/ask-git.ts';
import { compileOwnHygiene } from '../../helpers/hygiene.ts';
import { full, type Random, seededRandom, testSeed } from '../../helpers/random.ts';
import { TestRepository } from '../../helpers/repository.ts';

const { ruleset } = compileOwnHygiene();

async function fix(root: string): Promise<string[]> {
  const repo = await openRepository(root);
  const plan = await planIgnoreFix(repo, ruleset, 'default');
  writeFix(repo, plan);
  expect(plan.left).toEqual([]);
  return plan.changes.map(({ path }) => path);
}

const lines = [
  '.env',
  '!.env',
  '.env*',
  '!.env.local',
  '*.pem',
  '!*.pem',
  '*.key',
  'build/',
  '# note',
  '',
  '!.env.production',
  'some/',
  '*',
];
const folders = ['', 'app/', 'app/api/', 'lib/'];

function randomTree(random: Random): TestRepository {
  const repository = new TestRepository();
  const files: Record<string, string> = { 'src/main.js': 'x', '.env.example': 'A=\n' };
  for (const folder of folders) {
    const end = random.below(4) === 0 ? '\r\n' : '\n';
    const text = Array.from({ length: random.below(6) }, () => random.pick(lines)).join(end);
    if (random.below(2) === 0) files[`${folder}.gitignore`] = text + (random.below(2) ? end : '');
    if (random.below(3) === 0) files[`${folder}.env`] = 'A=1\n';
    if (random.below(3) === 0) files[`${folder}x.txt`] = 'x';
  }
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  repository.git('add', '-f', '-A');
  repository.git('commit', '-q', '-m', 'First');
  if (random.below(2) === 0) repository.write(`${random.pick(folders)}.env.local`, 'A=1\n');
  return repository;
}

describe('--fix', () => {
  const trees = full ? 200 : 25;
  it(`mends ${trees} random trees`, async () => {
    const random = seededRandom(testSeed);
    for (let tree = 0; tree < trees; tree++) {
      const repository = randomTree(random);
      const { root } = repository;
      const tracked = repository.git('ls-files');
      const before = new Map(
        repository
          .git('ls-files', '--', ':(glob)**/.gitignore')
          .split('\n')
          .map((path) => [path, path && readFileSync(join(root, path), 'latin1')]),
      );
      await fix(root);
      expect(await fix(root), `tree ${tree}, second run`).toEqual([]);
      const probes = folders.flatMap((folder) =>
        ['.env', '.env.local', '.env.production'].map((name) => folder + name),
      );
      const repo = await openRepository(root);
      const decisions = await askGit(repo, [...probes, 'new/folder/.env', 'server.pem', 'new/server.key']);
      expect(
        decisions.every(({ ignored }) => ignored),
        `tree ${tree}`,
      ).toBe(true);
      expect(repository.git('ls-files'), `tree ${tree}`).toBe(tracked);
      for (const path of tracked.split('\n')) expect(existsSync(join(root, path))).toBe(true);
      for (const [path, text] of before)
        if (path) expect(readFileSync(join(root, path), 'latin1').startsWith(text)).toBe(true);
    }
  });

  it('adds only what is missing, keeps line ends, brings templates back', async () => {
    const repository = new TestRepository();
    repository.commit('First', { '.gitignore': '# mine\r\n.env\r\n*.pem', '.env.example': 'A=\n', 'a.js': '' });
    await fix(repository.root);
    const text = readFileSync(join(repository.root, '.gitignore'), 'utf8');
    expect(text).toBe('# mine\r\n.env\r\n*.pem\r\n\r\n# Secret files\r\n.env.*\r\n!.env.example\r\n*.key\r\n');
  });

  it('mends a negation where it stands', async () => {
    const repository = new TestRepository();
    repository.commit('First', {
      '.gitignore': '.env\n.env.*\n!.env.example\n*.pem\n*.key\n',
      'app/.gitignore': '!.env\n',
    });
    expect(await fix(repository.root)).toEqual(['app/.gitignore']);
    expect(readFileSync(join(repository.root, 'app/.gitignore'), 'utf8')).toBe('!.env\n\n# Secret files\n.env\n');
  });

  it('leaves a link alone and says so', async () => {
    const repository = new TestRepository();
    repository.write('ignore', 'x\n');
    repository.git('config', 'core.symlinks', 'true');
    const { symlinkSync } = await import('node:fs');
    symlinkSync('ignore', join(repository.root, '.gitignore'));
    repository.commit('First');
    const plan = await planIgnoreFix(await openRepository(repository.root), ruleset, 'default');
    expect(plan.changes).toEqual([]);
    expect(plan.left[0]).toContain('.gitignore is a symbolic link');
  });

  it('untracks and keeps the file, whatever its name', async () => {
    const repository = new TestRepository();
    repository.commit('First', { ':(top).env': 'A=1\n', 'a.txt': 'x' });
    await untrack(await openRepository(repository.root), [':(top).env']);
    expect(repository.git('ls-files')).toBe('a.txt');
    expect(existsSync(join(repository.root, ':(top).env'))).toBe(true);
  });

  it('shows additions as a diff that git takes', () => {
    const repository = new TestRepository();
    for (const [before, after] of [
      ['', 'a\n'],
      ['a\nb\nc\nd\n', 'a\nb\nc\nd\ne\n'],
      ['a', 'a\nb\n'],
    ] as const) {
      if (before === '') repository.git('rm', '-q', '--ignore-unmatch', '-f', '.gitignore');
      else repository.commit('Next', { '.gitignore': before });
      repository.run(['apply', '-'], { input: additionDiff({ path: '.gitignore', before, after }) });
      expect(readFileSync(join(repository.root, '.gitignore'), 'utf8')).toBe(after);
    }
  });
});
