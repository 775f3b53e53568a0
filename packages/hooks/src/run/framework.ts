/**
 * Under the pre-commit framework (and prek) a push hook gets no lines: the framework eats them and runs its hooks for one
 * ref. What else the push brings is unknown, so every local branch that the remote does not have is looked at.
 */
import { listRefs } from '@gitmoat/core/git/refs';
import type { Repository } from '@gitmoat/core/git/repository';
import type { RefUpdate } from '../outgoing/updates.ts';
import type { HookCall, HookName } from './hook.ts';

export async function frameworkUpdate(env: HookCall['env'], repo: Repository): Promise<RefUpdate[]> {
  const remoteOid = hex(env.PRE_COMMIT_FROM_REF);
  const named = hex(env.PRE_COMMIT_TO_REF) ?? repo.head;
  const refs = (await listRefs(repo)).filter(({ name }) => /^refs\/(?:heads|tags)\//.test(name));
  const wanted = new Set([named, ...refs.map(({ oid }) => oid)]);
  return [...wanted].flatMap((localOid) =>
    localOid === null
      ? []
      : [{ localRef: localOid, localOid, remoteRef: env.PRE_COMMIT_REMOTE_BRANCH ?? '', remoteOid }],
  );
}

function hex(text: string | undefined): string | null {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text) && !/^0+$/.test(text) ? text : null;
}

/** Which hook the framework is running; it does not say, but a push leaves traces in the environment. */
export function hookOfFramework({ env, args }: HookCall): HookName {
  if (env.PRE_COMMIT_REMOTE_NAME !== undefined || env.PRE_COMMIT_TO_REF !== undefined) return 'pre-push';
  return args.length === 1 ? 'commit-msg' : 'pre-commit';
}
