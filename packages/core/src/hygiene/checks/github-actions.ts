/** GitHub Actions: what runs that nobody reviewed, with which rights, and where keys stand. Scripts: github-scripts.ts. */
import type { Checks, Problem } from '../check.ts';
import type { YamlNode } from '../yaml-node.ts';
import { isRealValue } from './secret-words.ts';
import { at, matrixValues, parseUses, type Workflow, workflowCheck } from './workflow.ts';

const commitId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const branchName = /^(?:main|master|develop|dev|trunk|head|latest|next|edge|nightly)$/i;
/** GitHub's own organisations. */
const hosts = new Set(['actions', 'github']);

/** `uses:` of steps and of whole jobs (reusable workflows). */
function* usesOf({ steps, jobs }: Workflow): Iterable<YamlNode> {
  for (const { uses } of steps) if (uses.text !== '') yield uses;
  for (const [, job] of jobs) if (job.get('uses').text !== '') yield job.get('uses');
}

function usesCheck(isBad: (owner: string, ref: string) => string | null): Checks[string] {
  return workflowCheck(
    function* (workflow) {
      for (const uses of usesOf(workflow)) {
        const parsed = parseUses(uses.text);
        const message = parsed === null ? null : isBad(parsed.owner, parsed.ref);
        const text = uses.text.trim();
        if (parsed === null || message === null) continue;
        const problem = at(workflow.path, uses, text, `${text}: ${message}`);
        // GitHub's own tags move too, by the hand that runs everything anyway.
        yield hosts.has(parsed.owner) ? { ...problem, severity: 'info' } : problem;
      }
    },
    ['workflow', 'action'],
  );
}

const cloudSecret =
  /\bsecrets\.((?:AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)|AZURE_CREDENTIALS|GCP_(?:SA_KEY|CREDENTIALS|SERVICE_ACCOUNT_KEY)|GOOGLE_(?:CREDENTIALS|APPLICATION_CREDENTIALS))\w*)/;

function* longLivedKeys({ path, steps }: Workflow): Iterable<Problem> {
  for (const { uses, node } of steps) {
    const inputs = node.get('with');
    const action = parseUses(uses.text);
    const name = action === null ? '' : `${action.owner}/${action.name}`;
    const input =
      name === 'aws-actions/configure-aws-credentials'
        ? inputs.get('aws-access-key-id')
        : name === 'google-github-actions/auth'
          ? inputs.get('credentials_json')
          : name === 'azure/login' || name === 'Azure/login'
            ? inputs.get('creds')
            : null;
    // An assumed role's session comes from a step before, not from the secrets.
    if (input?.exists && /secrets\./.test(input.text)) {
      yield at(path, input, input.text, `${name} with a long-lived key where OIDC would do`);
      continue;
    }
    for (const [key, value] of [...inputs.entries(), ...node.get('env').entries()]) {
      const found = input?.exists ? null : cloudSecret.exec(value.text);
      if (found) yield at(path, value, found[1]!, `${key} is a long-lived cloud key where OIDC would do`);
    }
  }
}

function* missingPermissions({ path, root, jobs, triggers }: Workflow): Iterable<Problem> {
  // A workflow that is only called has its caller's rights.
  const isCalled = triggers.length === 1 && triggers[0] === 'workflow_call';
  if (root.get('permissions').exists || jobs.length === 0 || isCalled) return;
  const open = jobs.filter(([, job]) => !job.get('permissions').exists);
  for (const [name, job] of open) {
    yield { path, text: name, message: `Job ${name} has the token's default permissions`, range: job.keyRange };
  }
}

function* broadPermissions({ path, root, jobs }: Workflow): Iterable<Problem> {
  for (const node of [root.get('permissions'), ...jobs.map(([, job]) => job.get('permissions'))]) {
    if (node.text === 'write-all')
      yield at(path, node, 'write-all', 'permissions: write-all gives the token every right');
  }
}

/** Rights given to the workflow are given to each of its jobs. */
function* permissionsOfAll({ path, root, jobs }: Workflow): Iterable<Problem> {
  const permissions = root.get('permissions');
  for (const node of [permissions, ...jobs.map(([, job]) => job.get('permissions'))]) {
    if (node.text === 'read-all') yield at(path, node, 'read-all', 'permissions: read-all reads more than a job needs');
  }
  for (const [name, value] of permissions.entries()) {
    if (value.text === 'write' && jobs.length > 1)
      yield at(path, value, `${name}: write`, `Every job may write: ${name}; give it to the job that needs it`);
  }
}

const headRef = /github\.event\.pull_request\.head\.|github\.head_ref|refs\/pull\/|github\.event\.workflow_run\.head_/;

function checkoutOfStrangers(trigger: string, message: string): Checks[string] {
  return workflowCheck(function* ({ path, triggers, steps }) {
    if (!triggers.includes(trigger)) return;
    for (const { uses, node, run } of steps) {
      const isCheckout = /^actions\/checkout(?:@|$)/.test(uses.text);
      const [ref, repository] = [node.get('with', 'ref'), node.get('with', 'repository')];
      const place = [ref, repository].find(({ text }) => headRef.test(text));
      if (isCheckout && place !== undefined) yield at(path, place, place.text, message);
      const pr = /\bgh\s+pr\s+checkout\b[^\n]*/.exec(run.text);
      if (pr !== null) yield at(path, run, pr[0], message);
    }
  });
}

function* selfHosted({ path, triggers, jobs }: Workflow): Iterable<Problem> {
  if (!triggers.some((name) => /^pull_request(?:_target)?$/.test(name))) return;
  for (const [, job] of jobs) {
    const runsOn = job.get('runs-on');
    const labels = runsOn.isMap ? runsOn.get('labels').texts() : runsOn.texts();
    // A job that asks whether the pull request comes from the same repository keeps strangers out.
    if (!labels.includes('self-hosted') || /head\.repo|github\.repository|github\.event_name/.test(job.get('if').text))
      continue;
    yield at(path, runsOn, 'self-hosted', 'A pull request runs on your own machine');
  }
}

function* secretsInherit({ path, jobs }: Workflow): Iterable<Problem> {
  for (const [, job] of jobs) {
    const [uses, secrets] = [job.get('uses'), job.get('secrets')];
    if (secrets.text === 'inherit' && parseUses(uses.text) !== null) {
      yield at(path, secrets, uses.text, `${uses.text} gets every secret of this repository`);
    }
  }
}

function* credentialsKept({ path, steps }: Workflow): Iterable<Problem> {
  for (const { uses, node } of steps) {
    if (!/^actions\/checkout(?:@|$)/.test(uses.text)) continue;
    const kept = node.get('with', 'persist-credentials');
    if (!/^false$/i.test(kept.text))
      yield at(path, uses, uses.text, 'checkout leaves the token in .git/config for all later steps');
  }
}

/** An expression that names no image itself; `a && 'redis:7'` does. */
const isComputed = (name: string): boolean => name.includes('${{') && !/'[\w./-]+:[\w.-]+'/.test(name);

function* unpinnedImages({ path, jobs, steps }: Workflow): Iterable<Problem> {
  const images = jobs.flatMap(([, job]): YamlNode[] => {
    const container = job.get('container');
    const services = job
      .get('services')
      .entries()
      .map(([, service]) => service.get('image'));
    return [container.isMap ? container.get('image') : container, ...services].flatMap((image) => {
      const key = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/.exec(image.text)?.[1];
      return key === undefined ? [image] : matrixValues(job, key);
    });
  });
  const uses = steps.map((step) => step.uses).filter(({ text }) => text.startsWith('docker://'));
  for (const image of [...images, ...uses]) {
    const name = image.text.replace(/^docker:\/\//, '');
    if (name === '' || name.includes('@sha256:') || isComputed(name)) continue;
    yield at(path, image, image.text, `Image ${name} is not pinned to a digest`);
  }
}

function* literalPasswords({ path, jobs }: Workflow): Iterable<Problem> {
  for (const [, job] of jobs) {
    const holders = [
      job.get('container'),
      ...job
        .get('services')
        .entries()
        .map(([, service]) => service),
    ];
    for (const holder of holders) {
      const password = holder.get('credentials', 'password');
      if (isRealValue(password.text))
        yield at(path, password, 'credentials.password', 'The registry password stands in the workflow');
    }
  }
}

export const githubActionsChecks: Checks = {
  'actions-branch-uses': usesCheck((_, ref) =>
    branchName.test(ref) ? 'a branch; whoever can push there runs code here' : null,
  ),
  'actions-unpinned-uses': usesCheck((_, ref) =>
    commitId.test(ref) || branchName.test(ref) ? null : 'not pinned to a commit',
  ),
  'actions-long-lived-cloud-key': workflowCheck(longLivedKeys),
  'actions-permissions-missing': workflowCheck(missingPermissions),
  'actions-permissions-write-all': workflowCheck(broadPermissions),
  'actions-permissions-for-every-job': workflowCheck(permissionsOfAll),
  'actions-pull-request-target-checkout': checkoutOfStrangers(
    'pull_request_target',
    "A stranger's code is checked out in a run that has secrets",
  ),
  'actions-workflow-run-checkout': checkoutOfStrangers(
    'workflow_run',
    'Code of the run that triggered this one is checked out where there are secrets',
  ),
  'actions-self-hosted-pull-request': workflowCheck(selfHosted),
  'actions-secrets-inherit': workflowCheck(secretsInherit),
  'actions-credentials-kept': workflowCheck(credentialsKept, ['workflow', 'action']),
  'actions-unpinned-image': workflowCheck(unpinnedImages),
  'actions-registry-password': workflowCheck(literalPasswords),
};
