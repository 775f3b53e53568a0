/** `<<make:azure-…>>` and Entra: Microsoft's keys with a checksum inside. */
import { azureCaskSuffix } from '../checks/azure-cask.ts';
import { azureDevopsLegacyPatOf } from '../checks/azure-devops-legacy-pat.ts';
import { azureIdentifiableSuffix } from '../checks/azure-identifiable.ts';
import { entraSuffix } from '../checks/entra-client-secret.ts';
import type { Make } from './keys.ts';
import { alphabets, charactersOf } from './kinds.ts';
import type { Random } from './random.ts';

/** Signatures whose keys have each length before the signature: 64, 40, 32 and 39 byte keys. */
const azureFamilies: Readonly<Record<string, readonly [signature: string, random: number]>> = {
  'azure-storage-key': ['+ASt', 76],
  'azure-cosmos-key': ['ACDb', 76],
  'azure-batch-key': ['+ABa', 76],
  'azure-ml-classic-key': ['+AMC', 76],
  'azure-apim-key': ['APIM', 76],
  'azure-service-bus-key': ['+ASb', 33],
  'azure-event-hub-key': ['+AEh', 33],
  'azure-relay-key': ['+ARm', 33],
  'azure-iot-key': ['AIoT', 33],
  'azure-redis-key': ['AzCa', 33],
  'azure-event-grid-key': ['AZEG', 33],
  'azure-search-key': ['AzSe', 42],
  'azure-acr-key': ['+ACR', 42],
  'azure-functions-key': ['AzFu', 44],
};

function azureKey(signature: string, length: number, random: Random): string {
  const body = charactersOf(signature === 'AzFu' ? 'base64url' : 'base64', length, random) + signature;
  return body + azureIdentifiableSuffix(body);
}

function cask(provider: string, random: Random): string {
  const month = alphabets.upper![random.below(12)]!;
  const platform = `${charactersOf('alnum', 8, random)}AAAA`;
  const body = `${random.text(alphabets.alnum!, 52)}JQQJ99B${month}AC${platform.slice(2)}AAAA${provider}`;
  return body + azureCaskSuffix(body);
}

export const azureMakers: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(
    Object.entries(azureFamilies).map(([name, [signature, length]]) => [
      name,
      (random: Random) => azureKey(signature, length, random),
    ]),
  ),
  'azure-cask': (random) => cask('ACOG', random),
  'azure-devops-pat': (random) => cask('AZDO', random),
  'azure-devops-legacy-pat': (random) => azureDevopsLegacyPatOf(random.bytes(32)),
  'entra-client-secret': (random) => {
    const body = `${random.text(alphabets.alnum!, 3)}8Q~${charactersOf('base64url', 31, random)}`;
    return body + entraSuffix(body);
  },
};
