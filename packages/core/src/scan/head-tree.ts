/** HEAD's tree as far as a set of blobs goes. Empty where HEAD is unborn or a partial clone lacks its trees. */
import { missingTrees } from '../git/missing.ts';
import type { Repository } from '../git/repository.ts';
import { listTree } from '../git/tree.ts';
import type { RawPath } from '../sources/source.ts';

/** Path → blob id, for every path of HEAD that holds a wanted blob. */
export async function headTree(repo: Repository | null, wanted: ReadonlySet<string>): Promise<Map<RawPath, string>> {
  const head = new Map<RawPath, string>();
  if (repo === null || repo.head === null || wanted.size === 0) return head;
  if (repo.partial && (await missingTrees(repo, ['--no-walk', repo.head])).length > 0) return head;
  for await (const { path, oid } of listTree(repo, repo.head)) if (wanted.has(oid)) head.set(path, oid);
  return head;
}
