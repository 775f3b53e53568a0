/** Settings as the commit will have them: from the index, in a bare repository from HEAD. One git process if there are none. */
import { GitmoatError } from '@gitmoat/core/errors';
import { readObjects } from '@gitmoat/core/git/objects';
import { openRepository, type Repository } from '@gitmoat/core/git/repository';
import { listIndex, listTree } from '@gitmoat/core/git/tree';

export interface Setting {
  readonly oid: string;
  readonly text: string;
}

/** Path at the root → what stands there; names that are not there, or are links, are left out. */
export async function readSettings(repo: Repository, names: readonly string[]): Promise<Map<string, Setting>> {
  const found = new Map<string, Setting>();
  if (repo.root === null && repo.head === null) return found;
  const entries = repo.root === null ? listTree(repo, repo.head!, names) : listIndex(repo, names);
  const byOid = new Map<string, string[]>();
  for await (const { mode, oid, path, stage } of entries) {
    if (mode.startsWith('100') && stage === 0 && names.includes(path))
      byOid.set(oid, [...(byOid.get(oid) ?? []), path]);
  }
  for await (const object of readObjects(repo, [...byOid.keys()])) {
    const paths = byOid.get(object.oid) ?? [];
    if (object.state !== 'read') {
      throw new GitmoatError('unreadable', `${paths.join(', ')} stands in the index but its content is missing here`, {
        hint: 'Fetch it: the clone is partial or broken.',
      });
    }
    for (const path of paths) found.set(path, { oid: object.oid, text: object.bytes.toString('utf8') });
  }
  return found;
}

/** The text of one setting file for a hook of a server; null where there is none. */
export async function readServerSettings(cwd: string, name: string): Promise<string | null> {
  const settings = await readSettings(await openRepository(cwd, { inherit: true }), [name]);
  return settings.get(name)?.text ?? null;
}
