/** All checks by the name that rules use, and the arguments each takes. One file a check; what is common lies in `primitives/`. */
import { azureCask } from './azure-cask.ts';
import { azureDevopsLegacyPat } from './azure-devops-legacy-pat.ts';
import { azureIdentifiable } from './azure-identifiable.ts';
import { base58 } from './base58.ts';
import { base64Json } from './base64-json.ts';
import { base64Text } from './base64-text.ts';
import { bech32 } from './bech32.ts';
import { bip39 } from './bip39.ts';
import { charset } from './charset.ts';
import type { Check } from './check.ts';
import { confluentCrc32 } from './confluent-crc32.ts';
import { crc32Base62 } from './crc32-base62.ts';
import { discordSnowflake } from './discord-snowflake.ts';
import { entraClientSecret } from './entra-client-secret.ts';
import { entropy } from './entropy.ts';
import { githubFineGrained } from './github-fine-grained.ts';
import { gitlabRoutable } from './gitlab-routable.ts';
import { atlassianSuffix, cloudflareSuffix, grafanaServiceAccountSuffix, hexCrc32, zuploSuffix } from './hex-crc32.ts';
import { jwt } from './jwt.ts';
import { knownExample } from './known-example.ts';
import { luhn } from './luhn.ts';
import { flyMacaroon, macaroon } from './macaroon.ts';
import { nkey } from './nkey.ts';
import { notHash } from './not-hash.ts';
import { placeholder } from './placeholder.ts';
import { encryptedKey, privateKey } from './private-key.ts';
import { standIn } from './stand-in.ts';
import { stellarSeed } from './stellar-seed.ts';
import { urlPassword } from './url-password.ts';
import { uuid } from './uuid.ts';
import { words } from './words.ts';

export const checks: Readonly<Record<string, Check>> = {
  'atlassian-crc32': hexCrc32(atlassianSuffix),
  'azure-cask': azureCask,
  'azure-devops-legacy-pat': azureDevopsLegacyPat,
  'azure-identifiable': azureIdentifiable,
  base58,
  'base64-json': base64Json,
  'base64-text': base64Text,
  bech32,
  bip39,
  charset,
  'cloudflare-crc32': hexCrc32(cloudflareSuffix),
  'confluent-crc32': confluentCrc32,
  'crc32-base62': crc32Base62,
  'discord-snowflake': discordSnowflake,
  'encrypted-key': encryptedKey,
  'entra-client-secret': entraClientSecret,
  entropy,
  'fly-macaroon': flyMacaroon,
  'github-fine-grained': githubFineGrained,
  'gitlab-routable': gitlabRoutable,
  'grafana-sa-crc32': hexCrc32(grafanaServiceAccountSuffix),
  jwt,
  'known-example': knownExample,
  luhn,
  macaroon,
  nkey,
  'not-hash': notHash,
  placeholder,
  'private-key': privateKey,
  'stand-in': standIn,
  'stellar-seed': stellarSeed,
  'url-password': urlPassword,
  uuid,
  words,
  'zuplo-crc32': hexCrc32(zuploSuffix),
};

/** Check → arguments it knows besides `check` and `fail`, so that a typo in a rule is an error. */
export const checkArguments: Readonly<Record<string, readonly string[]>> = {
  base58: ['bytes', 'prefix', 'checksum'],
  'base64-json': ['keys'],
  'base64-text': ['pattern', 'prefix'],
  bech32: ['hrp'],
  charset: ['need'],
  entropy: ['min'],
  jwt: ['claims'],
  uuid: ['not'],
  words: ['share'],
};
