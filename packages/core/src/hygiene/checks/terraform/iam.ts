/** IAM: policies that allow too much, roles that trust too many. Users and groups: iam-people.ts. */
import type { Check, Problem } from '../../check.ts';
import { at, literal, moduleCheck, resources, texts } from './module.ts';
import { policiesOf, type Statement, statementsOf } from './policy.ts';

/** Verbs that only look. */
const readOnly = /^[\w-]+:(?:Get|List|Describe|View|Lookup|Search|Query|BatchGet)[\w*]*$/;

function dangerOf({ effect, actions, resources: targets, notActions }: Statement): string | null {
  if (effect !== 'Allow') return null;
  if (actions.includes('*') || actions.includes('*:*')) return 'every action is allowed';
  if (notActions.length > 0 && targets.includes('*')) return 'all but a few actions are allowed on every resource';
  const service = actions.find((action) => /^[\w-]+:\*$/.test(action));
  if (service !== undefined) return `${service} is every action of the service`;
  const write = actions.find((action) => !readOnly.test(action));
  return targets.includes('*') && write !== undefined ? `${write} on every resource` : null;
}

export const iamWildcard: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const { placed, value, statements } of policiesOf(module)) {
    const danger = statements.map(dangerOf).find((one) => one !== null);
    if (danger != null) yield at(placed, value, danger);
  }
});

/** Actions that take no resource: `*` is all that one can write (Service Authorization Reference). */
const unrestrictable =
  /^(?:s3:ListAllMyBuckets|s3:GetAccountPublicAccessBlock|ecr:GetAuthorizationToken|xray:\w+|sts:(?:GetCallerIdentity|DecodeAuthorizationMessage)|cloudwatch:(?:PutMetricData|GetMetricData|ListMetrics)|ec2:CreateTags|iam:(?:ListRoles|ListUsers|GetAccountSummary|ListAccountAliases)|logs:DescribeLogGroups|kms:(?:ListKeys|ListAliases|CreateKey|GenerateRandom)|secretsmanager:(?:ListSecrets|GetRandomPassword)|tag:\w+|ce:\w+|pricing:\w+|organizations:\w+|dynamodb:ListTables|sns:ListTopics|sqs:ListQueues|lambda:ListFunctions|route53:ListHostedZones|autoscaling:Describe\w*|elasticloadbalancing:Describe\w*)$/;

export const iamAnyResource: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const { placed, value, statements } of policiesOf(module)) {
    for (const { effect, actions, resources: targets, conditional } of statements) {
      const action = actions.find((one) => !unrestrictable.test(one));
      if (effect !== 'Allow' || conditional || !targets.includes('*') || action === undefined) continue;
      yield at(placed, value, `${action} is allowed on every resource`);
      break;
    }
  }
});

/**
 * What a stolen role does next, by actions that AWS documents as handing out credentials, reading data, changing
 * permissions, or raising one's own rights.
 */
const powers: readonly (readonly [string, RegExp])[] = [
  [
    'hands out credentials',
    /^(?:iam:(?:CreateAccessKey|CreateLoginProfile|UpdateLoginProfile|CreateServiceSpecificCredential|ResetServiceSpecificCredential|UpdateAccessKey)|sts:(?:AssumeRole\w*|GetFederationToken|GetSessionToken)|redshift:GetClusterCredentials|rds-db:connect|connect:GetFederationToken|cognito-\w+:Get\w*Token\w*|codeartifact:GetAuthorizationToken|chime:CreateApiKey)$/,
  ],
  [
    'reads data',
    /^(?:s3:GetObject|ssm:GetParameters?(?:ByPath|History)?|secretsmanager:GetSecretValue|rds:(?:CopyDBSnapshot|CreateDBSnapshot)|dynamodb:Scan)$/,
  ],
  [
    'changes permissions',
    /^(?:(?:iam|organizations):\*|iam:(?:Attach|Put|Detach|Delete|Create|Update|Add|Set|Pass)\w*(?:Policy|PolicyVersion|Role|PermissionsBoundary|UserToGroup)|(?:s3|sns|sqs|kms|ecr|lambda|secretsmanager):(?:PutBucketPolicy|PutBucketAcl|PutObjectAcl|AddPermission|SetQueueAttributes|PutKeyPolicy|CreateGrant|SetRepositoryPolicy|PutResourcePolicy))$/,
  ],
  [
    'raises its own rights',
    /^iam:(?:\*|CreatePolicyVersion|SetDefaultPolicyVersion|CreateAccessKey|CreateLoginProfile|UpdateLoginProfile|(?:Attach|Put)(?:User|Group|Role)Policy|AddUserToGroup|UpdateAssumeRolePolicy|PassRole)$/,
  ],
  [
    'writes',
    /^(?:\*|[\w-]+:\*|[\w-]+:(?:Create|Delete|Put|Update|Modify|Write|Start|Stop|Terminate|Run|Invoke)\w*\*?)$/,
  ],
];

export const iamPowers: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const { placed, value, statements } of policiesOf(module)) {
    for (const [what, pattern] of powers) {
      const found = statements.flatMap(({ effect, actions, resources: targets, conditional }) =>
        effect === 'Allow' && targets.includes('*') && !conditional
          ? actions.filter((action) => pattern.test(action) && !unrestrictable.test(action))
          : [],
      )[0];
      if (found === undefined) continue;
      const problem = at(placed, value, `${found} on every resource ${what}`);
      yield { ...problem, text: `${problem.text} ${what}` };
    }
  }
});

export const iamAdministrator: Check = moduleCheck(function* (module): Iterable<Problem> {
  const given = /policy\/(?:AdministratorAccess|IAMFullAccess)\b/;
  const attachments = [
    'aws_iam_role_policy_attachment',
    'aws_iam_user_policy_attachment',
    'aws_iam_group_policy_attachment',
    'aws_iam_policy_attachment',
  ];
  const managed: readonly (readonly [string, readonly string[]])[] = [
    ['policy_arn', attachments],
    ['managed_policy_arns', ['aws_iam_role']],
    ['managed_policy_arn', ['aws_ssoadmin_managed_policy_attachment']],
  ];
  for (const [attribute, types] of managed) {
    for (const placed of resources(module, ...types)) {
      const arn = placed.block.attributes.get(attribute);
      const name = given.exec(arn?.literal ?? arn?.raw ?? '') ?? given.exec(texts(arn).join(' '));
      if (name) yield at(placed, arn, `${name[0].slice('policy/'.length)} is given`);
      const data = /data\.aws_iam_policy\.([\w-]+)\.arn/.exec(arn?.raw ?? '')?.[1];
      const source = module.blocks.find(
        ({ block }) => block.type === 'data' && block.labels[0] === 'aws_iam_policy' && block.labels[1] === data,
      );
      const known = source && /^(?:AdministratorAccess|IAMFullAccess)$/.exec(literal(source, 'name') ?? '');
      if (known) yield at(placed, arn, `${known[0]} is given`);
    }
  }
  for (const placed of module.blocks) {
    if (placed.block.type !== 'data' || placed.block.labels[0] !== 'aws_iam_policy') continue;
    const value = placed.block.attributes.get('name') ?? placed.block.attributes.get('arn');
    const name = /(?:^|\/)(AdministratorAccess|IAMFullAccess)$/.exec(value?.literal ?? '')?.[1];
    if (name !== undefined) yield at(placed, value, `${name} is given`);
  }
  for (const { placed, value, statements } of policiesOf(module)) {
    if (
      statements.some(({ effect, actions }) => effect === 'Allow' && actions.some((one) => /^(?:iam:)?\*$/.test(one)))
    )
      yield at(placed, value, 'it may change every right, its own included');
  }
});

/** Account numbers and their roots: anybody there who may call sts:AssumeRole. */
const wholeAccount = /^(?:\d{12}|arn:aws[\w-]*:iam::\d{12}:root)$/;

export const roleTrust: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_iam_role')) {
    const value = placed.block.attributes.get('assume_role_policy');
    for (const { effect, principals, conditional } of statementsOf(value, module)) {
      if (effect !== 'Allow' || conditional) continue;
      if (principals.includes('*')) yield at(placed, value, 'everybody may take this role');
      else if (principals.some((one) => wholeAccount.test(one)))
        yield at(placed, value, 'a whole account may take this role');
    }
  }
});

/** Claims that whoever opens a pull request or writes a workflow chooses. */
const choosable = /^(?:workflow|environment|ref|context|head_ref|base_ref)/;

/** Why a `sub` condition lets strangers in; null where it names a repository. */
function looseSubject(subject: string): string | null {
  const [claim = '', value] = subject.split(':');
  if (subject === '*' || value === undefined || value === '*') return `sub ${subject} is any repository`;
  if (choosable.test(claim)) return `sub ${subject} does not begin with a repository`;
  return claim === 'repo' && !/^[^*?/]+\/[^/]+/.test(value) ? `sub ${subject} is more than one owner` : null;
}

export const githubTrust: Check = moduleCheck(function* (module): Iterable<Problem> {
  const roles = resources(module, 'aws_iam_role').map((placed) => {
    const value = placed.block.attributes.get('assume_role_policy');
    return { placed, value, statements: statementsOf(value, module) };
  });
  const documents = Array.from(policiesOf(module)).filter(({ placed }) => placed.block.type === 'data');
  for (const { placed, value, statements } of [...roles, ...documents]) {
    for (const { federated, conditions, effect } of statements) {
      if (effect !== 'Allow' || !federated.some((one) => /token\.actions\.githubusercontent\.com/.test(one))) continue;
      const subjects = conditions.flatMap(({ variable, values }) => (/:sub$/.test(variable) ? values : []));
      const why = subjects.length === 0 ? 'no condition on sub' : looseSubject(subjects[0]!);
      if (why !== null) yield at(placed, value, `workflows of strangers may take this role: ${why}`);
    }
  }
});

export const publicPolicy: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const { placed, value, statements } of policiesOf(module)) {
    if (
      statements.some(
        ({ effect, principals, conditional }) => effect === 'Allow' && principals.includes('*') && !conditional,
      )
    )
      yield at(placed, value, 'the policy allows everybody');
  }
});

/** Bucket rights of IAM on every bucket. */
export const bucketRights: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const { placed, value, statements } of policiesOf(module)) {
    if (statements.some(({ effect, actions }) => effect === 'Allow' && actions.includes('s3:*')))
      yield at(placed, value, 's3:* is every right on the data and on who may read them');
  }
});
