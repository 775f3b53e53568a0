/**
 * What a rewrite has to touch and nothing else: the refs that reach the secret, and the commits behind which it cannot be.
 * `git filter-repo` on everything also changes commits that never had it (signatures go, ids in messages follow).
 */
import type { Repository } from '../git/repository.ts';
import { readGit, streamGit } from '../git/run.ts';
import type { Finding } from '../scan/finding.ts';

export interface RewriteScope {
  /** Full names, sorted. */
  readonly refs: readonly string[];
  /** Commits whose history stays as it is; nothing in it holds the secret. */
  readonly before: readonly string[];
}

export async function rewriteScope(repo: Repository, { occurrences }: Finding): Promise<RewriteScope> {
  const objects = new Set(occurrences.flatMap(({ blob, commit }) => blob ?? commit?.oid ?? []));
  const tainted = new Set<string>();
  const before = new Set<string>();
  for await (const { oid, parents, touches } of commitsOldestFirst(repo)) {
    const brings = objects.has(oid) || touches.some((one) => objects.has(one));
    if (!brings && !parents.some((parent) => tainted.has(parent))) continue;
    tainted.add(oid);
    for (const parent of parents) if (!tainted.has(parent)) before.add(parent);
  }
  const format = '--format=%(objectname) %(*objectname) %(refname)';
  const lines = (await readGit(repo, ['for-each-ref', format])).toString('utf8').split('\n').filter(Boolean);
  const refs = lines.flatMap((line) => {
    const [oid = '', peeled = '', ...name] = line.split(' ');
    return tainted.has(peeled || oid) || objects.has(oid) ? [name.join(' ')] : [];
  });
  // A tag object can hold what its commit does not: then that commit must be rewritten along.
  const inTag = occurrences.some(({ where }) => where === 'tag-message');
  return { refs: refs.sort(), before: inTag ? [] : [...before].sort() };
}

interface Step {
  readonly oid: string;
  readonly parents: readonly string[];
  /** Blobs that come or go with it, a merge's own included. */
  readonly touches: readonly string[];
}

async function* commitsOldestFirst(repo: Repository): AsyncGenerator<Step, void, undefined> {
  const order = ['log', '--all', '--topo-order', '--reverse', '-c', '--raw', '--no-renames', '--no-abbrev'];
  let step: { oid: string; parents: string[]; touches: string[] } | null = null;
  let rest = '';
  for await (const chunk of streamGit(repo, [...order, '--format=commit %H %P', '-O/dev/null'])) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (line.startsWith('commit ')) {
        if (step !== null) yield step;
        const [oid = '', ...parents] = line.slice('commit '.length).trim().split(' ').filter(Boolean);
        step = { oid, parents, touches: [] };
      } else if (line.startsWith(':')) step?.touches.push(...(line.match(/\b[0-9a-f]{40,64}\b/g) ?? []));
    }
  }
  if (step !== null) yield step;
}
