/**
 * Azure Pipelines. https://learn.microsoft.com/azure/devops/pipelines/build/variables
 * It does not say what a branch held before a push; the target of a pull request is a ref for Azure Repos and a bare
 * name for GitHub.
 */
import { branchRef, type CiSystem, need, unknownEvent } from '../event.ts';

const system = 'Azure Pipelines';

export const azure: CiSystem = {
  name: system,
  isHere: (env) => /^true$/i.test(env.TF_BUILD ?? ''),
  read(env) {
    const reason = need(env, 'BUILD_REASON');
    if (reason === 'PullRequest') {
      const number = env.SYSTEM_PULLREQUEST_PULLREQUESTNUMBER || env.SYSTEM_PULLREQUEST_PULLREQUESTID;
      const merged = need(env, 'BUILD_SOURCEVERSION');
      return {
        name: number ? `pull request #${number}` : 'pull request',
        ask: {
          kind: 'change',
          heads: [env.SYSTEM_PULLREQUEST_SOURCECOMMITID || merged, merged],
          target: branchRef(need(env, 'SYSTEM_PULLREQUEST_TARGETBRANCH')),
          base: null,
        },
      };
    }
    if (reason === 'Schedule' || reason === 'Manual') {
      return { name: reason, ask: { kind: 'everything', why: `a build of reason ${reason} is about no change` } };
    }
    if (reason !== 'IndividualCI' && reason !== 'BatchedCI') {
      throw unknownEvent(system, reason, 'pull requests, pushes and schedules');
    }
    const ref = need(env, 'BUILD_SOURCEBRANCH');
    const tag = /^refs\/tags\/(.+)$/.exec(ref)?.[1];
    if (tag !== undefined) return { name: `tag ${tag}`, ask: { kind: 'tag', tag, defaultBranch: null } };
    const branch = ref.replace(/^refs\/heads\//, '');
    return {
      name: `push to ${branch}`,
      ask: {
        kind: 'push',
        branch,
        after: need(env, 'BUILD_SOURCEVERSION'),
        before: 'unknown',
        defaultBranch: null,
      },
    };
  },
};
