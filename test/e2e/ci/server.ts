/**
 * A made-up forge: one bare repository with the branches, pull requests and tags that CI events speak of, and clones of
 * it as each system's checkout leaves them. Commits are known by their subjects.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { gitEnvironment } from '../../helpers/repository.ts';

export interface Checkout {
  /** What is checked out: a full ref of the server, or a commit's subject. */
  readonly at: string;
  /** Absent: the whole history, with every branch. */
  readonly depth?: number;
  /** Further refs that the checkout fetches. */
  readonly with?: readonly string[];
  /** The remote is gone after the checkout. */
  readonly offline?: boolean;
}

export interface Forge {
  /** Subject → commit. */
  readonly ids: ReadonlyMap<string, string>;
  /** The commit of a subject; throws for an unknown one. */
  id(subject: string): string;
  /** Commits → subjects, sorted. */
  subjects(oids: readonly string[]): string[];
  git(...args: string[]): string;
  clone(checkout: Checkout): string;
}

const work = realpathSync(mkdtempSync(join(tmpdir(), 'gitmoat-ci-')));
afterAll(() => rmSync(work, { recursive: true, force: true }));
let clones = 0;

function run(cwd: string, ...args: string[]): string {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  return execFileSync('git', args, { cwd, env: gitEnvironment(), stdio, encoding: 'utf8' }).trim();
}

/** Commits as `git fast-import` takes them: name, parents, ref. One file a commit, dates in order. */
export function makeForge(
  plan: readonly (readonly [subject: string, parents: string, ref: string])[],
  name: string,
): Forge {
  const root = join(work, `${name}.git`);
  run(work, 'init', '-q', '--bare', '-b', 'main', root);
  const marks = new Map<string, number>();
  let stream = '';
  for (const [subject, parents, ref] of plan) {
    const mark = marks.size + 1;
    marks.set(subject, mark);
    const [first, ...others] = parents.split(' ').filter(Boolean);
    const time = 1_700_000_000 + 60 * mark;
    stream += `commit ${ref}\nmark :${mark}\ncommitter Ada <ada@example.com> ${time} +0000\n`;
    stream += `data ${subject.length}\n${subject}\n`;
    if (first !== undefined) stream += `from :${marks.get(first)}\n`;
    for (const other of others) stream += `merge :${marks.get(other)}\n`;
    const text = `${subject}\n`;
    stream += `M 100644 inline ${subject.replace(/\W/g, '-')}.txt\ndata ${text.length}\n${text}\n`;
  }
  const list = join(work, `${name}.marks`);
  execFileSync('git', ['fast-import', '--quiet', '--force', `--export-marks=${list}`], {
    cwd: root,
    env: gitEnvironment(),
    input: stream,
  });
  const lines = run(root, 'log', '--all', '--format=%H %s').split('\n');
  const ids = new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]));
  const id = (subject: string): string => {
    const oid = ids.get(subject);
    if (oid === undefined) throw new Error(`no commit ${subject}`);
    return oid;
  };
  return {
    ids,
    id,
    subjects: (oids) =>
      [...ids]
        .filter(([, oid]) => oids.includes(oid))
        .map(([subject]) => subject)
        .sort(),
    git: (...args) => run(root, ...args),
    clone: ({ at, depth, with: more = [], offline = false }) => {
      const folder = join(work, `${name}-${clones++}`);
      run(work, 'init', '-q', '-b', 'main', folder);
      run(folder, 'remote', 'add', 'origin', `file://${root}`);
      const limit = depth === undefined ? [] : [`--depth=${depth}`];
      const wanted = at.startsWith('refs/') ? at : id(at);
      const tracking = wanted.replace(/^refs\/heads\//, 'refs/remotes/origin/');
      const specs = depth === undefined ? ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'] : [];
      const own = at.startsWith('refs/') ? `+${wanted}:${tracking}` : wanted;
      run(folder, 'fetch', '-q', '--no-tags', ...limit, 'origin', own, ...more, ...specs);
      run(folder, 'checkout', '-q', '--detach', at.startsWith('refs/') ? tracking : wanted);
      if (offline) run(folder, 'remote', 'remove', 'origin');
      return folder;
    },
  };
}

const chain = (prefix: string, count: number, from: string, ref: string): [string, string, string][] =>
  Array.from({ length: count }, (_, i) => [`${prefix}${i + 1}`, i === 0 ? from : `${prefix}${i}`, ref]);

/**
 * main: m1 m2 m3 m4. feature: from m2, with main merged in (fm), asked for in pull request 7. 8: from a fork. 9: thirty-five
 * commits. 10: stale, from m1. `forced` was x1 x2 and is y1 now; `mg` is the merge queue's commit.
 */
export function makeUsualForge(): Forge {
  const forge = makeForge(
    [
      ['m1', '', 'refs/heads/main'],
      ['m2', 'm1', 'refs/heads/main'],
      ['f1', 'm2', 'refs/heads/feature'],
      ['f2', 'f1', 'refs/heads/feature'],
      ['m3', 'm2', 'refs/heads/main'],
      ['fm', 'f2 m3', 'refs/heads/feature'],
      ['f3', 'fm', 'refs/heads/feature'],
      ['m4', 'm3', 'refs/heads/main'],
      ['pm', 'm4 f3', 'refs/pull/7/merge'],
      ['mg', 'm4 f3', 'refs/heads/gh-readonly-queue/main/pr-7'],
      ['k1', 'm2', 'refs/pull/8/head'],
      ['k2', 'k1', 'refs/pull/8/head'],
      ['km', 'm4 k2', 'refs/pull/8/merge'],
      ...chain('l', 35, 'm3', 'refs/heads/long'),
      ['lm', 'm4 l35', 'refs/pull/9/merge'],
      ['s1', 'm1', 'refs/heads/stale'],
      ['sm', 'm4 s1', 'refs/pull/10/merge'],
      ['x1', 'm3', 'refs/keep/forced'],
      ['x2', 'x1', 'refs/keep/forced'],
      ['y1', 'm3', 'refs/heads/forced'],
      ['n1', 'm4', 'refs/heads/new'],
      ['n2', 'n1', 'refs/heads/new'],
      ['t1', 'm2', 'refs/tags/hotfix'],
    ],
    'usual',
  );
  forge.git('update-ref', 'refs/pull/7/head', forge.id('f3'));
  forge.git('update-ref', 'refs/pull/9/head', forge.id('l35'));
  forge.git('update-ref', 'refs/pull/10/head', forge.id('s1'));
  forge.git('update-ref', 'refs/merge-requests/7/head', forge.id('f3'));
  forge.git('update-ref', 'refs/merge-requests/9/head', forge.id('l35'));
  forge.git('update-ref', 'refs/tags/v1', forge.id('m3'));
  forge.git(
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.com',
    'tag',
    '-a',
    '-m',
    'second',
    'v2',
    forge.id('m4'),
  );
  return forge;
}

export const zeros: string = '0'.repeat(40);
/** Commits that no server has any more. */
export const gone: string = 'deadbeef'.repeat(5);
