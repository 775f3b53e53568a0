/**
 * What a merge without conflicts is about to commit. git runs pre-merge-commit before it writes MERGE_HEAD, so the index
 * is compared with HEAD only; what a merged branch holds at the same path already is left out here.
 */
import type { Repository } from '@gitmoat/core/git/repository';
import { listTree } from '@gitmoat/core/git/tree';
import { type StagedSource, stagedSource } from '@gitmoat/core/sources/staged';
import type { HookCall } from './hook.ts';

export function mergeSource(repo: Repository, env: HookCall['env']): StagedSource {
  const staged = stagedSource(repo);
  const parents = mergedCommits(env);
  return {
    ...staged,
    async earlier(place) {
      const found = [...(await staged.earlier!(place))];
      for (const parent of place.path === null ? [] : parents) {
        for await (const { oid, path } of listTree(repo, parent, [place.path!]))
          if (path === place.path) found.push(oid);
      }
      return found;
    },
  };
}

/** `git merge` names each commit that it merges in a variable, GITHEAD_<oid>=<name> (builtin/merge.c). */
export function mergedCommits(env: HookCall['env']): string[] {
  return Object.keys(env).flatMap((name) => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1] ?? []);
}
