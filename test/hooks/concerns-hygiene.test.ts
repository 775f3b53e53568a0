/** The hook leaves the hygiene rules alone only where none of them has a word to say: held against their own examples. */
import { expect, it } from 'vitest';
import { stagedHygiene } from '../../packages/core/src/hygiene/staged.ts';
import { concernsHygiene } from '../../packages/hooks/src/quick/concerns-hygiene.ts';
import { compileOwnHygiene } from '../helpers/hygiene.ts';

const { authored, ruleset } = compileOwnHygiene();

it('asks the rules wherever one of them finds something', async () => {
  let judged = 0;
  for (const rule of authored.filter(({ stages }) => stages.includes('staged'))) {
    for (const tree of rule.examples) {
      const entries = Object.entries(tree.files).flatMap(([path, entry]) => {
        const file = typeof entry === 'string' ? { content: entry } : entry;
        const bytes = Buffer.from(file.base64 ?? file.content ?? '', file.base64 === undefined ? 'utf8' : 'base64');
        const mode = file.symlink === undefined ? (file.executable ? '100755' : '100644') : '120000';
        return file.submodule || file.untracked ? [] : [{ path, oid: path, mode, bytes }];
      });
      const files = entries.map(({ path, oid, mode }) => ({ path, oid, mode }));
      const contents = new Map(entries.map(({ path, bytes }) => [path, bytes]));
      const reads = { read: async () => contents, earlier: async () => [] };
      if ((await stagedHygiene(files, reads, { ruleset, profile: rule.profile })).length === 0) continue;
      judged++;
      expect(
        files.some((file) => concernsHygiene(file, contents.get(file.path)!)),
        rule.id,
      ).toBe(true);
    }
  }
  expect(judged).toBeGreaterThan(30);
});

it('and not for ordinary code', () => {
  const file = { path: 'src/lib/view-model.ts', mode: '100644' };
  expect(concernsHygiene(file, Buffer.from('export const a = 1;\n'))).toBe(false);
  for (const path of [
    '.env',
    'Dockerfile',
    'a.tf',
    '.github/workflows/a.yml',
    'dist/a.js',
    'package.json',
    'CON.js',
    'a b.pem',
  ])
    expect(concernsHygiene({ path, mode: '100644' }, Buffer.from('x\n')), path).toBe(true);
});
