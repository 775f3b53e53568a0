/** CI events of every system, on real clones as their checkouts leave them, give the right commits. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventOf, namedEvent } from '../../packages/core/src/ci/environment.ts';
import { resolveEvent } from '../../packages/core/src/ci/resolve.ts';
import { openRepository } from '../../packages/core/src/git/repository.ts';
import { readGit } from '../../packages/core/src/git/run.ts';
import { type Case, githubCases, otherCases } from './ci/cases.ts';
import { type Answer, gitleaksAction, trufflehogAction } from './ci/rivals.ts';
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

/** `l1 … l35` for runs of numbers; what differs from the commits that the event brings is said. */
function cell(answer: Answer, wanted: readonly string[] | null): string {
  if (answer === 'error') return 'error';
  const subjects = forge.subjects(answer);
  if (wanted === null) return `${subjects.length}`;
  const missed = wanted.filter((subject) => !subjects.includes(subject));
  const extra = subjects.filter((subject) => !wanted.includes(subject));
  const few = (names: readonly string[]) => (names.length > 4 ? `${names.length} commits` : names.join(' '));
  const parts = [missed.length > 0 ? `misses ${few(missed)}` : '', extra.length > 0 ? `and ${few(extra)} besides` : ''];
  return parts.filter(Boolean).join(', ') || 'all';
}

it('docs/ci.md has the table beside other actions as it comes out here', async () => {
  const rows: string[] = [];
  for (const one of githubCases(forge)) {
    const { rival, expected } = one;
    if (rival === undefined) continue;
    const folder = forge.clone(one.checkout);
    const wanted = typeof expected === 'string' ? expected.split(' ').filter(Boolean).sort() : [];
    const everything = typeof expected === 'object' && 'everything' in expected;
    const asked = { name: one.env.GITHUB_EVENT_NAME!, payload: one.payload as object, folder, forge, rival };
    const brings = everything ? 'whole history' : `${wanted.length}`;
    const others = [gitleaksAction(asked), trufflehogAction(asked)];
    rows.push(
      `| ${[one.name, brings, 'all', ...others.map((answer) => (everything ? 'all but merges' : cell(answer, wanted)))].join(' | ')} |`,
    );
  }
  const page = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8');
  const table = page
    .split('\n')
    .filter(
      (line) => line.startsWith('| p') || line.startsWith('| m') || /^\| (force|deleted|first|tag|schedule)/.test(line),
    );
  expect(table).toEqual(rows);
});
