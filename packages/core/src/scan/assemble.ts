/**
 * Results of blobs, with their places, → findings: one a secret value, every place under it, as the design's
 * Definitions say. Whichever engine read the blobs ends here. Raw secrets leave only as `raw`, when asked for.
 */
import { Cleaner } from './cleaner.ts';
import type { Finding } from './finding.ts';
import { FindingBuilder, type FindingOptions } from './finding-builder.ts';
import { compareFindings, rankReader } from './order.ts';
import type { Provenance } from './provenance.ts';
import type { BlobScanner } from './scan-blob.ts';
import { groupBySecret, type HeadTree, type Seen } from './spots.ts';

export interface AssembleInput extends Omit<FindingOptions, 'ruleset'> {
  readonly seen: Iterable<Seen>;
  readonly scanner: BlobScanner;
  /** Null where places have no commits. */
  readonly provenance: Provenance | null;
  readonly head: HeadTree;
}

/** Whatever the format, the first findings that count are shown in full, fingerprints included. */
const surelyShown = 10;

export async function assemble(input: AssembleInput): Promise<Finding[]> {
  const { provenance, scanner } = input;
  const ranks = rankReader(provenance);
  const secrets = groupBySecret(input.seen, input.head, ranks);
  const cleaner = new Cleaner(scanner);
  const commits = new Set<string>();
  for (const { spots } of secrets) {
    for (const { located, first } of spots.values()) {
      cleaner.add(located.secret, located.redacted);
      if (first !== null) commits.add(first);
    }
  }
  const headings = (await provenance?.headings(commits)) ?? new Map();
  const attributed = provenance?.attributed ?? true;
  const reaches = provenance?.reach(secrets.map((secret) => [...secret.commits])) ?? [];
  const builder = new FindingBuilder({ ...input, ruleset: scanner.ruleset }, { cleaner, headings, ranks, attributed });
  const findings = secrets.map((secret, i) => builder.finding(secret, reaches[i] ?? null));
  findings.sort(compareFindings);
  const shown = findings
    .filter(({ finding }) => finding.suppressed === null && finding.confidence !== 'low')
    .slice(0, surelyShown);
  await Promise.all(shown.map((one) => one.prepare()));
  return findings.map(({ finding }) => finding);
}
