/**
 * Which commits two other actions read for the same event, worked out from their published sources, on the same clone:
 * gitleaks-action (src/index.js and src/gitleaks.js at bcfb9cce, July 2026) and trufflehog's action (action.yml and
 * pkg/sources/git at 3ab759fe, August 2026). Their arguments are repeated here, nothing of their code.
 */
import { execFileSync } from 'node:child_process';
import { gitEnvironment } from '../../helpers/repository.ts';
import type { Case } from './cases.ts';
import type { Forge } from './server.ts';

export type Answer = readonly string[] | 'error';

interface Event {
  readonly before?: string;
  readonly after?: string;
  readonly pull_request?: { readonly base: { readonly sha: string }; readonly head: { readonly sha: string } };
}

interface Asked {
  readonly name: string;
  readonly payload: Event;
  readonly folder: string;
  readonly forge: Forge;
  readonly rival: NonNullable<Case['rival']>;
}

/** Its whole range comes from the first and last commit of a list: the push's, or the pull request's first page of 30. */
export function gitleaksAction({ name, folder, forge, rival }: Asked): Answer {
  if (!['push', 'pull_request', 'workflow_dispatch', 'schedule'].includes(name)) return 'error';
  if (name === 'schedule' || name === 'workflow_dispatch') return list(folder, ['--no-merges', '--all']);
  if (rival.count === 0 || rival.first === undefined || rival.last === undefined) return [];
  const [first, last] = [forge.id(rival.first), forge.id(rival.last)];
  if (name === 'push' && first === last) return list(folder, ['--no-merges', '-1', 'HEAD']);
  return list(folder, ['--no-merges', '--first-parent', `${first}^..${last}`]);
}

/** It reads `git log --patch` of the head, newest first, and stops where it meets the merge base; merges have no patch. */
export function trufflehogAction({ name, payload, folder, rival }: Asked): Answer {
  let [base, head] = ['', ''];
  if (name === 'push') {
    if (rival.count === 0) return [];
    head = payload.after!;
    base = /^0+$/.test(payload.before!) ? '' : payload.before!;
  } else if (name === 'pull_request') {
    [base, head] = [payload.pull_request!.base.sha, payload.pull_request!.head.sha];
  }
  if (base === '') return list(folder, ['--no-merges', head === '' ? '--all' : head]);
  const shared = git(folder, ['merge-base', base, head]);
  if (shared === null) return 'error';
  const merges = new Set(list(folder, ['--merges', head]));
  const all = list(folder, [head]);
  if (all === 'error') return all;
  return all.slice(0, all.indexOf(shared.trim())).filter((oid) => !merges.has(oid));
}

function list(folder: string, args: readonly string[]): Answer {
  const text = git(folder, ['log', '--format=%H', ...args, '--']);
  return text === null ? 'error' : text.split('\n').filter(Boolean);
}

function git(folder: string, args: readonly string[]): string | null {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', args, { cwd: folder, env: gitEnvironment(), encoding: 'utf8', stdio });
  } catch {
    return null;
  }
}
