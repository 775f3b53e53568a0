/** What the hygiene and .gitignore rules say of a stage: by the files that the stage's own source has listed. */
import { readObjects } from '@gitmoat/core/git/objects';
import type { Repository } from '@gitmoat/core/git/repository';
import type { JudgeOptions } from '@gitmoat/core/hygiene/judge';
import { stagedHygiene } from '@gitmoat/core/hygiene/staged';
import type { Finding } from '@gitmoat/core/scan/finding';
import type { StagedSource } from '@gitmoat/core/sources/staged';

/** `source` must have been read to its end. Suppressed findings included. */
export function stagedFindings(repo: Repository, source: StagedSource, options: JudgeOptions): Promise<Finding[]> {
  const contents = {
    async read(oids: readonly string[]): Promise<Map<string, Buffer>> {
      const found = new Map<string, Buffer>();
      for await (const { oid, state, bytes } of readObjects(repo, oids)) {
        // The bytes live until the next object.
        if (state === 'read') found.set(oid, Buffer.from(bytes));
      }
      return found;
    },
    earlier: ({ path }: { readonly path: string }) => source.earlier!({ where: 'index', path, commit: null }),
  };
  return stagedHygiene(source.files(), contents, options);
}
