/**
 * GitHub Actions (and Gitea, Forgejo, which set the same variables): everything stands in the event's payload.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
import { GitmoatError } from '../../errors.ts';
import { branchRef, type CiEvent, type CiSystem, type Environment, isZeroId, need, unknownEvent } from '../event.ts';

type Part = Pick<CiEvent, 'name' | 'ask'>;

const system = 'GitHub Actions';
const known = 'push, pull_request, pull_request_target, merge_group, schedule or workflow_dispatch';

export const github: CiSystem = {
  name: system,
  isHere: (env) => env.GITHUB_ACTIONS === 'true',
  read(env, payload) {
    const event = need(env, 'GITHUB_EVENT_NAME');
    const at = reader(payload);
    switch (event) {
      case 'pull_request':
      case 'pull_request_target':
      case 'pull_request_review':
      case 'pull_request_review_comment':
        return pullRequest(event, env, at);
      case 'merge_group':
        return mergeGroup(at);
      case 'push':
        return push(env, at);
      case 'schedule':
      case 'workflow_dispatch':
      case 'repository_dispatch':
        return { name: event, ask: { kind: 'everything', why: `${event} is about no change` } };
      default:
        throw unknownEvent(system, event, known);
    }
  },
};

/** The head is asked for by its id, then by the ref that pull requests of forks have too. */
function pullRequest(event: string, env: Environment, at: Reader): Part {
  const number = at.text('number') ?? at.text('pull_request.number');
  const target = at.text('pull_request.base.ref') ?? env.GITHUB_BASE_REF ?? '';
  const head = at.wanted('pull_request.head.sha', event);
  return {
    name: number === null ? event : `${event} #${number}`,
    ask: {
      kind: 'change',
      heads: number === null ? [head] : [head, `refs/pull/${number}/head`],
      target: target === '' ? null : branchRef(target),
      base: at.wanted('pull_request.base.sha', event),
    },
  };
}

/** The queue builds on the base and on the entries before this one: `base_sha` holds both. */
function mergeGroup(at: Reader): Part {
  const head = at.wanted('merge_group.head_sha', 'merge_group');
  const base = at.wanted('merge_group.base_sha', 'merge_group');
  return { name: 'merge_group', ask: { kind: 'change', heads: [head], target: null, base } };
}

function push(env: Environment, at: Reader): Part {
  const ref = at.text('ref') ?? need(env, 'GITHUB_REF');
  const after = at.text('after') ?? need(env, 'GITHUB_SHA');
  const before = at.wanted('before', 'push');
  const short = ref.replace(/^refs\/(heads|tags)\//, '');
  if (isZeroId(after)) return { name: 'push', ask: { kind: 'nothing', why: `${short} was deleted` } };
  const defaultBranch = at.text('repository.default_branch');
  if (ref.startsWith('refs/tags/')) return { name: `tag ${short}`, ask: { kind: 'tag', tag: short, defaultBranch } };
  const forced = at.text('forced') === 'true' ? 'force push' : 'push';
  return {
    name: `${forced} to ${short}`,
    ask: { kind: 'push', branch: short, after, before: isZeroId(before) ? 'new' : before, defaultBranch },
  };
}

interface Reader {
  /** The value at a dotted path; null where there is none. */
  text(path: string): string | null;
  wanted(path: string, event: string): string;
}

function reader(payload: unknown): Reader {
  const text = (path: string): string | null => {
    let at: unknown = payload;
    for (const key of path.split('.')) {
      if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return null;
      at = (at as Record<string, unknown>)[key];
    }
    return ['string', 'number', 'boolean'].includes(typeof at) ? String(at) : null;
  };
  return {
    text,
    wanted(path, event) {
      const value = text(path);
      if (value !== null) return value;
      throw new GitmoatError('usage', `${system}: the payload of ${event} has no ${path}`, {
        hint: 'GITHUB_EVENT_PATH must name the file that the runner wrote. Or: gitmoat ci --base COMMIT.',
      });
    },
  };
}
