/** Said beside a staged secret that blocks: HEAD has it in other files already, so taking it out of this one is not enough. */
import { filesInHead } from '../git/grep.ts';
import type { Repository } from '../git/repository.ts';
import { Cleaner } from './cleaner.ts';
import type { Finding } from './finding.ts';
import type { BlobScanner } from './scan-blob.ts';
import type { Seen } from './spots.ts';
import { counts } from './suppression.ts';

/** Files named; the rest is counted. */
const named = 5;

/** At most one line; none where no finding counts or HEAD holds none of the secrets. */
export async function elsewhereNotes(
  repo: Repository,
  scanner: BlobScanner,
  seen: readonly Seen[],
  findings: readonly Finding[],
): Promise<string[]> {
  if (!findings.some(({ suppressed, confidence }) => suppressed === null && confidence !== 'low')) return [];
  const cleaner = new Cleaner(scanner);
  const secrets = new Set<string>();
  for (const located of seen.flatMap(({ result }) => result.located)) {
    cleaner.add(located.secret, located.redacted);
    if (counts(located)) secrets.add(located.secret.toString('latin1'));
  }
  const files = (await filesInHead(repo, [...secrets])).map((path) => cleaner.path(path));
  if (files.length === 0) return [];
  const more = files.length > named ? ` and ${files.length - named} more` : '';
  return [`HEAD already holds a staged secret: ${files.slice(0, named).join(', ')}${more}`];
}
