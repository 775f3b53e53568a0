/** Infrastructure: where it is written down, and what Terraform says of its doors and its data. */
import type { Checks } from '../../check.ts';
import { byTerraform, fileWith, hasResource, line, no, problemsOf, unseen, yes } from './answers.ts';

export const infrastructureAnswers: Checks = {
  'prod-infrastructure-as-code': line((tree) => {
    const name =
      tree.ofKind('terraform')[0]?.path ??
      tree.files.find(({ path }) =>
        /(?:^|\/)(?:cdk\.json|Pulumi\.yaml|Chart\.yaml|kustomization\.ya?ml|serverless\.yml)$/.test(path),
      )?.path;
    const found = name ?? fileWith(tree, /AWSTemplateFormatVersion|readinessProbe|livenessProbe/);
    return found === null ? unseen('no Terraform, CloudFormation, CDK, Pulumi or Kubernetes files') : yes(found);
  }),
  'prod-environments-separate': line((tree, context) => {
    const [together] = problemsOf(['terraform-environments-together'], tree, context);
    if (together !== undefined) return no(together.message, together.path);
    const isNamed = (words: string) =>
      tree.files.find(({ path }) =>
        new RegExp(`(?:^|[/_.-])(?:${words})(?:[/_.-]|$).*\\.(?:tf|tfvars|ya?ml|json)$`, 'i').test(path),
      )?.path;
    const [production, other] = [isNamed('prod|production'), isNamed('dev|development|staging|stage')];
    return production && other ? yes(`${production} and ${other}`) : unseen('no files of several environments');
  }),
  'prod-least-privilege': byTerraform(
    ['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_role_policy_attachment'],
    ['terraform-iam-wildcard', 'terraform-iam-administrator'],
    'IAM policies',
  ),
  'prod-buckets-not-public': byTerraform(
    ['aws_s3_bucket'],
    ['terraform-bucket-no-public-access-block', 'terraform-bucket-public'],
    'buckets',
  ),
  'prod-ssh-closed': byTerraform(
    ['aws_security_group', 'aws_security_group_rule', 'aws_vpc_security_group_ingress_rule'],
    ['terraform-admin-port-open'],
    'security groups',
  ),
  'prod-cloudtrail': byTerraform(
    ['aws_cloudtrail'],
    ['terraform-trail-one-region', 'terraform-trail-no-validation'],
    'trails',
  ),
  'prod-mfa': line((tree) => {
    const policy = fileWith(tree, /aws:MultiFactorAuthPresent/, ['terraform']);
    if (policy !== null) return yes(`${policy} asks for MFA`);
    const user = hasResource(tree, 'aws_iam_user');
    return user === null
      ? unseen('no IAM users in this repository')
      : no(`${user} and no policy that asks for MFA`, user.split(' in ')[1]);
  }),
  'prod-security-hub': line((tree) => {
    const found = hasResource(tree, 'aws_securityhub_account');
    return found === null ? unseen('no aws_securityhub_account') : yes(found);
  }),
  'prod-database': byTerraform(
    ['aws_db_instance', 'aws_rds_cluster'],
    [
      'terraform-database-single-zone',
      'terraform-database-unencrypted',
      'terraform-database-unprotected',
      'terraform-database-short-backup',
    ],
    'databases',
  ),
};
