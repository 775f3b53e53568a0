/**
 * The files that make a CI system run `gitmoat ci`: on changes, on the default branch, and over everything at night. Each
 * passes our own `check`: actions by commit, read-only token, whole history, no credentials left behind.
 */
import { version } from './version.ts';

export const ciNames = ['github', 'gitlab', 'bitbucket', 'azure', 'circleci', 'jenkins', 'buildkite'] as const;
export type CiName = (typeof ciNames)[number];

export interface CiFile {
  readonly file: string;
  readonly text: string;
}

export interface CiPlan {
  /** Written where nothing stands yet. */
  readonly files: readonly CiFile[];
  /** A file that belongs to the project: written only where there is none, else shown as what to add. */
  readonly shared: CiFile | null;
  /** What a person does in the system itself. */
  readonly todo: readonly string[];
}

/** https://github.com/actions/checkout/releases/tag/v7.0.1 */
const checkout = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';
/** https://github.com/actions/setup-node/releases/tag/v7.0.0 */
const setupNode = 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0';
/** With git inside. */
const image = 'node:24-bookworm';
const run = `npx --yes gitmoat@${version} ci`;
/** Minutes off the hour: schedulers are busiest on it. */
const nightly = '23 3 * * *';

export function ciPlan(name: CiName, branch: string): CiPlan {
  return plans[name](branch);
}

const plans: Readonly<Record<CiName, (branch: string) => CiPlan>> = {
  github: (branch) => ({
    files: [{ file: '.github/workflows/gitmoat.yml', text: githubWorkflow(branch) }],
    shared: null,
    todo: ['Make the job "gitmoat" a required check of the branch.'],
  }),
  gitlab: () => ({
    files: [{ file: '.gitlab/gitmoat.gitlab-ci.yml', text: gitlabJob }],
    shared: { file: '.gitlab-ci.yml', text: 'include:\n  - local: .gitlab/gitmoat.gitlab-ci.yml\n' },
    todo: ['Add a nightly pipeline schedule; require pipelines to succeed for merging.'],
  }),
  bitbucket: () => ({
    files: [],
    shared: { file: 'bitbucket-pipelines.yml', text: bitbucketPipelines },
    todo: ['Add a daily schedule for the custom pipeline "gitmoat-nightly".'],
  }),
  azure: (branch) => ({
    files: [{ file: 'azure-pipelines.gitmoat.yml', text: azurePipeline(branch) }],
    shared: null,
    todo: ['Create a pipeline from azure-pipelines.gitmoat.yml; make it a build validation of the branch.'],
  }),
  circleci: (branch) => ({
    files: [],
    shared: { file: '.circleci/config.yml', text: circleConfig(branch) },
    todo: ['Add a scheduled trigger for the nightly run.'],
  }),
  jenkins: () => ({
    files: [],
    shared: { file: 'Jenkinsfile', text: jenkinsfile },
    todo: ['In a multibranch job: fetch without a shallow clone.'],
  }),
  buildkite: () => ({
    files: [],
    shared: { file: '.buildkite/pipeline.yml', text: buildkitePipeline },
    todo: ['Add a schedule for the nightly run.'],
  }),
};

function githubWorkflow(branch: string): string {
  return `# What a change brings, before it is merged; everything, at night. Made by \`gitmoat init --ci github\`.
name: gitmoat
on:
  pull_request:
  merge_group:
  push:
    branches: [${JSON.stringify(branch)}]
  schedule:
    - cron: '${nightly}'
permissions:
  contents: read
concurrency:
  group: gitmoat-\${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  gitmoat:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: ${checkout}
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: ${setupNode}
        with:
          node-version: 24
      - run: ${run}
`;
}

const gitlabJob = `# What a change brings, before it is merged; everything, by a schedule. Made by \`gitmoat init --ci gitlab\`.
gitmoat:
  stage: test
  image: ${image}
  needs: []
  variables:
    GIT_DEPTH: '0'
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "schedule"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - ${run} --format gitlab --output gl-secret-detection-report.json
  artifacts:
    when: always
    reports:
      secret_detection: gl-secret-detection-report.json
`;

const bitbucketPipelines = `image: ${image}
clone:
  depth: full
pipelines:
  pull-requests:
    '**':
      - step:
          name: gitmoat
          script:
            - ${run}
  custom:
    gitmoat-nightly:
      - step:
          name: gitmoat
          script:
            - npx --yes gitmoat@${version} audit .
`;

function azurePipeline(branch: string): string {
  return `# What a change brings, before it is merged; everything, at night. Made by \`gitmoat init --ci azure\`.
trigger: none
pr:
  branches:
    include: ['*']
schedules:
  - cron: '${nightly}'
    displayName: nightly
    branches:
      include: [${JSON.stringify(branch)}]
    always: true
pool:
  vmImage: ubuntu-latest
steps:
  - checkout: self
    fetchDepth: 0
    persistCredentials: false
  - task: NodeTool@0
    inputs:
      versionSpec: 24.x
  - script: ${run}
    displayName: gitmoat
`;
}

function circleConfig(branch: string): string {
  return `version: 2.1
jobs:
  gitmoat:
    docker:
      - image: cimg/node:24.4.1
    steps:
      - checkout:
          method: full
      - run: ${run}
workflows:
  changes:
    when:
      not:
        equal: [scheduled_pipeline, << pipeline.trigger_source >>]
    jobs:
      - gitmoat:
          filters:
            branches:
              ignore: [${JSON.stringify(branch)}]
  nightly:
    when:
      equal: [scheduled_pipeline, << pipeline.trigger_source >>]
    jobs: [gitmoat]
`;
}

const jenkinsfile = `pipeline {
  agent { docker { image '${image}' } }
  triggers { cron(env.BRANCH_IS_PRIMARY == 'true' ? 'H 3 * * *' : '') }
  stages {
    stage('gitmoat') {
      steps {
        sh 'HOME="$WORKSPACE_TMP" ${run}'
      }
    }
  }
}
`;

const buildkitePipeline = `steps:
  - label: gitmoat
    command: ${run}
`;
