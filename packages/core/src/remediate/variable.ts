/** The name under which a secret should come from outside: that of its assignment, else one made of its rule's id. */
import { readObjects } from '../git/objects.ts';
import type { Repository } from '../git/repository.ts';
import type { Finding } from '../scan/finding.ts';
import { type BlobScanner, scanBlob } from '../scan/scan-blob.ts';
import { nameBefore } from '../scan/value-name.ts';

/** `finding` has its raw value (`showSecrets`). The name is that of the place shown; it holds no secret. */
export async function variableOf(repo: Repository, scanner: BlobScanner, finding: Finding): Promise<string> {
  const fallback = upper(finding.rule);
  if (finding.blob === null) return fallback;
  for await (const { state, bytes } of readObjects(repo, [finding.blob])) {
    if (state !== 'read') continue;
    const { located } = scanBlob(scanner, bytes, [], finding.blob);
    const own = located.find(({ secret, line }) => line === finding.line && secret.toString('utf8') === finding.raw);
    if (own === undefined) continue;
    // Another secret on the line must not become a name: what stands before it is not looked at either.
    const others = located.filter((one) => one !== own && one.end <= own.start).map(({ end }) => end);
    const name = nameBefore(bytes, own.start, Math.max(0, ...others));
    return name === null ? fallback : upper(name);
  }
  return fallback;
}

/** `paymentApiKey`, `payment.api-key` → `PAYMENT_API_KEY`. */
function upper(name: string): string {
  const parts = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').split(/[^A-Za-z0-9]+/);
  return parts.filter(Boolean).join('_').toUpperCase();
}
