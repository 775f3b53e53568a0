import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../../../packages/core/src/git/repository.ts';
import { readExcerpts } from '../../../../packages/core/src/report/context/excerpts.ts';
import { readRemovals } from '../../../../packages/core/src/report/context/removals.ts';
import { createBlobScanner } from '../../../../packages/core/src/scan/scan-blob.ts';
import { TestRepository, token } from '../../../helpers/repository.ts';
import { findingOf, historyOf, testRuleset } from '../../../helpers/scanning.ts';
import { makeFinding, makeOccurrence } from '../make-result.ts';

const scanner = createBlobScanner(testRuleset);

test('lines around a place: all matches in them replaced, columns in UTF-8 bytes', async () => {
  const repo = new TestRepository();
  const [one, two] = [token('one'), token('two')];
  const text = `first\r\n${two}\r\n\tgrüße 😀 = '${one}' # ${two}\r\nnext\r\nfifth\r\nsixth\r\n`;
  repo.commit('x', { 'a.txt': text });
  const result = await historyOf(repo.root);
  const finding = findingOf(result, one)!;
  const opened = await openRepository(repo.root);
  const excerpt = (await readExcerpts(result.findings, scanner, { repo: opened, folder: null }))(
    finding.occurrences[0]!,
  );
  const shown = (value: string) => `ghp_…${value.slice(-2)}`;
  expect(excerpt).toEqual({
    from: 1,
    lines: ['first', shown(two), `    grüße 😀 = '${shown(one)}' # ${shown(two)}`, 'next', 'fifth'],
    byteColumns: {
      start: Buffer.from(text.split('\n')[2]!).indexOf(one) + 1,
      end: Buffer.from(text.split('\n')[2]!).indexOf(one) + 1 + one.length,
    },
  });
});

test('a secret that no rule finds in this line is replaced too; UTF-16 and minified files are read', async () => {
  const repo = new TestRepository();
  const value = token('wide');
  const minified = `${'x'.repeat(50_000)} ${value} ${'y'.repeat(50_000)}`;
  repo.commit('x', {
    'plain.txt': `${value}\n`,
    'wide.txt': Buffer.from(`\ufeffhead\r\nkey ${value}\r\n`, 'utf16le'),
    // Not a match: the boundary is missing. The value is still the value.
    'glued.txt': `${token('other')}\nglued${value}glued\n`,
    'min.js': minified,
  });
  const result = await historyOf(repo.root);
  const opened = await openRepository(repo.root);
  const excerpt = await readExcerpts(result.findings, scanner, { repo: opened, folder: null });
  const all = result.findings.flatMap(({ occurrences }) => occurrences);
  const lines = new Map(all.map((place) => [place.path, excerpt(place)!.lines]));
  expect([...lines.keys()].sort()).toEqual(['glued.txt', 'min.js', 'plain.txt', 'wide.txt']);
  expect(JSON.stringify([...lines.values()])).not.toContain(value.slice(4, 30));
  expect(lines.get('wide.txt')).toContain(`key ghp_…${value.slice(-2)}`);
  expect(lines.get('glued.txt')![1]).toBe(`gluedghp_…${value.slice(-2)}glued`);
  const [line] = lines.get('min.js')!;
  expect(line!.length).toBeLessThan(250);
  expect(line).toContain(`x ghp_…${value.slice(-2)} y`);
});

test('what is on disk is read there; what cannot be read has no excerpt', async () => {
  const repo = new TestRepository();
  const value = token('disk');
  repo.commit('x', { 'a.txt': 'x\n' });
  writeFileSync(join(repo.root, 'new.txt'), `a\nb ${value}\n`);
  const place = makeOccurrence({ where: 'worktree', path: 'new.txt', line: 2, column: 3, endLine: 2, endColumn: 43 });
  const gone = makeOccurrence({ where: 'worktree', path: 'gone.txt' });
  const missing = makeOccurrence({ blob: '0'.repeat(39).concat('1') });
  const message = makeOccurrence({ where: 'commit-message', path: null });
  const source = { repo: await openRepository(repo.root), folder: repo.root };
  const finding = makeFinding({ occurrences: [place, gone, missing, message] });
  const excerpt = await readExcerpts([finding], scanner, source);
  expect(excerpt(place)?.lines).toEqual(['a', `b ghp_…${value.slice(-2)}`]);
  expect([gone, missing, message].map(excerpt)).toEqual([null, null, null]);
});

test('the commit that took a secret out of HEAD is found, also after moves; a merge can be it', async () => {
  const repo = new TestRepository();
  const [moved, merged, side] = [token('moved'), token('merged'), token('side')];
  repo.commit('x', { 'a.txt': `${moved}\n`, 'm.txt': `${merged}\n` });
  repo.git('rm', '-q', 'a.txt');
  repo.commit('x', { 'b.txt': `${moved}\n` });
  repo.commit('x', { 'b.txt': 'clean\n' });
  const removal = repo.git('rev-parse', 'HEAD');
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit('x', { 's.txt': `${side}\n` });
  repo.git('checkout', '-q', 'main');
  repo.commit('x', { 'other.txt': 'x\n' });
  repo.git('checkout', '-q', '-b', 'topic', 'HEAD~1');
  repo.commit('x', { 'topic.txt': 'x\n' });
  repo.git('checkout', '-q', 'main');
  repo.git('merge', '-q', '--no-commit', '--no-ff', 'topic');
  repo.git('rm', '-q', 'm.txt');
  repo.git('commit', '-q', '-m', 'merge without m.txt');
  const merge = repo.git('rev-parse', 'HEAD');
  const result = await historyOf(repo.root);
  const removalOf = await readRemovals(await openRepository(repo.root), result.findings);
  expect(removalOf(findingOf(result, moved)!)?.oid).toBe(removal);
  expect(removalOf(findingOf(result, moved)!)?.date).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(removalOf(findingOf(result, merged)!)?.oid).toBe(merge);
  // Never in HEAD's history: nothing took it out.
  expect(removalOf(findingOf(result, side)!)).toBe(null);
});
