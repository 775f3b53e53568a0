/** Rule id → its check. The rules' texts stand in rules/hygiene/; a test holds the two together. */
import type { Checks } from '../check.ts';
import { contentChecks } from './contents.ts';
import { fileChecks } from './files.ts';
import { githubActionsChecks } from './github-actions.ts';
import { gitignoreChecks } from './gitignore.ts';

export const checks: Checks = {
  ...gitignoreChecks,
  ...fileChecks,
  ...contentChecks,
  ...githubActionsChecks,
};
