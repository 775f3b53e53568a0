/** Index, trees and objects read without git give what git gives, or give up. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ChangedFile, changedFiles } from '../../../packages/core/src/git/quick/changed.ts';
import { NotQuick } from '../../../packages/core/src/git/quick/not-quick.ts';
import { QuickObjects } from '../../../packages/core/src/git/quick/objects.ts';
import { quickPlace } from '../../../packages/core/src/git/quick/place.ts';
import { readIndex } from '../../../packages/core/src/git/quick/split-index.ts';
import { full, type Random, seededRandom, testSeed } from '../../helpers/random.ts';
import { TestRepository, temporaryFolder } from '../../helpers/repository.ts';

function quick(root: string, env: Record<string, string> = {}): ChangedFile[] {
  const place = quickPlace(root, env);
  const objects = new QuickObjects(join(place.commonDir, 'objects'));
  const index = readIndex(place.indexFile)!;
  try {
    return changedFiles(index, place.head, objects);
  } finally {
    index.close();
    objects.close();
  }
}

/** `git diff-index` in the same form. */
function asked(repo: TestRepository, root = repo.root): ChangedFile[] {
  const tree = repo.git('rev-parse', '-q', '--verify', 'HEAD^{tree}');
  const fields = repo.run(['diff-index', '--cached', '--raw', '--no-abbrev', '-z', tree], { cwd: root }).split('\0');
  const found: ChangedFile[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [, oldMode, mode, before, oid, status] = /^:(\d+) (\d+) (\w+) (\w+) (\w)/.exec(fields[i]!)!;
    if (status === 'D') continue;
    const isFile = status !== 'A' && oldMode !== '160000';
    found.push({ path: fields[i + 1]!, mode: mode!, oid: oid!, before: isFile ? before! : null });
  }
  return found;
}

function edit(repo: TestRepository, random: Random, names: readonly string[]): void {
  for (let i = 1 + random.below(6); i > 0; i--) {
    const name = random.pick(names);
    const known = repo.git('ls-files', '--', name) === name;
    const way = random.below(5);
    if (way === 0 && known) repo.git('rm', '-q', '-r', '-f', '--', name);
    else if (way === 1 && known) repo.git('update-index', '--chmod=+x', name);
    else {
      try {
        repo.write(name, `${random.below(4)}\n`.repeat(1 + random.below(200)));
        repo.git('add', '--', name);
      } catch {
        // A folder stands where the file would, or the other way round.
      }
    }
  }
}

const names = ['a', 'a.txt', 'a/b', 'b/c/d', 'b/c.d', 'b/c/e/f', 'z', 'ü/ä', 'long/'.padEnd(300, 'x/y')].map((name) =>
  Buffer.from(name).toString('utf8'),
);

describe('changedFiles', () => {
  it('is what git diff-index says, after any edits, packed or not', () => {
    const random = seededRandom(testSeed);
    for (let round = 0; round < (full ? 60 : 4); round++) {
      const repo = new TestRepository({ root: join(temporaryFolder(), `r${round}`) });
      repo.commit('first', { 'a.txt': 'a\n', 'b/c/d': 'd\n', 'b/c/e/f': 'f\n' });
      const version = 2 + random.below(3);
      if (version === 4) repo.git('update-index', '--index-version', '4');
      else if (round % 2 === 1) repo.git('config', 'core.splitIndex', 'true');
      for (let step = 0; step < 8; step++) {
        edit(repo, random, names);
        expect(quick(repo.root), `seed ${testSeed}, round ${round}, step ${step}`).toEqual(asked(repo));
        if (random.below(2) === 0) repo.git('commit', '-q', '--allow-empty', '-m', 'more');
        if (random.below(4) === 0) repo.git('gc', '-q');
      }
    }
  });

  it('takes git -N, an unborn branch, linked worktrees, a temporary index and a sparse index as they are', () => {
    const repo = new TestRepository();
    repo.write('a.txt', 'a\n').git('add', '-A');
    expect(quick(repo.root)).toMatchObject([{ path: 'a.txt', before: null }]);
    repo.commit('first', { 'in/a': '1\n', 'out/b': '2\n' });
    repo.write('later', 'x\n').git('add', '-N', 'later');
    expect(quick(repo.root)).toEqual([]);
    repo.git('update-index', '--force-remove', 'later');
    const borrower = join(temporaryFolder(), 'borrower');
    repo.git('clone', '-q', '--shared', repo.root, borrower);
    repo.run(['rm', '-q', '--cached', 'a.txt'], { cwd: borrower });
    repo.run(['update-index', '--chmod=+x', 'in/a'], { cwd: borrower });
    expect(quick(borrower)).toEqual(asked(repo, borrower));
    const linked = join(temporaryFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'other', linked);
    repo.run(['mv', 'a.txt', 'c.txt'], { cwd: linked });
    expect(quick(linked)).toEqual(asked(repo, linked));
    expect(quick(repo.root, { GIT_INDEX_FILE: join(repo.root, '.git/worktrees/linked/index') })).toHaveLength(1);
    repo.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
    repo.write('in/new', 'new\n').git('add', 'in/new');
    expect(quick(repo.root)).toEqual(asked(repo));
  });

  it('reads an index larger than its window, of each version, split too', () => {
    const repo = new TestRepository();
    repo.commit('first', { 'a.txt': 'a\n' });
    const blob = repo.git('rev-parse', 'HEAD:a.txt');
    const path = (i: number) => `folder${i % 40}/${'deep/'.repeat(i % 23)}${'x'.repeat(i % 97)}${i}.txt`;
    const lines = Array.from({ length: 8000 }, (_, i) => `100644 ${blob}\t${path(i)}\n`).join('');
    repo.run(['update-index', '--add', '--index-info'], { input: lines });
    expect(quick(repo.root)).toEqual(asked(repo));
    expect(quick(repo.root)).toHaveLength(8000);
    repo.git('commit', '-q', '-m', 'many');
    for (const way of ['--index-version=2', '--index-version=4', '--split-index']) {
      repo.git('update-index', way);
      repo.write(`folder7/${way}`, 'b\n').write(path(7777), `${way}\n`);
      repo.git('add', '--', `folder7/${way}`, path(7777));
      const found = quick(repo.root);
      expect(found, way).toEqual(asked(repo));
      expect(found.length, way).toBeGreaterThan(1);
    }
  });

  it('gives up on what it does not know', () => {
    const repo = new TestRepository();
    repo.commit('first', { 'a.txt': 'a\n' });
    const no = (run: () => unknown) => expect(run).toThrow(NotQuick);
    no(() => quick(temporaryFolder()));
    no(() => quick(join(repo.root, '.git')));
    no(() => quick(repo.root, { GIT_OBJECT_DIRECTORY: '/x' }));
    no(() => quick(repo.root, { GIT_CONFIG_PARAMETERS: "'core.worktree'='/x'" }));
    repo.write('b.txt', 'b\n').git('add', 'b.txt');
    for (const setting of ['core.bare=true', 'core.worktree=..', 'remote.x.promisor=true', 'include.path=x']) {
      const [name = '', value = ''] = setting.split('=');
      repo.git('config', name, value);
      no(() => quick(repo.root));
      repo.run(['config', '--file', join(repo.root, '.git/config'), '--unset', name], { cwd: temporaryFolder() });
    }
    expect(quick(repo.root)).toHaveLength(1);
  });
});
