/** Builds as the systems announce them: variables, payload (the documented shape, cut to what events need), checkout. */
import type { Checkout, Forge } from './server.ts';
import { gone, zeros } from './server.ts';

export interface Case {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly payload?: unknown;
  readonly checkout: Checkout;
  /** Subjects of the commits in the range; or what else is to be done. */
  readonly expected: string | { readonly everything: true } | { readonly nothing: true } | { readonly error: RegExp };
  /** GitHub only: for the table beside other actions. */
  readonly rival?: { readonly first?: string; readonly last?: string; readonly count?: number };
}

const everything = { everything: true } as const;
const full = (at: string): Checkout => ({ at });
const names = (prefix: string, count: number): string =>
  Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`).join(' ');

export function githubCases({ id }: Forge): Case[] {
  const github = (event: string, payload: object): Pick<Case, 'env' | 'payload'> => ({
    env: { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: event },
    payload: { repository: { default_branch: 'main', full_name: 'octo/app' }, ...payload },
  });
  const pull = (number: number, head: string, base = 'm4', event = 'pull_request', action = 'synchronize') =>
    github(event, {
      action,
      number,
      pull_request: { number, base: { ref: 'main', sha: id(base) }, head: { ref: 'topic', sha: id(head) } },
    });
  const push = (ref: string, before: string, after: string, more: object = {}) =>
    github('push', { ref, before, after, created: before === zeros, deleted: after === zeros, forced: false, ...more });
  const feature = 'f1 f2 f3 fm';
  return [
    {
      name: 'pull_request, whole history',
      ...pull(7, 'f3'),
      checkout: full('refs/pull/7/merge'),
      expected: feature,
      rival: { first: 'f1', last: 'f3' },
    },
    {
      name: 'pull_request, depth 1',
      ...pull(7, 'f3'),
      checkout: { at: 'refs/pull/7/merge', depth: 1 },
      expected: feature,
    },
    {
      name: 'pull_request, depth 2',
      ...pull(7, 'f3'),
      checkout: { at: 'refs/pull/7/merge', depth: 2 },
      expected: feature,
    },
    {
      name: 'pull_request, its head checked out at depth 1',
      ...pull(7, 'f3'),
      checkout: { at: 'f3', depth: 1 },
      expected: feature,
    },
    {
      name: 'pull_request, the event knows an older base',
      ...pull(7, 'f3', 'm2'),
      checkout: full('refs/pull/7/merge'),
      expected: feature,
      rival: { first: 'f1', last: 'f3' },
    },
    {
      name: 'pull_request, the base it knows is gone',
      ...github('pull_request', {
        number: 7,
        pull_request: { base: { ref: 'main', sha: gone }, head: { sha: id('f3') } },
      }),
      checkout: full('refs/pull/7/merge'),
      expected: feature,
    },
    {
      name: 'pull_request, its base branch was rewritten',
      ...pull(7, 'f3', 'x2'),
      checkout: full('refs/pull/7/merge'),
      expected: feature,
    },
    {
      name: 'pull_request of a fork',
      ...pull(8, 'k2'),
      checkout: full('refs/pull/8/merge'),
      expected: 'k1 k2',
      rival: { first: 'k1', last: 'k2' },
    },
    {
      name: 'pull_request of a fork, depth 1',
      ...pull(8, 'k2'),
      checkout: { at: 'refs/pull/8/merge', depth: 1 },
      expected: 'k1 k2',
    },
    {
      name: 'pull_request of 35 commits',
      ...pull(9, 'l35'),
      checkout: full('refs/pull/9/merge'),
      expected: names('l', 35),
      rival: { first: 'l1', last: 'l30' },
    },
    {
      name: 'pull_request of 35 commits, depth 1',
      ...pull(9, 'l35'),
      checkout: { at: 'refs/pull/9/merge', depth: 1 },
      expected: names('l', 35),
    },
    {
      name: 'pull_request of a stale branch',
      ...pull(10, 's1'),
      checkout: full('refs/pull/10/merge'),
      expected: 's1',
      rival: { first: 's1', last: 's1' },
    },
    {
      name: 'pull_request, merged already',
      ...pull(3, 'm3', 'm4', 'pull_request', 'closed'),
      checkout: full('refs/heads/main'),
      expected: '',
    },
    {
      name: 'pull_request_review',
      ...pull(7, 'f3', 'm4', 'pull_request_review', 'submitted'),
      checkout: full('refs/pull/7/merge'),
      expected: feature,
    },
    {
      name: 'pull_request_target, base checked out',
      ...pull(8, 'k2', 'm4', 'pull_request_target'),
      checkout: full('refs/heads/main'),
      expected: 'k1 k2',
      rival: {},
    },
    {
      name: 'pull_request_target, base at depth 1',
      ...pull(8, 'k2', 'm4', 'pull_request_target'),
      checkout: { at: 'refs/heads/main', depth: 1 },
      expected: 'k1 k2',
    },
    {
      name: 'merge_group',
      ...github('merge_group', {
        action: 'checks_requested',
        merge_group: {
          base_ref: 'refs/heads/main',
          base_sha: id('m4'),
          head_ref: 'refs/heads/gh-readonly-queue/main/pr-7',
          head_sha: id('mg'),
        },
      }),
      checkout: full('refs/heads/gh-readonly-queue/main/pr-7'),
      expected: `${feature} mg`,
      rival: {},
    },
    {
      name: 'merge_group, depth 1',
      ...github('merge_group', { merge_group: { base_sha: id('m4'), head_sha: id('mg') } }),
      checkout: { at: 'refs/heads/gh-readonly-queue/main/pr-7', depth: 1 },
      expected: `${feature} mg`,
    },
    {
      name: 'push of one commit to main',
      ...push('refs/heads/main', id('m3'), id('m4')),
      checkout: full('refs/heads/main'),
      expected: 'm4',
      rival: { first: 'm4', last: 'm4' },
    },
    {
      name: 'push of two commits to main',
      ...push('refs/heads/main', id('m2'), id('m4')),
      checkout: full('refs/heads/main'),
      expected: 'm3 m4',
      rival: { first: 'm3', last: 'm4' },
    },
    {
      name: 'push to main, depth 1',
      ...push('refs/heads/main', id('m2'), id('m4')),
      checkout: { at: 'refs/heads/main', depth: 1 },
      expected: 'm3 m4',
    },
    {
      name: 'push to a branch',
      ...push('refs/heads/feature', id('f2'), id('f3')),
      checkout: full('refs/heads/feature'),
      expected: 'f3 fm',
      rival: { first: 'm3', last: 'f3' },
    },
    {
      name: 'push of a new branch',
      ...push('refs/heads/new', zeros, id('n2')),
      checkout: full('refs/heads/new'),
      expected: 'n1 n2',
      rival: { first: 'n1', last: 'n2' },
    },
    {
      name: 'push of a new branch with a merge',
      ...push('refs/heads/feature', zeros, id('f3')),
      checkout: full('refs/heads/feature'),
      expected: feature,
      rival: { first: 'f1', last: 'f3' },
    },
    {
      name: 'push of a new branch, depth 1',
      ...push('refs/heads/new', zeros, id('n2')),
      checkout: { at: 'refs/heads/new', depth: 1 },
      expected: 'n1 n2',
    },
    {
      name: 'push of a new branch without commits',
      ...push('refs/heads/again', zeros, id('m4')),
      checkout: full('refs/heads/main'),
      expected: '',
      rival: { count: 0 },
    },
    {
      name: 'force push',
      ...push('refs/heads/forced', id('x2'), id('y1'), { forced: true }),
      checkout: full('refs/heads/forced'),
      expected: 'y1',
      rival: { first: 'y1', last: 'y1' },
    },
    {
      name: 'force push, the old commit is gone',
      ...push('refs/heads/forced', gone, id('y1'), { forced: true }),
      checkout: full('refs/heads/forced'),
      expected: 'y1',
      rival: { first: 'y1', last: 'y1' },
    },
    {
      name: 'force push back to an older commit',
      ...push('refs/heads/main', id('x1'), id('m3'), { forced: true }),
      checkout: full('refs/heads/main'),
      expected: '',
      rival: { count: 0 },
    },
    {
      name: 'deleted branch',
      ...push('refs/heads/old', id('x1'), zeros),
      checkout: full('refs/heads/main'),
      expected: { nothing: true },
      rival: { count: 0 },
    },
    {
      name: 'deleted tag',
      ...push('refs/tags/old', id('x1'), zeros),
      checkout: full('refs/heads/main'),
      expected: { nothing: true },
    },
    {
      name: 'first commits of the default branch',
      ...push('refs/heads/main', zeros, id('m2')),
      checkout: full('refs/heads/main'),
      expected: 'm1 m2',
      rival: { first: 'm1', last: 'm2' },
    },
    {
      name: 'tag on main',
      ...push('refs/tags/v1', zeros, id('m3')),
      checkout: full('refs/tags/v1'),
      expected: '',
      rival: { count: 0 },
    },
    { name: 'annotated tag', ...push('refs/tags/v2', zeros, id('m4')), checkout: full('refs/tags/v2'), expected: '' },
    {
      name: 'tag beside main',
      ...push('refs/tags/hotfix', zeros, id('t1')),
      checkout: full('refs/tags/hotfix'),
      expected: 't1',
    },
    {
      name: 'tag beside main, depth 1',
      ...push('refs/tags/hotfix', zeros, id('t1')),
      checkout: { at: 'refs/tags/hotfix', depth: 1 },
      expected: 't1',
    },
    {
      name: 'schedule',
      ...github('schedule', { schedule: '0 3 * * *' }),
      checkout: full('refs/heads/main'),
      expected: everything,
      rival: {},
    },
    {
      name: 'schedule, depth 1',
      ...github('schedule', { schedule: '0 3 * * *' }),
      checkout: { at: 'refs/heads/main', depth: 1 },
      expected: everything,
    },
    {
      name: 'workflow_dispatch',
      ...github('workflow_dispatch', { inputs: null }),
      checkout: full('refs/heads/main'),
      expected: everything,
    },
    {
      name: 'an event that is not about commits',
      ...github('workflow_run', {}),
      checkout: full('refs/heads/main'),
      expected: { error: /workflow_run/ },
    },
    {
      name: 'a payload without its commits',
      ...github('pull_request', { number: 7 }),
      checkout: full('refs/heads/main'),
      expected: { error: /no pull_request\.head\.sha/ },
    },
    {
      name: 'pull_request, depth 1, no remote',
      ...pull(7, 'f3'),
      checkout: { at: 'refs/pull/7/merge', depth: 1, offline: true },
      expected: { error: /not in this clone/ },
    },
    {
      name: 'push, depth 1 of both, no remote',
      ...push('refs/heads/main', id('m3'), id('m4')),
      checkout: { at: 'refs/heads/main', depth: 1, offline: true },
      expected: { error: /not in this clone|shallow/ },
    },
  ];
}

export function otherCases({ id }: Forge): Case[] {
  const gitlab = (env: Record<string, string>): Pick<Case, 'env'> => ({
    env: { GITLAB_CI: 'true', CI_DEFAULT_BRANCH: 'main', CI_COMMIT_BEFORE_SHA: zeros, ...env },
  });
  const request = (number: string, commit: string, more: Record<string, string> = {}) =>
    gitlab({
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_IID: number,
      CI_MERGE_REQUEST_EVENT_TYPE: 'detached',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: id('m3'),
      CI_COMMIT_SHA: id(commit),
      ...more,
    });
  const onBranch = (branch: string, before: string, after: string) =>
    gitlab({
      CI_PIPELINE_SOURCE: 'push',
      CI_COMMIT_BRANCH: branch,
      CI_COMMIT_BEFORE_SHA: before,
      CI_COMMIT_SHA: after,
    });
  const merged = { CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: id('f3'), CI_MERGE_REQUEST_TARGET_BRANCH_SHA: id('m4') };
  const bitbucket = (env: Record<string, string>): Pick<Case, 'env'> => ({
    env: { BITBUCKET_BUILD_NUMBER: '5', ...env },
  });
  const azure = (env: Record<string, string>): Pick<Case, 'env'> => ({ env: { TF_BUILD: 'True', ...env } });
  const circle = (env: Record<string, string>): Pick<Case, 'env'> => ({ env: { CIRCLECI: 'true', ...env } });
  const jenkins = (env: Record<string, string>): Pick<Case, 'env'> => ({
    env: { JENKINS_URL: 'https://ci.example/', ...env },
  });
  const buildkite = (env: Record<string, string>): Pick<Case, 'env'> => ({
    env: { BUILDKITE: 'true', BUILDKITE_PIPELINE_DEFAULT_BRANCH: 'main', BUILDKITE_PULL_REQUEST: 'false', ...env },
  });
  const feature = 'f1 f2 f3 fm';
  return [
    {
      name: 'GitLab: merge request',
      ...request('7', 'f3'),
      checkout: { at: 'refs/merge-requests/7/head', depth: 20 },
      expected: feature,
    },
    {
      name: 'GitLab: merge request of 35 commits, depth 20',
      ...request('9', 'l35'),
      checkout: { at: 'refs/merge-requests/9/head', depth: 20 },
      expected: names('l', 35),
    },
    {
      name: 'GitLab: merged results',
      ...request('7', 'pm', { CI_MERGE_REQUEST_EVENT_TYPE: 'merged_result', ...merged }),
      checkout: { at: 'refs/pull/7/merge', depth: 20 },
      expected: feature,
    },
    {
      name: 'GitLab: merge train',
      ...request('7', 'pm', { CI_MERGE_REQUEST_EVENT_TYPE: 'merge_train', ...merged }),
      checkout: { at: 'refs/pull/7/merge', depth: 1 },
      expected: feature,
    },
    {
      name: 'GitLab: child pipeline of a merge request',
      ...request('7', 'f3', { CI_PIPELINE_SOURCE: 'parent_pipeline' }),
      checkout: full('refs/heads/feature'),
      expected: feature,
    },
    {
      name: 'GitLab: external pull request',
      ...gitlab({
        CI_PIPELINE_SOURCE: 'external_pull_request_event',
        CI_EXTERNAL_PULL_REQUEST_IID: '8',
        CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA: id('k2'),
        CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME: 'main',
        CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA: id('m4'),
      }),
      checkout: { at: 'k2', depth: 20 },
      expected: 'k1 k2',
    },
    {
      name: 'GitLab: push to main',
      ...onBranch('main', id('m2'), id('m4')),
      checkout: { at: 'refs/heads/main', depth: 20 },
      expected: 'm3 m4',
    },
    {
      name: 'GitLab: push to a branch',
      ...onBranch('feature', id('f2'), id('f3')),
      checkout: { at: 'refs/heads/feature', depth: 1 },
      expected: 'f3 fm',
    },
    {
      name: 'GitLab: new branch',
      ...onBranch('new', zeros, id('n2')),
      checkout: { at: 'refs/heads/new', depth: 20 },
      expected: 'n1 n2',
    },
    {
      name: 'GitLab: force push',
      ...onBranch('forced', gone, id('y1')),
      checkout: { at: 'refs/heads/forced', depth: 20 },
      expected: 'y1',
    },
    {
      name: 'GitLab: tag',
      ...gitlab({ CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'hotfix', CI_COMMIT_SHA: id('t1') }),
      checkout: { at: 'refs/tags/hotfix', depth: 20 },
      expected: 't1',
    },
    {
      name: 'GitLab: schedule',
      ...gitlab({ CI_PIPELINE_SOURCE: 'schedule' }),
      checkout: { at: 'refs/heads/main', depth: 1 },
      expected: everything,
    },
    {
      name: 'GitLab: started by hand',
      ...gitlab({ CI_PIPELINE_SOURCE: 'web' }),
      checkout: full('refs/heads/main'),
      expected: everything,
    },
    {
      name: 'GitLab: unknown source',
      ...gitlab({ CI_PIPELINE_SOURCE: 'ondemand_dast_scan' }),
      checkout: full('refs/heads/main'),
      expected: { error: /ondemand_dast_scan/ },
    },

    {
      name: 'Bitbucket: pull request',
      ...bitbucket({
        BITBUCKET_PR_ID: '7',
        BITBUCKET_COMMIT: id('f3'),
        BITBUCKET_BRANCH: 'feature',
        BITBUCKET_PR_DESTINATION_BRANCH: 'main',
        BITBUCKET_PR_DESTINATION_COMMIT: id('m4').slice(0, 12),
      }),
      checkout: { at: 'refs/heads/feature', depth: 50 },
      expected: feature,
    },
    {
      name: 'Bitbucket: push to a branch',
      ...bitbucket({ BITBUCKET_COMMIT: id('n2'), BITBUCKET_BRANCH: 'new' }),
      checkout: { at: 'refs/heads/new', depth: 50 },
      expected: 'n1 n2',
    },
    {
      name: 'Bitbucket: push to main',
      ...bitbucket({ BITBUCKET_COMMIT: id('m4'), BITBUCKET_BRANCH: 'main' }),
      checkout: full('refs/heads/main'),
      expected: everything,
    },
    {
      name: 'Bitbucket: tag',
      ...bitbucket({ BITBUCKET_COMMIT: id('t1'), BITBUCKET_TAG: 'hotfix' }),
      checkout: full('refs/tags/hotfix'),
      expected: 't1',
    },

    {
      name: 'Azure: pull request',
      ...azure({
        BUILD_REASON: 'PullRequest',
        BUILD_SOURCEVERSION: id('pm'),
        BUILD_SOURCEBRANCH: 'refs/pull/7/merge',
        SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
        SYSTEM_PULLREQUEST_SOURCECOMMITID: id('f3'),
        SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
      }),
      checkout: { at: 'refs/pull/7/merge', depth: 1 },
      expected: feature,
    },
    {
      name: 'Azure: pull request of a GitHub repository',
      ...azure({
        BUILD_REASON: 'PullRequest',
        BUILD_SOURCEVERSION: id('pm'),
        SYSTEM_PULLREQUEST_PULLREQUESTNUMBER: '7',
        SYSTEM_PULLREQUEST_SOURCECOMMITID: id('f3'),
        SYSTEM_PULLREQUEST_TARGETBRANCH: 'main',
      }),
      checkout: full('refs/pull/7/merge'),
      expected: feature,
    },
    {
      name: 'Azure: push to a branch',
      ...azure({ BUILD_REASON: 'IndividualCI', BUILD_SOURCEVERSION: id('n2'), BUILD_SOURCEBRANCH: 'refs/heads/new' }),
      checkout: { at: 'refs/heads/new', depth: 1 },
      expected: 'n1 n2',
    },
    {
      name: 'Azure: push to main',
      ...azure({ BUILD_REASON: 'BatchedCI', BUILD_SOURCEVERSION: id('m4'), BUILD_SOURCEBRANCH: 'refs/heads/main' }),
      checkout: { at: 'refs/heads/main', depth: 1 },
      expected: everything,
    },
    {
      name: 'Azure: tag',
      ...azure({ BUILD_REASON: 'IndividualCI', BUILD_SOURCEVERSION: id('t1'), BUILD_SOURCEBRANCH: 'refs/tags/hotfix' }),
      checkout: full('refs/tags/hotfix'),
      expected: 't1',
    },
    {
      name: 'Azure: schedule',
      ...azure({ BUILD_REASON: 'Schedule' }),
      checkout: { at: 'refs/heads/main', depth: 1 },
      expected: everything,
    },
    {
      name: 'Azure: unknown reason',
      ...azure({ BUILD_REASON: 'BuildCompletion' }),
      checkout: full('refs/heads/main'),
      expected: { error: /BuildCompletion/ },
    },

    {
      name: 'CircleCI: branch with a pull request',
      ...circle({
        CIRCLE_SHA1: id('f3'),
        CIRCLE_BRANCH: 'feature',
        CIRCLE_PULL_REQUEST: 'https://git.example/octo/app/pull/7',
      }),
      checkout: full('refs/heads/feature'),
      expected: feature,
    },
    {
      name: 'CircleCI: main',
      ...circle({ CIRCLE_SHA1: id('m4'), CIRCLE_BRANCH: 'main' }),
      checkout: full('refs/heads/main'),
      expected: everything,
    },
    {
      name: 'CircleCI: tag',
      ...circle({ CIRCLE_SHA1: id('m3'), CIRCLE_TAG: 'v1' }),
      checkout: full('refs/tags/v1'),
      expected: '',
    },

    {
      name: 'Jenkins: change request',
      ...jenkins({ CHANGE_ID: '7', CHANGE_TARGET: 'main', BRANCH_NAME: 'PR-7' }),
      checkout: full('refs/heads/feature'),
      expected: feature,
    },
    {
      name: 'Jenkins: change request, merged with its target',
      ...jenkins({ CHANGE_ID: '7', CHANGE_TARGET: 'main' }),
      checkout: full('refs/pull/7/merge'),
      expected: `${feature} pm`,
    },
    {
      name: 'Jenkins: branch after a build that passed',
      ...jenkins({
        BRANCH_NAME: 'main',
        BRANCH_IS_PRIMARY: 'true',
        GIT_COMMIT: id('m4'),
        GIT_PREVIOUS_SUCCESSFUL_COMMIT: id('m2'),
      }),
      checkout: full('refs/heads/main'),
      expected: 'm3 m4',
    },
    {
      name: 'Jenkins: first build of a branch',
      ...jenkins({ BRANCH_NAME: 'new', GIT_COMMIT: id('n2') }),
      checkout: full('refs/heads/new'),
      expected: 'n1 n2',
    },
    {
      name: 'Jenkins: tag',
      ...jenkins({ TAG_NAME: 'hotfix', BRANCH_NAME: 'hotfix' }),
      checkout: full('refs/tags/hotfix'),
      expected: 't1',
    },

    {
      name: 'Buildkite: pull request',
      ...buildkite({
        BUILDKITE_COMMIT: id('f3'),
        BUILDKITE_BRANCH: 'feature',
        BUILDKITE_PULL_REQUEST: '7',
        BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main',
      }),
      checkout: full('refs/heads/feature'),
      expected: feature,
    },
    {
      name: 'Buildkite: branch, commit HEAD',
      ...buildkite({ BUILDKITE_COMMIT: 'HEAD', BUILDKITE_BRANCH: 'new' }),
      checkout: full('refs/heads/new'),
      expected: 'n1 n2',
    },
    {
      name: 'Buildkite: merge queue',
      ...buildkite({
        BUILDKITE_COMMIT: id('mg'),
        BUILDKITE_BRANCH: 'gh-readonly-queue/main/pr-7',
        BUILDKITE_MERGE_QUEUE_BASE_BRANCH: 'main',
        BUILDKITE_MERGE_QUEUE_BASE_COMMIT: id('m4'),
      }),
      checkout: full('refs/heads/gh-readonly-queue/main/pr-7'),
      expected: `${feature} mg`,
    },
    {
      name: 'Buildkite: schedule',
      ...buildkite({ BUILDKITE_COMMIT: 'HEAD', BUILDKITE_BRANCH: 'main', BUILDKITE_SOURCE: 'schedule' }),
      checkout: full('refs/heads/main'),
      expected: everything,
    },
    {
      name: 'Buildkite: tag',
      ...buildkite({ BUILDKITE_COMMIT: id('t1'), BUILDKITE_TAG: 'hotfix', BUILDKITE_BRANCH: 'hotfix' }),
      checkout: full('refs/tags/hotfix'),
      expected: 't1',
    },

    { name: 'no system', env: {}, checkout: full('refs/heads/main'), expected: { error: /no CI system/ } },
  ];
}
