/**
 * What can be read out of a secret offline and shown to people: whose it is, where it works, when it ends. Never the secret: a text fact
 * that repeats six characters of it is dropped. No clock: dates are stated, not judged.
 */

import { caskFacts } from '../checks/azure-cask.ts';
import { azureDevopsLegacyPat } from '../checks/azure-devops-legacy-pat.ts';
import { embeddedJson } from '../checks/base64-json.ts';
import { discordId } from '../checks/discord-snowflake.ts';
import { nkey } from '../checks/nkey.ts';
import { decodeBase64, latin1Of } from '../checks/primitives/base64.ts';
import { privateKeyFacts } from '../checks/private-key.ts';
import type { Facts } from '../match.ts';
import { awsAccountId } from './aws-account-id.ts';
import { compact, isoDate, textFact } from './fact.ts';
import { gitlabRouting } from './gitlab-routing.ts';
import { jwtFacts } from './jwt.ts';
import { macaroonLocation } from './macaroon-location.ts';

export type FactReader = (secret: string) => Facts | null;

const readers: Readonly<Record<string, FactReader>> = {
  'aws-account-id': awsAccountId,
  'aws-bedrock': (secret) => {
    const account = /-at-(\d{12}):/.exec(latin1Of(decodeBase64(secret.replace(/^ABSK/, '')) ?? new Uint8Array()))?.[1];
    return compact({ accountId: account });
  },
  'azure-cask': (secret) => (secret.slice(52, 57) === 'JQQJ9' && secret.length >= 84 ? caskFacts(secret) : null),
  'azure-devops-owner': (secret) => factsOfCheck(secret, azureDevopsLegacyPat),
  'discord-bot': (secret) => {
    const id = discordId(secret);
    // Milliseconds since the first second of 2015 stand above 22 bits of worker and counter.
    return id === null ? null : { botId: id, created: isoDate(Number(BigInt(id) >> 22n) / 1000 + 1_420_070_400)! };
  },
  gitlab: gitlabRouting,
  grafana: (secret) => {
    const token = embeddedJson(secret);
    const region = (token?.m as { r?: unknown } | undefined)?.r;
    return compact({ organization: textFact(token?.o), name: textFact(token?.n), region: textFact(region) });
  },
  jwt: jwtFacts,
  macaroon: macaroonLocation,
  nkey: (secret) => factsOfCheck(secret, nkey),
  onepassword: (secret) => compact({ signInAddress: textFact(embeddedJson(secret)?.signInAddress) }),
  sentry: (secret) => {
    const token = embeddedJson(secret);
    const organization = textFact(token?.org);
    return compact({
      organization,
      url: textFact(token?.url),
      region: textFact(token?.region_url),
      issued: isoDate(token?.iat),
    });
  },
};

export const facts: Readonly<Record<string, FactReader>> = {
  ...Object.fromEntries(
    Object.entries(readers).map(([name, read]) => [name, (secret: string) => withoutSecret(secret, read(secret))]),
  ),
  // Key types and sizes only, and PuTTY's files name the type in clear.
  'private-key': (secret) => privateKeyFacts(secret),
};

/** A reader must not throw on any input, and nothing of the secret may come through. */
function withoutSecret(secret: string, found: Facts | null): Facts | null {
  if (found === null) return null;
  const kept = Object.entries(found).filter(([, value]) => typeof value !== 'string' || !repeats(secret, value));
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

const longestShared = 5;

function repeats(secret: string, value: string): boolean {
  for (let i = 0; i + longestShared < value.length; i++) {
    if (secret.includes(value.slice(i, i + longestShared + 1))) return true;
  }
  return false;
}

function factsOfCheck(secret: string, check: typeof nkey): Facts | null {
  return check({ text: secret, start: 0, end: secret.length, use: { check: '' } }).facts ?? null;
}
