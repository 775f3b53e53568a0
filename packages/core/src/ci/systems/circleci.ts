/**
 * CircleCI. https://circleci.com/docs/reference/variables/
 * A job knows its pull request's address at best, never the branch that it goes into: the default one is taken.
 */
import { type CiSystem, need } from '../event.ts';

export const circleci: CiSystem = {
  name: 'CircleCI',
  isHere: (env) => env.CIRCLECI === 'true',
  read(env) {
    const after = need(env, 'CIRCLE_SHA1');
    const tag = env.CIRCLE_TAG;
    if (tag) return { name: `tag ${tag}`, ask: { kind: 'tag', tag, defaultBranch: null } };
    const branch = need(env, 'CIRCLE_BRANCH');
    const number = /\/(\d+)$/.exec(env.CIRCLE_PULL_REQUEST ?? '')?.[1] ?? env.CIRCLE_PR_NUMBER;
    const name = number ? `pull request #${number}` : `push to ${branch}`;
    return { name, ask: { kind: 'push', branch, after, before: 'unknown', defaultBranch: null } };
  },
};
