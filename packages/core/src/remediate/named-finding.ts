/**
 * The findings that a fingerprint may name. It may have been printed before `init` or `baseline create` gave the repository
 * its key, or in a clone without that key: whoever asks for a proof must not be told "gone" for that.
 */
import type { Finding } from '../scan/finding.ts';
import { fingerprintOf } from '../scan/fingerprint.ts';

/** `findings` have their raw values (`showSecrets`). `keys`: other keys than the scan's; the public one is always tried. */
export function findingsNamed(
  findings: readonly Finding[],
  prefix: string,
  keys: readonly (string | null)[] = [],
): Finding[] {
  const own = findings.filter((one) => [one.fingerprint, ...one.absorbed].some((print) => print.startsWith(prefix)));
  if (own.length > 0) return own;
  const others = [undefined, ...new Set(keys.filter((key) => key !== null))];
  return findings.filter(({ raw }) => {
    if (raw === undefined) return false;
    return others.some((key) => fingerprintOf(Buffer.from(raw, 'utf8'), key).startsWith(prefix));
  });
}
