/**
 * GitLab CI. https://docs.gitlab.com/ci/variables/predefined_variables/
 * A merge request's pipeline has no `before`; merged results and merge trains run on a commit of GitLab's own, whose
 * source and target are named apart.
 */
import { branchRef, type CiEvent, type CiSystem, type Environment, isZeroId, need, unknownEvent } from '../event.ts';

type Part = Pick<CiEvent, 'name' | 'ask'>;

const system = 'GitLab CI';
/** https://docs.gitlab.com/ci/jobs/job_rules/#ci_pipeline_source-predefined-variable */
const aboutNothing = ['schedule', 'web', 'api', 'trigger', 'pipeline', 'parent_pipeline', 'chat', 'webide'];

export const gitlab: CiSystem = {
  name: system,
  isHere: (env) => env.GITLAB_CI === 'true',
  read(env) {
    // Child pipelines of a merge request have a source of their own and still these variables.
    if (env.CI_MERGE_REQUEST_IID) return mergeRequest(env, env.CI_MERGE_REQUEST_IID);
    if (env.CI_EXTERNAL_PULL_REQUEST_IID) return external(env, env.CI_EXTERNAL_PULL_REQUEST_IID);
    const source = need(env, 'CI_PIPELINE_SOURCE');
    const defaultBranch = env.CI_DEFAULT_BRANCH || null;
    if (aboutNothing.includes(source)) {
      return { name: source, ask: { kind: 'everything', why: `a pipeline of source ${source} is about no change` } };
    }
    if (source !== 'push') throw unknownEvent(system, source, 'merge requests, pushes and schedules');
    if (env.CI_COMMIT_TAG) {
      return { name: `tag ${env.CI_COMMIT_TAG}`, ask: { kind: 'tag', tag: env.CI_COMMIT_TAG, defaultBranch } };
    }
    const branch = need(env, 'CI_COMMIT_BRANCH');
    const before = need(env, 'CI_COMMIT_BEFORE_SHA');
    return {
      name: `push to ${branch}`,
      ask: {
        kind: 'push',
        branch,
        after: need(env, 'CI_COMMIT_SHA'),
        before: isZeroId(before) ? 'new' : before,
        defaultBranch,
      },
    };
  },
};

function mergeRequest(env: Environment, number: string): Part {
  const train = env.CI_MERGE_REQUEST_EVENT_TYPE === 'merge_train';
  const source = env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA;
  return {
    name: `${train ? 'merge train of ' : ''}merge request !${number}`,
    ask: {
      kind: 'change',
      heads: [source || need(env, 'CI_COMMIT_SHA'), `refs/merge-requests/${number}/head`],
      target: branchRef(need(env, 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME')),
      base: env.CI_MERGE_REQUEST_TARGET_BRANCH_SHA || env.CI_MERGE_REQUEST_DIFF_BASE_SHA || null,
    },
  };
}

function external(env: Environment, number: string): Part {
  return {
    name: `external pull request #${number}`,
    ask: {
      kind: 'change',
      heads: [need(env, 'CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA')],
      target: branchRef(need(env, 'CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME')),
      base: env.CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA || null,
    },
  };
}
