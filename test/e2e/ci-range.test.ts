/** CI events of every system, on real clones as their checkouts leave them, give the right commits. */
import { describe, expect, it } from 'vitest';
import { eventOf, namedEvent } from '../../packages/core/src/ci/environment.ts';
import { resolveEvent } from '../../packages/core/src/ci/resolve.ts';
import { openRepository } from '../../packages/core/src/git/repository.ts';
import { readGit } from '../../packages/core/src/git/run.ts';
import { type Case, githubCases, otherCases } from './ci/cases.ts';
import { type Forge, makeUsualForge } from './ci/server.ts';

const forge: Forge = makeUsualForge();

async function subjectsIn(
  folder: string,
  { env, payload = null }: Pick<Case, 'env' | 'payload'>,
): Promise<string | object> {
  const repo = await openRepository(folder);
  const scope = await resolveEvent(repo, eventOf(env, payload));
  expect(scope.line).toMatch(/^[^\n]{10,200}$/);
  if (scope.kind !== 'range') return { [scope.kind]: true };
  const { tips, excluded } = scope.revisions;
  const args = ['rev-list', ...tips, ...excluded.map((oid) => `^${oid}`), '--'];
  const listed = (await readGit(repo, args)).toString().split('\n').filter(Boolean);
  expect(scope.line).toContain(` ${listed.length} commit`);
  return forge.subjects(listed).join(' ');
}

const cases = [...githubCases(forge), ...otherCases(forge)];

describe(`${cases.length} builds`, () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const folder = forge.clone(one.checkout);
    const { expected } = one;
    if (typeof expected === 'object' && 'error' in expected) {
      const failure = await subjectsIn(folder, one).catch((error: Error & { hint: string }) => error);
      expect(failure).toMatchObject({
        message: expect.stringMatching(expected.error),
        hint: expect.stringMatching(/\w/),
      });
      return;
    }
    const sorted = typeof expected === 'string' ? expected.split(' ').sort().join(' ') : expected;
    expect(await subjectsIn(folder, one)).toEqual(sorted);
  });

  it('named by hand', async () => {
    const repo = await openRepository(forge.clone({ at: 'refs/heads/feature' }));
    const scope = await resolveEvent(repo, namedEvent('origin/main', 'HEAD'));
    expect(scope.line).toMatch(/^command line origin\/main\.\.HEAD: 4 commits, /);
  });
});
