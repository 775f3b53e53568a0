import { expect, it } from 'vitest';
import { type StagedFile, stagedHygiene } from '../../../packages/core/src/hygiene/staged.ts';
import { compileOwnHygiene } from '../../helpers/hygiene.ts';

const { ruleset } = compileOwnHygiene();
const conflict = '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n';

/** Contents are their own object ids here. */
function file(path: string, oid: string, mode = '100644'): StagedFile {
  return { path, oid, mode };
}

async function found(
  files: readonly StagedFile[],
  earlier: Readonly<Record<string, string[]>> = {},
): Promise<string[]> {
  const contents = {
    read: async (oids: readonly string[]) => new Map(oids.map((oid) => [oid, Buffer.from(oid)])),
    earlier: async ({ path }: StagedFile) => earlier[path] ?? [],
  };
  const findings = await stagedHygiene(files, contents, { ruleset });
  return findings.map(({ rule, path }) => `${rule} ${path}`);
}

it('judges contents by what is staged', async () => {
  expect(await found([file('a.js', conflict), file('b.js', 'b\n')])).toEqual(['merge-conflict a.js']);
  expect(await found([])).toEqual([]);
});

it('is quiet about what an earlier version has, in any parent and under another name', async () => {
  expect(await found([file('a.js', `${conflict}more\n`)], { 'a.js': ['x\n', conflict] })).toEqual([]);
  expect(await found([file('a.js', conflict)], { 'a.js': ['x\n'] })).toEqual(['merge-conflict a.js']);
});

it('parses YAML and leaves Terraform alone where there is no grammar', async () => {
  const workflow = 'on: issues\njobs:\n  a:\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n';
  const files = [file('.github/workflows/a.yml', workflow), file('main.tf', 'provider "aws" {}\n')];
  expect(await found(files)).toEqual(['actions-template-injection .github/workflows/a.yml']);
});

it('judges names without contents', async () => {
  expect(await found([file('a/store.jks', '\0')])).toEqual(['keystore-committed a/store.jks']);
});
