/** Delivery: how changes and secrets reach production. */
import { sideFolder } from '../../../ignore/must-ignore.ts';
import type { Checks } from '../../check.ts';
import { sshDeploy } from '../shell.ts';
import { ci, fileWith, line, no, unseen, yes } from './answers.ts';

const deployWords =
  /^\s*environment:\s*(?:prod|live)|^\s+name:\s*production\b|\b(?:deploy|release)\b.*\bprod|terraform apply|kubectl (?:apply|set image|rollout)|helm (?:upgrade|install)|aws ecs update-service|amazon-ecs-deploy|cdk deploy|pulumi up|serverless deploy|argocd app sync/im;
const waits =
  /wait-for-service-stability:\s*true|rollout status|aws ecs wait|--wait\b|--atomic\b|health.?check|smoke.?test|\/health/i;

export const deliveryAnswers: Checks = {
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
  'prod-jwt-secret': line((tree) => {
    const bad = fileWith(
      tree,
      /JWT_SECRET["']?\s*[:=]\s*["']?(?!\$|\{|<|process|os\.|ENV|config|changeme)[A-Za-z0-9+/_-]{8,}["']?\s*$/m,
    );
    if (bad !== null) return no(`${bad} has the JWT secret in it`, bad);
    const good = fileWith(tree, /JWT_SECRET/i);
    return good === null ? unseen('no JWT secret is mentioned') : yes(`${good} reads it from outside`);
  }),
};
