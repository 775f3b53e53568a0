/**
 * Under the pre-commit framework (and prek) a push hook gets no lines: the framework eats them and runs its hooks for one
 * ref. What else the push brings is unknown, so every local branch that the remote does not have is looked at.
 */
import { listRefs } from '@gitmoat/core/git/refs';
import type { Repository } from '@gitmoat/core/git/repository';
import { runGit } from '@gitmoat/core/git/run';
import type { RefUpdate } from '../outgoing/updates.ts';
import type { HookCall, HookName } from './hook.ts';
import { mergedCommits } from './merge-source.ts';

export async function frameworkUpdate(env: HookCall['env'], repo: Repository): Promise<RefUpdate[]> {
  const remoteOid = hex(env.PRE_COMMIT_FROM_REF);
  const named = hex(env.PRE_COMMIT_TO_REF) ?? (await oidOf(repo, env.PRE_COMMIT_LOCAL_BRANCH)) ?? repo.head;
  const refs = (await listRefs(repo)).filter(({ name }) => /^refs\/(?:heads|tags)\//.test(name));
  const wanted = new Set([named, ...refs.map(({ oid }) => oid)]);
  return [...wanted].flatMap((localOid) =>
    localOid === null
      ? []
      : [{ localRef: localOid, localOid, remoteRef: env.PRE_COMMIT_REMOTE_BRANCH ?? '', remoteOid }],
  );
}

/** Of a first push the framework gives the ref's name only: a note's, say. */
async function oidOf(repo: Repository, ref: string | undefined): Promise<string | null> {
  if (ref === undefined || ref === '') return null;
  const { stdout } = await runGit(repo, ['rev-parse', '-q', '--verify', '--end-of-options', ref]);
  return hex(stdout.toString('latin1').trim());
}

function hex(text: string | undefined): string | null {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text) && !/^0+$/.test(text) ? text : null;
}

/** Which hook the framework is running; it does not say, but a push and a merge leave traces in the environment. */
export function hookOfFramework({ env, args }: HookCall): HookName {
  if (env.PRE_COMMIT_REMOTE_NAME !== undefined || env.PRE_COMMIT_TO_REF !== undefined) return 'pre-push';
  if (mergedCommits(env).length > 0) return 'pre-merge-commit';
  return args.length === 1 ? 'commit-msg' : 'pre-commit';
}
