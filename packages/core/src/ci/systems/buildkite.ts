/**
 * Buildkite. https://buildkite.com/docs/pipelines/configure/environment-variables
 * BUILDKITE_COMMIT is `HEAD` for builds that nobody gave a commit.
 */
import { branchRef, type CiSystem, need } from '../event.ts';

export const buildkite: CiSystem = {
  name: 'Buildkite',
  isHere: (env) => env.BUILDKITE === 'true',
  read(env) {
    const after = need(env, 'BUILDKITE_COMMIT');
    const number = env.BUILDKITE_PULL_REQUEST;
    if (number && number !== 'false') {
      return {
        name: `pull request #${number}`,
        ask: {
          kind: 'change',
          heads: [after],
          target: branchRef(need(env, 'BUILDKITE_PULL_REQUEST_BASE_BRANCH')),
          base: null,
        },
      };
    }
    if (env.BUILDKITE_MERGE_QUEUE_BASE_COMMIT) {
      const base = env.BUILDKITE_MERGE_QUEUE_BASE_COMMIT;
      return { name: 'merge queue', ask: { kind: 'change', heads: [after], target: null, base } };
    }
    if (env.BUILDKITE_SOURCE === 'schedule') {
      return { name: 'schedule', ask: { kind: 'everything', why: 'a scheduled build is about no change' } };
    }
    const defaultBranch = env.BUILDKITE_PIPELINE_DEFAULT_BRANCH || null;
    const tag = env.BUILDKITE_TAG;
    if (tag) return { name: `tag ${tag}`, ask: { kind: 'tag', tag, defaultBranch } };
    const branch = need(env, 'BUILDKITE_BRANCH');
    return { name: `build of ${branch}`, ask: { kind: 'push', branch, after, before: 'unknown', defaultBranch } };
  },
};
