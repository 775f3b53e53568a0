/** The variable's name: from the assignment where it says something, else from the rule. */
import { createBlobScanner, openRepository } from '@gitmoat/core';
import { storesFor, variableOf } from '@gitmoat/core/remediate/index';
import { expect, it } from 'vitest';
import { TestRepository, token } from '../../helpers/repository.ts';
import { historyOf, testRuleset } from '../../helpers/scanning.ts';

const lines: Record<string, (value: string) => string> = {
  DEPLOY_TOKEN: (value) => `DEPLOY_TOKEN=${value}`,
  RELEASE_BOT_TOKEN: (value) => `const releaseBotToken = '${value}';`,
  FORGE_TOKEN: (value) => `  "forge.token": "${value}",`,
  CLONE_URL: (value) => `cloneUrl: https://x:${value}@git.example/a.git`,
  GITHUB_PAT: (value) => `client(token="${value}")`,
};

it('is that of the assignment, unless it says little', async () => {
  const repository = new TestRepository();
  const files = Object.entries(lines).map(([name, write]) => [`${name}.txt`, `first\n${write(token(name))}\n`]);
  repository.commit('Lines', Object.fromEntries(files));
  const repo = await openRepository(repository.root);
  const { findings } = await historyOf(repository.root);
  const scanner = createBlobScanner(testRuleset);
  const names = await Promise.all(findings.map(async (one) => [one.path, await variableOf(repo, scanner, one)]));
  expect(Object.fromEntries(names)).toEqual(
    Object.fromEntries(Object.keys(lines).map((name) => [`${name}.txt`, name])),
  );
});

it('another secret on the line never becomes a name', async () => {
  const repository = new TestRepository();
  repository.commit('Line', { 'a.txt': `${token('one')}=${token('two')}\n` });
  const repo = await openRepository(repository.root);
  const { findings } = await historyOf(repository.root);
  const scanner = createBlobScanner(testRuleset);
  expect(findings).toHaveLength(2);
  for (const finding of findings) expect(await variableOf(repo, scanner, finding)).toBe('GITHUB_PAT');
});

it('GitHub takes no name that begins like its own', () => {
  const [github] = storesFor('GITHUB_TOKEN', 'app');
  expect(github).toMatchObject({ put: 'gh secret set GH_TOKEN' });
  expect(github!.use).toContain('GITHUB_TOKEN: ${{ secrets.GH_TOKEN }}');
});
