/** One file of HEAD's tree or of the index, by its path: for configuration that must not come from the working tree. */
import { missingTrees, presentOids } from './missing.ts';
import { readObjects } from './objects.ts';
import type { Repository } from './repository.ts';
import { listIndex, listTree } from './tree.ts';

/** `path`: from the top of the repository. Null where there is no such file, or a partial clone lacks it. */
export async function fileAt(repo: Repository, where: 'head' | 'index', path: string): Promise<Buffer | null> {
  const oid = await entryAt(repo, where, path);
  if (oid === null || !(await presentOids(repo, [oid])).has(oid)) return null;
  for await (const object of readObjects(repo, [oid])) {
    if (object.state === 'read' && object.type === 'blob') return Buffer.from(object.bytes);
  }
  return null;
}

async function entryAt(repo: Repository, where: 'head' | 'index', path: string): Promise<string | null> {
  if (where === 'index') {
    for await (const entry of listIndex(repo, [path])) if (entry.stage === 0) return entry.oid;
    return null;
  }
  if (repo.head === null) return null;
  if (repo.partial && (await missingTrees(repo, ['--no-walk', repo.head])).length > 0) return null;
  for await (const entry of listTree(repo, repo.head, [path])) return entry.oid;
  return null;
}
