/** Whether a stage brings a hygiene finding of any severity. A bundle of its own: most commits do not need it. */
import type { ChangedFile } from '@gitmoat/core/git/quick/changed';
import { loadHygiene } from '@gitmoat/core/hygiene/load';
import { plainYaml } from '@gitmoat/core/hygiene/plain-yaml';
import { stagedHygiene } from '@gitmoat/core/hygiene/staged';

export async function bringsHygiene(
  files: readonly ChangedFile[],
  blob: (oid: string) => Buffer,
  hygieneFile: string,
): Promise<boolean> {
  const before = new Map(files.map((file) => [file.path, file.before]));
  const contents = {
    read: async (oids: readonly string[]) => new Map(oids.map((oid) => [oid, blob(oid)])),
    // What is found is only counted here: the whole command says where it stands.
    plainYaml,
    // A file that was moved here has another way of being old: the whole command knows it.
    earlier: async ({ path }: { readonly path: string }) => [before.get(path) ?? []].flat(),
  };
  return (await stagedHygiene(files, contents, { ruleset: loadHygiene(hygieneFile) })).length > 0;
}
