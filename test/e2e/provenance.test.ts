/** Provenance against brute force: random histories with merges, copies, removals and returns, every tree listed. */
import { describe, expect, it } from 'vitest';
import { full, seededRandom, testSeed } from '../helpers/random.ts';
import { TestRepository, token } from '../helpers/repository.ts';
import { historyOf } from '../helpers/scanning.ts';

interface Commit {
  readonly oid: string;
  readonly parents: readonly number[];
  readonly time: number;
  readonly generation: number;
  readonly files: Readonly<Record<string, string>>;
}

/** A random history by fast-import; trees are known because each commit writes its whole tree. */
function randomHistory(seed: number, length: number): { repo: TestRepository; commits: Commit[] } {
  const random = seededRandom(seed);
  const repo = new TestRepository();
  const paths = ['a.txt', 'b.txt', 'd/c.txt'];
  const contents = ['x', 'y', 'z'].map((name) => `${token(`${seed}:${name}`)}\n`);
  const drafts: Omit<Commit, 'oid'>[] = [];
  let script = '';
  for (let i = 0; i < length; i++) {
    const parents =
      i === 0 || random.below(12) === 0
        ? []
        : [
            ...new Set(
              Array.from({ length: 1 + (random.below(3) === 0 ? 1 + random.below(2) : 0) }, () =>
                Math.max(0, i - 1 - random.below(4)),
              ),
            ),
          ];
    const files: Record<string, string> = { ...(drafts[parents[0] ?? -1]?.files ?? {}) };
    const path = random.pick(paths);
    if (random.below(3) === 0) delete files[path];
    else files[path] = random.pick(contents);
    // Clocks of different machines: not in order.
    const time = 1_700_000_000 + 60 * i + 600 * random.below(3);
    const generation = parents.length === 0 ? 0 : 1 + Math.max(...parents.map((parent) => drafts[parent]!.generation));
    drafts.push({ parents, time, generation, files });
    script += `commit refs/heads/b${i}\nmark :${i + 1}\ncommitter C <c@example.com> ${time} +0000\ndata 2\nc${i % 10}\n`;
    parents.forEach((parent, at) => {
      script += `${at === 0 ? 'from' : 'merge'} :${parent + 1}\n`;
    });
    script += 'deleteall\n';
    for (const [name, text] of Object.entries(files))
      script += `M 100644 inline ${name}\ndata ${text.length}\n${text}\n`;
    script += '\n';
  }
  repo.run(['fast-import', '--quiet', '--force'], { input: script });
  repo.git('symbolic-ref', 'HEAD', `refs/heads/b${length - 1}`);
  return { repo, commits: drafts.map((draft, i) => ({ ...draft, oid: repo.git('rev-parse', `b${i}`) })) };
}

/** Commits that have the text at the path where no parent has. */
function bringers(commits: readonly Commit[], path: string, text: string): Commit[] {
  return commits.filter(
    ({ files, parents }) => files[path] === text && parents.every((parent) => commits[parent]!.files[path] !== text),
  );
}

function first(commits: readonly Commit[]): Commit {
  return [...commits].sort((a, b) => a.generation - b.generation || a.time - b.time || (a.oid < b.oid ? -1 : 1))[0]!;
}

describe(`provenance is what listing every tree says (seed ${testSeed})`, () => {
  it.each(Array.from({ length: full ? 40 : 6 }, (_, i) => testSeed + i))('history %i', async (seed) => {
    const { repo, commits } = randomHistory(seed, 30);
    const result = await historyOf(repo.root);
    const texts = new Set(commits.flatMap(({ files }) => Object.values(files)));
    expect(result.findings.map(({ raw }) => `${raw}\n`).sort()).toEqual([...texts].sort());
    for (const finding of result.findings) {
      const text = `${finding.raw}\n`;
      const expected = ['a.txt', 'b.txt', 'd/c.txt'].flatMap((path) => {
        const found = bringers(commits, path, text);
        return found.length === 0
          ? []
          : [{ path, commit: first(found).oid, inHead: commits.at(-1)!.files[path] === text, found }];
      });
      expect(finding.occurrences.map(({ path, commit, inHead }) => ({ path, commit: commit!.oid, inHead }))).toEqual(
        expected.map(({ path, commit, inHead }) => ({ path, commit, inHead })),
      );
      const all = expected.flatMap(({ found }) => found);
      expect(finding.commit!.oid).toBe(first(all).oid);
      const holders = refsThatReach(commits, new Set(all.map(({ oid }) => oid)));
      expect([finding.refCount, finding.refs]).toEqual([holders.length, holders]);
    }
  });
});

function refsThatReach(commits: readonly Commit[], wanted: ReadonlySet<string>): string[] {
  const reaches: boolean[] = [];
  for (const [i, { oid, parents }] of commits.entries())
    reaches[i] = wanted.has(oid) || parents.some((parent) => reaches[parent]);
  return commits.flatMap((_, i) => (reaches[i] ? [`refs/heads/b${i}`] : [])).sort();
}
