/** `<<sum:CHECK>>`: the checksum that a check wants, computed by the check's own code. */
import { azureCaskSuffix } from '../checks/azure-cask.ts';
import { azureIdentifiableSuffix } from '../checks/azure-identifiable.ts';
import { bech32Suffix } from '../checks/bech32.ts';
import { confluentSuffix } from '../checks/confluent-crc32.ts';
import { crc32Base62Suffix } from '../checks/crc32-base62.ts';
import { entraSuffix } from '../checks/entra-client-secret.ts';
import { githubFineGrainedSuffix } from '../checks/github-fine-grained.ts';
import { gitlabRoutableSuffix } from '../checks/gitlab-routable.ts';
import { atlassianSuffix, cloudflareSuffix, grafanaServiceAccountSuffix, zuploSuffix } from '../checks/hex-crc32.ts';

/** Check name → what belongs after the token so far. */
export const sums: Readonly<Record<string, (token: string) => string>> = {
  'atlassian-crc32': (token) => atlassianSuffix(token.slice(Math.max(0, token.search(/AT[A-Z]{2}/)))),
  'azure-cask': azureCaskSuffix,
  'azure-identifiable': azureIdentifiableSuffix,
  bech32: bech32Suffix,
  'cloudflare-crc32': cloudflareSuffix,
  'confluent-crc32': confluentSuffix,
  'crc32-base62': crc32Base62Suffix,
  'entra-client-secret': entraSuffix,
  'github-fine-grained': githubFineGrainedSuffix,
  'gitlab-routable': gitlabRoutableSuffix,
  'grafana-sa-crc32': grafanaServiceAccountSuffix,
  'zuplo-crc32': zuploSuffix,
};
