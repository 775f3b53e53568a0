/** What a partial clone lacks, asked so that git does not go and fetch it. */
import type { Repository } from './repository.ts';
import { readGit, runGit } from './run.ts';

/** Trees (and commits) that the revisions need and the clone lacks. Call it for partial clones only: it walks all trees. */
export async function missingTrees(
  repo: Repository,
  revisions: readonly string[],
  input: Buffer | string | Iterable<string> = '',
): Promise<string[]> {
  // With blobs filtered out, whatever is still missing is a tree. `--missing` also turns lazy fetching off.
  const args = ['rev-list', '--objects', '--filter=blob:none', '--missing=print', '--quiet', ...revisions];
  const { code, stdout, stderr } = await runGit(repo, args, { input });
  const missing = stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => line.startsWith('?'));
  if (code !== 0 && missing.length === 0) return [stderr.trim().split('\n').pop() ?? 'unknown'];
  return missing.map((line) => line.slice(1));
}

/** Those of `oids` that are present. In an ordinary repository all are taken to be; reading says otherwise. */
export async function presentOids(repo: Repository, oids: readonly string[]): Promise<ReadonlySet<string>> {
  if (!repo.partial || oids.length === 0) return new Set(oids);
  const args = ['rev-list', '--objects', '--no-walk=unsorted', '--missing=allow-any', '--ignore-missing', '--stdin'];
  const stdout = await readGit(repo, args, { input: `${oids.join('\n')}\n` });
  const asked = new Set(oids);
  const found = stdout
    .toString('latin1')
    .split('\n')
    .map((line) => line.split(' ', 1)[0]!);
  return new Set(found.filter((oid) => asked.has(oid)));
}
