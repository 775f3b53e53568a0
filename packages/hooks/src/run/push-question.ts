/** The push hooks' question, on the client (pre-push) and on the server (pre-receive, update). Loaded only by them. */
import type { Repository } from '@gitmoat/core/git/repository';
import { outgoingSource } from '../outgoing/outgoing-source.ts';
import { pushAdvice } from '../outgoing/push-advice.ts';
import { allCommits, knownOf } from '../outgoing/remote-refs.ts';
import { parsePush, parseReceive, type RefUpdate } from '../outgoing/updates.ts';
import { frameworkUpdate } from './framework.ts';
import type { HookCall, HookName } from './hook.ts';
import type { Question } from './question.ts';

export async function pushQuestion(name: HookName, call: HookCall, repo: Repository): Promise<Question | null> {
  const onServer = name !== 'pre-push';
  const updates = await updatesOf(name, call, repo);
  if (updates.every(({ localOid }) => localOid === null)) return null;
  const known = onServer
    ? await serverKnown(repo)
    : await knownOf(repo, call.args[0] ?? call.env.PRE_COMMIT_REMOTE_NAME ?? '');
  const { source, tips } = await outgoingSource(repo, { updates, known: known.commits, newest: known.newest });
  const rewrite = ['take the secret out of the commits that bring it (git rebase --interactive), then push again'];
  return { source, advice: async (blocking) => (onServer ? rewrite : pushAdvice(repo, blocking, tips)) };
}

async function updatesOf(name: HookName, call: HookCall, repo: Repository): Promise<RefUpdate[]> {
  if (name === 'update') {
    const [ref = '', before = '', after = ''] = call.args;
    return parseReceive(`${before} ${after} ${ref}\n`);
  }
  const text = await call.stdin();
  if (name === 'pre-receive') return parseReceive(text);
  // The pre-commit framework reads git's lines itself and passes one ref on in the environment.
  if (text === '' && call.env.PRE_COMMIT === '1') return frameworkUpdate(call.env, repo);
  return parsePush(text);
}

async function serverKnown(repo: Repository): Promise<{ commits: readonly string[]; newest: readonly string[] }> {
  // The refs do not move before the hook has said yes: all of them are the other side.
  return { commits: await allCommits(repo), newest: repo.head === null ? [] : [repo.head] };
}
