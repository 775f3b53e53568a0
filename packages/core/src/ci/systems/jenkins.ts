/**
 * Jenkins, multibranch pipelines and branch jobs with the git plugin.
 * https://www.jenkins.io/doc/book/pipeline/multibranch/#additional-environment-variables, https://plugins.jenkins.io/git/
 * A branch's last build that passed is what this one adds to; on a change request it may be merged with its target.
 */
import { branchRef, type CiSystem, need } from '../event.ts';

export const jenkins: CiSystem = {
  name: 'Jenkins',
  isHere: (env) => Boolean(env.JENKINS_URL),
  read(env) {
    if (env.CHANGE_ID) {
      return {
        name: `change request ${env.CHANGE_ID}`,
        ask: { kind: 'change', heads: ['HEAD'], target: branchRef(need(env, 'CHANGE_TARGET')), base: null },
      };
    }
    const tag = env.TAG_NAME;
    if (tag) return { name: `tag ${tag}`, ask: { kind: 'tag', tag, defaultBranch: null } };
    const branch = env.BRANCH_NAME || need(env, 'GIT_BRANCH').replace(/^(refs\/heads\/|origin\/)/, '');
    const primary = env.BRANCH_IS_PRIMARY === 'true';
    return {
      name: `build of ${branch}`,
      ask: {
        kind: 'push',
        branch,
        after: env.GIT_COMMIT || 'HEAD',
        before: env.GIT_PREVIOUS_SUCCESSFUL_COMMIT || 'unknown',
        defaultBranch: primary ? branch : null,
      },
    };
  },
};
