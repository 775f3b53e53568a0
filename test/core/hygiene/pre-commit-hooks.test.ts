/**
 * What pre-commit-hooks' own tests ask of the checks that both have, as trees: the same inputs, our words. Left out is what
 * it fixes (files are only judged here) and its settings.
 */
import { describe, expect, it } from 'vitest';
import { checks } from '../../../packages/core/src/hygiene/checks/index.ts';
import { Tree } from '../../../packages/core/src/hygiene/tree.ts';
import { parseYaml } from '../../../packages/core/src/hygiene/yaml-file.ts';

interface Case {
  readonly path?: string;
  readonly content?: string | Buffer;
  readonly mode?: string;
  readonly others?: readonly string[];
  readonly merging?: boolean;
}

function isBad(id: string, { path = 'f', content = '', mode = '100644', others = [], merging = false }: Case): boolean {
  const files = [path, ...others].map((name) => Buffer.from(name).toString('latin1'));
  const entries = files.map((name, index) => {
    return { path: name, mode: index === 0 ? mode : '100644', oid: null, tracked: true };
  });
  const tree = new Tree({ where: 'worktree', files: entries, whole: true, merging });
  const bytes = Buffer.from(content);
  tree.give(files[0]!, bytes);
  tree.sizes.set(files[0]!, bytes.length);
  tree.parseYaml = parseYaml;
  return [...checks[id]!.run(tree, { ignoreSets: [] })].length > 0;
}

const conflict = '<<<<<<< HEAD\nchild\n=======\nparent\n>>>>>>> main\n';

const bad: readonly (readonly [string, Case])[] = [
  ['merge-conflict', { content: conflict }],
  ['merge-conflict', { content: '<<<<<<< HEAD\nchild\n||||||| merged common ancestors\n=======\nparent\n>>>>>>> x\n' }],
  ...['<<<<<<< HEAD\n', '=======\n', '>>>>>>> main\n'].map((content) => {
    return ['merge-conflict', { content, merging: true }] as const;
  }),
  ['case-conflict', { path: 'f.py', others: ['F.py'] }],
  ['case-conflict', { path: 'dir/x', others: ['DIR/y'] }],
  ['case-conflict', { path: 'dir1/dir2/x', others: ['dir1/DIR2/y'] }],
  ['case-conflict', { path: 'dir/x', others: ['DIR'] }],
  ...[
    'aux.txt',
    'aux',
    'AuX.tXt',
    'com7.dat',
    ':',
    'file:Zone.Identifier',
    'path/COM¹.json',
    'dir/LPT³.toml',
    'with < less than',
    'Fast or Slow?.md',
    'with "double" quotes',
    'ends_with.',
    'ends_with ',
    'ends_with\t',
    'dir/ends./with.txt',
    'dir/ends /with.txt',
  ].map((path) => ['windows-illegal-name', { path }] as const),
  ['large-file', { content: Buffer.alloc(10 * 2 ** 20) }],
  ['broken-link', { mode: '120000', content: 'does-not-exist' }],
  ['byte-order-mark', { path: 'f.txt', content: '\ufeffohai' }],
  ...['', ' #!python\n', '\n#!python\n', 'python\n', '☃'].map((content) => {
    return ['executable-bit-and-shebang', { content, mode: '100755' }] as const;
  }),
  ['executable-bit-and-shebang', { content: '#!/usr/bin/env bash' }],
  ...[
    'foo\r\nbar\nbaz\n',
    'foo\r\nbar\nbaz\r\n',
    'foo\rbar\nbaz\r',
    'foo\r\nbar\n',
    'foo\rbar\n',
    'foo\r\nbar\r',
    'foo\r\nbar\nbaz\r',
    'foo\r\nbar\nbaz',
  ].map((content) => ['mixed-line-ends', { content }] as const),
  ['malformed-file', { path: 'package.json', content: '{"a": 1,}' }],
  ['malformed-file', { path: 'package.json', content: '{"hello": "world", "hello": "planet"}' }],
  ['malformed-file', { path: 'package.json', content: Buffer.from([0xa9, 0xfe, 0x12]) }],
  ['malformed-file', { path: '.github/workflows/a.yml', content: '[' }],
];

const good: readonly (readonly [string, Case])[] = [
  ...['# <<<<<<< HEAD\n', '# =======\n', 'import mod', ''].map((content) => {
    return ['merge-conflict', { content, merging: true }] as const;
  }),
  ['merge-conflict', { content: Buffer.from([0xff, 0xd8, 0, 0x3c, 0x3c]), merging: true }],
  ['merge-conflict', { path: 'README.md', content: 'problem\n=======\n' }],
  ['case-conflict', { path: 'f.py', others: ['g.py'] }],
  ...['README.md', 'foo.aux', 'com.dat', '.python-version', ' pseudo nan', "!@#$%^&;=≤'~`¡¿€🤗", 'path.to/file.py'].map(
    (path) => ['windows-illegal-name', { path }] as const,
  ),
  ['large-file', { content: 'a'.repeat(10_000) }],
  ['broken-link', { mode: '120000', content: 'exists', others: ['exists'] }],
  ['broken-link', { content: 'no link' }],
  ['byte-order-mark', { path: 'f.txt', content: 'ohai' }],
  ...['#!/bin/bash\nhello world\n', '#!/usr/bin/env python3.6', '#!python', '#!☃'].map((content) => {
    return ['executable-bit-and-shebang', { content, mode: '100755' }] as const;
  }),
  ['executable-bit-and-shebang', { path: 'mañana.txt', content: '#!/usr/bin/env bash', mode: '100755' }],
  ['executable-bit-and-shebang', { content: '' }],
  ...['foo\nbar\nbaz', 'foo\r\nbar\r\nbaz\r\n', 'foo\rbar\rbaz\r', 'foo\nbar\n', ''].map((content) => {
    return ['mixed-line-ends', { content }] as const;
  }),
  ['malformed-file', { path: 'package.json', content: '{"hello": "world"}\n' }],
  ['malformed-file', { path: '.github/workflows/a.yml', content: '---\nfoo\n---\nbar\n' }],
  ['malformed-file', { path: '.github/workflows/a.yml', content: 'some: !vault |\n    deadbeef\n' }],
];

const name = (id: string, value: Case) => `${id} ${JSON.stringify(value).slice(0, 80)}`;

describe('reported by both', () => {
  it.each(bad.map(([id, value]) => [name(id, value), id, value] as const))('%s', (_, id, value) => {
    expect(isBad(id, value)).toBe(true);
  });
});

describe('passed by both', () => {
  it.each(good.map(([id, value]) => [name(id, value), id, value] as const))('%s', (_, id, value) => {
    expect(isBad(id, value)).toBe(false);
  });
});
