/**
 * The production-readiness checklist, each line answered from files alone: yes, no, or cannot be seen here, with the
 * evidence. What may live in another repository or a console is never guessed.
 */
import { sideFolder } from '../../ignore/must-ignore.ts';
import type { Answer, Check, CheckContext, Checks, Problem } from '../check.ts';
import type { Kind } from '../kinds.ts';
import type { Tree } from '../tree.ts';
import { sshDeploy } from './shell.ts';
import { terraformChecks } from './terraform/index.ts';
import { literal, modulesOf, resources } from './terraform/module.ts';

const ci = ['workflow', 'gitlab-ci'] as const;
const kinds: readonly Kind[] = [...ci, 'terraform', 'dockerfile', 'compose', 'readme', 'markdown', 'script'];
/** Code that shows how a service behaves; also finds manifests. */
const search =
  '/(health|healthz|readyz|livez)["\'` ]|readinessProbe|livenessProbe|[Ss]ecrets[Mm]anager|secretmanager|SSMClient|hvac|ExternalSecret|JWT_SECRET|jwt_secret|AWSTemplateFormatVersion|awslogs|fluent-?bit|^ *- alert:';

const yes = (evidence: string): Answer => ({ answer: 'yes', evidence });
const no = (evidence: string, path?: string): Answer => ({
  answer: 'no',
  evidence,
  ...(path === undefined ? {} : { path }),
});
const unseen = (evidence: string): Answer => ({ answer: 'unseen', evidence });

function line(answer: (tree: Tree, context: CheckContext) => Answer): Check {
  return {
    also: kinds,
    search,
    whole: true,
    answer,
    *run(tree, context) {
      const { answer: given, evidence, path = '.' } = answer(tree, context);
      if (given === 'no') yield { path, text: 'no', message: evidence };
      if (given === 'unseen')
        yield { path: '.', text: 'unseen', message: `Cannot be seen here: ${evidence}`, severity: 'info' };
    },
  };
}

/** The first read file of some kinds (all that were read, if none are named) in which something stands. */
function fileWith(tree: Tree, pattern: RegExp, wanted: readonly Kind[] = []): string | null {
  const files = wanted.length > 0 ? tree.ofKind(...wanted) : tree.files;
  const found = files.find(
    ({ path }) => tree.isRead(path) && !sideFolder.test(path.replace(/^docs\//, '')) && pattern.test(tree.text(path)),
  );
  return found?.path ?? null;
}

function problemsOf(ids: readonly string[], tree: Tree, context: CheckContext): Problem[] {
  return ids.flatMap((id) => [...terraformChecks[id]!.run(tree, context)]);
}

/** No where a Terraform rule finds something, yes where there is something to judge. */
function byTerraform(types: readonly string[], ids: readonly string[], what: string): Check {
  return line((tree, context) => {
    const [problem] = problemsOf(ids, tree, context);
    if (problem !== undefined) return no(problem.message, problem.path);
    const count = modulesOf(tree).flatMap((module) => resources(module, ...types)).length;
    return count > 0 ? yes(`${count} ${what} in Terraform`) : unseen(`no ${what} in this repository`);
  });
}

function hasResource(tree: Tree, ...types: readonly string[]): string | null {
  const found = modulesOf(tree).flatMap((module) => resources(module, ...types))[0];
  return found === undefined ? null : `${found.block.labels.join('.')} in ${found.path}`;
}

const deployWords =
  /^\s*environment:\s*(?:prod|live)|^\s+name:\s*production\b|\b(?:deploy|release)\b.*\bprod|terraform apply|kubectl (?:apply|set image|rollout)|helm (?:upgrade|install)|aws ecs update-service|amazon-ecs-deploy|cdk deploy|pulumi up|serverless deploy|argocd app sync/im;
const waits =
  /wait-for-service-stability:\s*true|rollout status|aws ecs wait|--wait\b|--atomic\b|health.?check|smoke.?test|\/health/i;

const headings: Readonly<Record<string, string>> = {
  symptom: 'symptoms',
  diagnos: 'diagnosis',
  resol: 'resolution',
  escalat: 'escalation',
};

export const productionChecks: Checks = {
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
  'prod-changes-by-ci': line((tree) => {
    for (const { path } of tree.ofKind(...ci, 'script')) {
      const found =
        tree.isRead(path) && !sideFolder.test(path) ? new RegExp(sshDeploy.source, 'm').exec(tree.text(path)) : null;
      if (found !== null) return no(`${path} logs in to a server or copies files there`, path);
    }
    const deploy = fileWith(tree, deployWords, ci);
    return deploy === null ? unseen('no deploy workflow') : yes(`${deploy} deploys`);
  }),
  'prod-deploy-waits-for-health': line((tree) => {
    const deploy = fileWith(tree, deployWords, ci);
    if (deploy === null) return unseen('no deploy workflow');
    return waits.test(tree.text(deploy))
      ? yes(`${deploy} waits`)
      : no(`${deploy} deploys and does not wait for health`, deploy);
  }),
  'prod-cloud-access-by-oidc': line((tree) => {
    const keys = fileWith(tree, /secrets\.AWS_(?:ACCESS|SECRET)|credentials_json:|secrets\.AZURE_CREDENTIALS/, ci);
    if (keys !== null) return no(`${keys} uses a long-lived key`, keys);
    const oidc = fileWith(
      tree,
      /role-to-assume:|workload_identity_provider:|azure\/login|assume-role-with-web-identity/i,
      ci,
    );
    return oidc === null ? unseen('no workflow talks to a cloud') : yes(`${oidc} takes a role for the run`);
  }),
  'prod-no-secrets-in-history': line((tree) => {
    const scan = fileWith(tree, /\b(?:gitmoat|gitleaks|trufflehog|detect-secrets|git-secrets)\b/, ci);
    return scan === null
      ? unseen('`gitmoat audit` reads the history and answers this')
      : yes(`${scan} scans for secrets`);
  }),
  'prod-secrets-at-run-time': line((tree) => {
    const copied = fileWith(tree, /^\s*(?:COPY|ADD)\s.*\.env(?!\.example)\b/m, ['dockerfile']);
    if (copied !== null) return no(`${copied} copies a .env into the image`, copied);
    const found = fileWith(
      tree,
      /aws_secretsmanager_secret|aws_ssm_parameter|[Ss]ecrets[Mm]anager|secretmanager|SSMClient|hvac|ExternalSecret|vault_/,
    );
    return found === null ? unseen('no client of a secret store') : yes(found);
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
  'prod-jwt-secret': line((tree) => {
    const bad = fileWith(
      tree,
      /JWT_SECRET["']?\s*[:=]\s*["']?(?!\$|\{|<|process|os\.|ENV|config|changeme)[A-Za-z0-9+/_-]{8,}["']?\s*$/m,
    );
    if (bad !== null) return no(`${bad} has the JWT secret in it`, bad);
    const good = fileWith(tree, /JWT_SECRET/i);
    return good === null ? unseen('no JWT secret is mentioned') : yes(`${good} reads it from outside`);
  }),
  'prod-health-endpoint': line((tree) => {
    const found = fileWith(
      tree,
      /^\s*HEALTHCHECK (?!NONE)|^\s*healthcheck:|readinessProbe|livenessProbe|health_check\s*\{|\/(?:health|healthz|readyz|livez)\b/m,
    );
    if (found !== null) return yes(found);
    const image = tree.ofKind('dockerfile').find(({ path }) => !sideFolder.test(path));
    return image === undefined
      ? unseen('nothing that runs as a service')
      : no('an image and no health check anywhere', image.path);
  }),
  'prod-alarms': line((tree) => {
    const alarms = modulesOf(tree).flatMap((module) => resources(module, 'aws_cloudwatch_metric_alarm'));
    const seconds = alarms.map(
      (alarm) => Number(literal(alarm, 'period') ?? 60) * Number(literal(alarm, 'evaluation_periods') ?? 1),
    );
    if (seconds.some((time) => time <= 300)) return yes(`${alarms.length} CloudWatch alarms`);
    if (alarms.length > 0) return no('every alarm takes longer than five minutes', alarms[0]!.path);
    const other =
      hasResource(tree, 'datadog_monitor', 'google_monitoring_alert_policy', 'azurerm_monitor_metric_alert') ??
      fileWith(tree, /^\s*- alert:/m);
    return other === null ? unseen('no alarms in this repository') : yes(other);
  }),
  'prod-dashboards-and-logs': line((tree) => {
    const found =
      hasResource(
        tree,
        'aws_cloudwatch_log_group',
        'aws_cloudwatch_dashboard',
        'grafana_dashboard',
        'datadog_dashboard',
      ) ?? fileWith(tree, /awslogs|fluent-?bit/);
    return found === null ? unseen('no log groups, log drivers or dashboards') : yes(found);
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
  'prod-restore-tested': line((tree) => {
    const job = tree
      .ofKind(...ci)
      .find(({ path }) => /restore/i.test(tree.text(path)) && /schedule|cron/.test(tree.text(path)));
    if (job !== undefined) return yes(`${job.path} restores on a schedule`);
    const record = fileWith(tree, /restore[^\n]*20\d\d-\d\d-\d\d|20\d\d-\d\d-\d\d[^\n]*restore/i, [
      'markdown',
      'readme',
    ]);
    return record === null ? unseen('no scheduled restore and no dated record') : yes(record);
  }),
  'prod-runbooks': line((tree) => {
    const books = tree
      .ofKind('markdown')
      .filter(({ path }) => /(?:^|\/)run-?books?\//i.test(path) && !/readme/i.test(path));
    if (books.length === 0) return unseen('no docs/runbooks');
    const wanted = ['symptom', 'diagnos', 'resol', 'escalat'];
    for (const { path } of books) {
      const heads = (tree.text(path).match(/^#+ .*$/gm) ?? []).join('\n').toLowerCase();
      const missing = wanted.filter((word) => !heads.includes(word));
      if (missing.length > 0) return no(`${path} lacks: ${missing.map((word) => headings[word]).join(', ')}`, path);
    }
    return books.length < 3
      ? no(`${books.length} runbooks; three failures are likeliest`, books[0]!.path)
      : yes(`${books.length} runbooks`);
  }),
  'prod-rto-rpo': line((tree) => {
    const found = tree
      .ofKind('markdown', 'readme')
      .find(
        ({ path }) =>
          /\bRTO\b|recovery time objective/i.test(tree.text(path)) &&
          /\bRPO\b|recovery point objective/i.test(tree.text(path)),
      );
    return found === undefined ? unseen('no page names RTO and RPO') : yes(found.path);
  }),
  'prod-readme': line((tree) => {
    const readme = tree.ofKind('readme').find(({ path }) => !path.includes('/'));
    if (readme === undefined) return no('there is no README');
    const text = tree.text(readme.path).toLowerCase();
    const parts: [string, RegExp][] = [
      ['how to run it', /^#+.*(?:run|usage|getting started|quick ?start|install|development|setup)/m],
      ['how to deploy it', /^#+.*(?:deploy|release|production)/m],
      ['what it depends on', /^#+.*(?:depend|requirement|prerequisite|architecture)/m],
    ];
    const missing = parts.filter(([, pattern]) => !pattern.test(text)).map(([name]) => name);
    return missing.length === 0
      ? yes(readme.path)
      : no(`${readme.path} does not say ${missing.join(', ')}`, readme.path);
  }),
};
