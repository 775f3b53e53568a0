/** Rule id → its check. The rules' texts stand in rules/hygiene/; a test holds the two together. */
import type { Checks } from '../check.ts';
import { cloneChecks } from './clone.ts';
import { composeChecks } from './compose.ts';
import { contentChecks } from './contents.ts';
import { dockerfileChecks } from './dockerfile.ts';
import { fileChecks } from './files.ts';
import { githubActionsChecks } from './github-actions.ts';
import { githubScriptChecks } from './github-scripts.ts';
import { gitignoreChecks } from './gitignore.ts';
import { gitlabChecks } from './gitlab-ci.ts';
import { kubernetesChecks } from './kubernetes.ts';
import { productionChecks } from './production/index.ts';
import { repositoryChecks } from './repository.ts';
import { terraformChecks } from './terraform/index.ts';

// Without a prototype it is a table from its first key on: spreading two hundred keys takes a commit hook a millisecond.
export const checks: Checks = Object.assign(
  Object.create(null) as Checks,
  gitignoreChecks,
  fileChecks,
  cloneChecks,
  contentChecks,
  githubActionsChecks,
  githubScriptChecks,
  gitlabChecks,
  dockerfileChecks,
  composeChecks,
  kubernetesChecks,
  repositoryChecks,
  terraformChecks,
  productionChecks,
);
