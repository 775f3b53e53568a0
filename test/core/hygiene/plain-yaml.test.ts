/** The plain reader of YAML says what the library says, or nothing: on the repository's own files, the rules' examples, and both after small mistakes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { plainYaml } from '../../../packages/core/src/hygiene/plain-yaml.ts';
import { stagedHygiene } from '../../../packages/core/src/hygiene/staged.ts';
import { parseYaml } from '../../../packages/core/src/hygiene/yaml-file.ts';
import type { YamlNode } from '../../../packages/core/src/hygiene/yaml-node.ts';
import { compileOwnHygiene } from '../../helpers/hygiene.ts';
import { type Random, seededRandom } from '../../helpers/random.ts';

const { authored, ruleset } = compileOwnHygiene();
const rules = fileURLToPath(new URL('../../../rules', import.meta.url));
const isYaml = (path: string): boolean => /\.ya?ml$/.test(path);

const own = readdirSync(rules, { recursive: true, encoding: 'utf8' })
  .filter(isYaml)
  .map((path) => readFileSync(join(rules, path), 'utf8'));
const examples = authored.flatMap((rule) =>
  [...rule.examples, ...rule.counterexamples].flatMap(({ files }) =>
    Object.entries(files).flatMap(([path, file]) => {
      const text = typeof file === 'string' ? file : (file.content ?? '');
      return isYaml(path) && text !== '' ? [{ path, text }] : [];
    }),
  ),
);
const everyday = `name: ci
on: [push, "pull_request", 'issues']
env: {}
jobs:
  test: # the only one
    runs-on: \${{ matrix.os }}
    strategy:
      matrix: { os: [a-1, "b:2"], node: 20 }
    steps:
    - uses: a/b@v1
      with: {name: 'it''s'}
    - run: |
          one
            two # no comment

          three
      if: >-
        github.ref == 'x'
        && true

        || false
    - - nested
      -
---
other:
`;

function shape(node: YamlNode): unknown {
  if (node.isMap) return { map: node.entries().map(([key, value]) => [key, shape(value)]) };
  return node.isList ? node.items().map(shape) : [node.text, node.isTrue, node.exists];
}

/** Null: the plain reader leaves the text to the library. */
function same(text: string): boolean | null {
  const plain = plainYaml(text);
  if (plain === null) return null;
  const full = parseYaml(text);
  return full.error === null && JSON.stringify(plain.roots.map(shape)) === JSON.stringify(full.roots.map(shape));
}

it('reads what people write', () => {
  expect(same(everyday)).toBe(true);
  const read = examples.map(({ text }) => same(text));
  expect([...read, ...own.map(same)]).not.toContain(false);
  expect(read.filter((one) => one === true).length / read.length).toBeGreaterThan(0.9);
});

it('leaves alone what means more than it says, and what is wrong', () => {
  const left = [
    'a: &x 1',
    'a: *x',
    'a: !x 1',
    'a: b\n  c',
    'a: [b,\n c]',
    'a:\tb',
    'a: b: c',
    'a: "b" c',
    '@a: b',
    'a',
    '',
  ];
  const wrong = [
    'a: b\n  c: d',
    '- a\nb: c',
    'a:\n    b: 1\n  c: 2',
    'a: [b',
    "a: 'b",
    'a: @b',
    'a: |\n   b\n  c: d',
    'a: b\r\nc',
  ];
  for (const text of [...left, ...wrong]) expect(plainYaml(text), text).toBe(null);
});

const bits =
  ' |  |\n|-|- |:|: | #|#|"|\'|[|]|{|}|,|>|&a |*a|!x |\t|%|@|`|?|? |---\n|...\n|\\|<<: |~|\r|-\n|a: b|>-|\n\n| \n|- - |é|\u2028'.split(
    '|',
  );

function mistaken(text: string, random: Random): string {
  const lines = text.split('\n');
  for (let n = 1 + random.below(3); n > 0; n--) {
    const at = random.below(lines.length);
    const line = lines[at]!;
    const cut = random.below(line.length + 1);
    const kinds = [
      [],
      [line, random.pick(lines)],
      [' '.repeat(1 + random.below(3)) + line],
      [line.slice(random.below(3))],
      [line.slice(0, cut) + random.pick([...bits, '|', '|-\n']) + line.slice(cut)],
      [line.slice(0, cut) + line.slice(cut + 1 + random.below(3))],
      [line.slice(0, cut), line.slice(cut)],
    ];
    lines.splice(at, 1, ...random.pick(kinds));
    if (lines.length === 0) lines.push('');
  }
  return lines.join('\n');
}

it('and stays right after mistakes', () => {
  const random = seededRandom(6);
  const texts = [everyday, ...examples.map(({ text }) => text), ...own.map((text) => text.slice(0, 1500))];
  let read = 0;
  for (let round = 0; round < 6; round++) {
    for (const text of texts) {
      const mutant = mistaken(text, random);
      const answer = same(mutant);
      expect(answer, JSON.stringify(mutant)).not.toBe(false);
      if (answer) read++;
    }
  }
  expect(read).toBeGreaterThan(500);
});

it('so the rules find the same', async () => {
  const random = seededRandom(7);
  let found = 0;
  for (const { path, text } of examples) {
    for (const one of [text, mistaken(text, random)]) {
      const contents = { read: async () => new Map([[path, Buffer.from(one)]]), earlier: async () => [] };
      const ask = async (plain: object) => {
        const findings = await stagedHygiene(
          [{ path, oid: path, mode: '100644' }],
          { ...contents, ...plain },
          { ruleset, profile: 'strict' },
        );
        return findings.map(({ fingerprint }) => fingerprint).sort();
      };
      const wanted = await ask({});
      expect(await ask({ plainYaml }), one).toEqual(wanted);
      found += wanted.length;
    }
  }
  expect(found).toBeGreaterThan(60);
});
