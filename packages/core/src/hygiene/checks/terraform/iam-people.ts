/** IAM users, groups and passwords: people with keys of their own. */
import type { Check, Problem } from '../../check.ts';
import { at, attributeAt, literal, mentions, moduleCheck, nameOf, names, resourceCheck, resources } from './module.ts';
import { type Statement, statementsOf } from './policy.ts';
import { isUnset } from './settings.ts';

export const userPolicy: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_iam_user_policy', 'aws_iam_user_policy_attachment'))
    yield at(placed, placed.block.attributes.get('user'), 'rights are given to a person, not to a group or role');
  for (const placed of resources(module, 'aws_iam_policy_attachment')) {
    const users = placed.block.attributes.get('users');
    if (!isUnset(users)) yield at(placed, users, 'rights are given to a person, not to a group or role');
  }
});

export const iamUser: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_iam_user')) {
    yield at(placed, undefined, 'an IAM user: use single sign-on or a role');
    if (mentions(module, placed, 'aws_iam_user_login_profile').length > 0) {
      const problem = at(placed, undefined, 'the user has a password for the console');
      yield { ...problem, text: `${problem.text}.console` };
    }
  }
});

export const rootKey: Check = moduleCheck(function* (module): Iterable<Problem> {
  const roots = resources(module, 'aws_iam_user').filter((placed) => literal(placed, 'name') === 'root');
  for (const placed of resources(module, 'aws_iam_access_key')) {
    const user = placed.block.attributes.get('user');
    const isRoot = /^(?:root|<root_account>)$/.test(user?.literal ?? '') || roots.some((one) => names(user, one));
    if (isRoot) yield at(placed, user, 'an access key of the root user');
  }
});

const passwordRules: readonly (readonly [string, (value: number | string | null) => boolean, string])[] = [
  ['minimum_password_length', (value) => Number(value ?? 0) < 14, 'passwords may be shorter than 14 characters'],
  ['require_lowercase_characters', (value) => value !== 'true', 'passwords need no lower-case letter'],
  ['require_uppercase_characters', (value) => value !== 'true', 'passwords need no upper-case letter'],
  ['require_numbers', (value) => value !== 'true', 'passwords need no digit'],
  ['require_symbols', (value) => value !== 'true', 'passwords need no symbol'],
  ['password_reuse_prevention', (value) => Number(value ?? 0) < 24, 'old passwords may be used again'],
  [
    'max_password_age',
    (value) => value === null || Number(value) < 1 || Number(value) > 90,
    'passwords live longer than 90 days',
  ],
];

export const passwordPolicy: Check = resourceCheck(['aws_iam_account_password_policy'], function* (placed) {
  for (const [name, isWeak, message] of passwordRules) {
    const value = placed.block.attributes.get(name);
    // An expression says nothing.
    if (value !== undefined && value.literal === null) continue;
    if (isWeak(value?.literal ?? null)) yield { ...at(placed, value, message), text: `${nameOf(placed)}.${name}` };
  }
});

export const groupWithoutMembers: Check = resourceCheck(['aws_iam_group_membership'], function* (placed) {
  const users = placed.block.attributes.get('users');
  if (isUnset(users)) yield at(placed, users, 'nobody is in the group');
});

/** Whether a policy denies what is asked without MFA, or allows it only with MFA. */
const asksForMfa = ({ conditions }: Statement): boolean =>
  conditions.some(({ variable }) => /MultiFactorAuthPresent|MultiFactorAuthAge/.test(variable));

export const groupWithoutMfa: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const group of resources(module, 'aws_iam_group')) {
    const policies = [
      ...mentions(module, group, 'aws_iam_group_policy'),
      ...mentions(module, group, 'aws_iam_group_policy_attachment').flatMap((attachment) =>
        resources(module, 'aws_iam_policy').filter((policy) =>
          (attachmentArn(attachment) ?? '').includes(`${nameOf(policy)}.`),
        ),
      ),
    ];
    const ask = policies.some((policy) => statementsOf(policy.block.attributes.get('policy'), module).some(asksForMfa));
    if (!ask) yield at(group, undefined, 'nothing asks the members for MFA');
  }
}, true);

const attachmentArn = (placed: Parameters<typeof attributeAt>[0]): string | undefined =>
  attributeAt(placed, 'policy_arn')?.raw;
