/**
 * Bitbucket Pipelines. https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
 * It says neither what a branch held before a push nor which branch is the default one.
 */
import { branchRef, type CiSystem, need } from '../event.ts';

export const bitbucket: CiSystem = {
  name: 'Bitbucket Pipelines',
  isHere: (env) => Boolean(env.BITBUCKET_BUILD_NUMBER),
  read(env) {
    const after = need(env, 'BITBUCKET_COMMIT');
    if (env.BITBUCKET_PR_ID) {
      return {
        name: `pull request #${env.BITBUCKET_PR_ID}`,
        ask: {
          kind: 'change',
          heads: [after],
          target: branchRef(need(env, 'BITBUCKET_PR_DESTINATION_BRANCH')),
          base: env.BITBUCKET_PR_DESTINATION_COMMIT || null,
        },
      };
    }
    const tag = env.BITBUCKET_TAG;
    if (tag) return { name: `tag ${tag}`, ask: { kind: 'tag', tag, defaultBranch: null } };
    const branch = need(env, 'BITBUCKET_BRANCH');
    return { name: `push to ${branch}`, ask: { kind: 'push', branch, after, before: 'unknown', defaultBranch: null } };
  },
};
