/**
 * The bytes as which a secret stands in a repository's objects: as it is, with other line ends, encoded. A rewrite has to
 * take out these, not the value. Holds raw secrets: nothing here is for a screen.
 */
import { messageStart } from '../git/commit-object.ts';
import { readObjects } from '../git/objects.ts';
import { toRawPath } from '../git/path.ts';
import type { Repository } from '../git/repository.ts';
import { archiveKind } from '../scan/archive/archive-kind.ts';
import type { Finding, Occurrence } from '../scan/finding.ts';
import { type BlobScanner, scanBlob } from '../scan/scan-blob.ts';

export interface ExactTexts {
  /** Each once, the value among them, the longest first, so that none is cut by a shorter one. */
  readonly texts: readonly Buffer[];
  /** Blobs that `git filter-repo --replace-text` cannot mend (a NUL near their beginning, archives): they can only go whole. */
  readonly binary: readonly string[];
}

/** `finding` has its raw value (`showSecrets`). Places on disk or in the index are no objects of the history. */
export async function exactTexts(repo: Repository, scanner: BlobScanner, finding: Finding): Promise<ExactTexts> {
  const places = new Map<string, Occurrence[]>();
  for (const occurrence of finding.occurrences) {
    const oid = occurrence.blob ?? occurrence.commit?.oid ?? null;
    if (oid === null || occurrence.where === 'worktree' || occurrence.where === 'stdin') continue;
    places.set(oid, [...(places.get(oid) ?? []), occurrence]);
  }
  const texts = new Map<string, Buffer>();
  const binary: string[] = [];
  for await (const { oid, type, state, bytes } of readObjects(repo, [...places.keys()])) {
    if (state !== 'read') continue;
    const content = type === 'blob' ? bytes : bytes.subarray(messageStart(bytes));
    const paths = places.get(oid)!.flatMap(({ path, pathBytes }) => (path === null ? [] : [rawPath(path, pathBytes)]));
    const { located } = scanBlob(scanner, content, paths, oid);
    const own = located.filter(({ secret }) => secret.toString('utf8') === finding.raw);
    const whole = own.length > 0 ? content.subarray(0, nulWindow).includes(0) : archiveKind(content) !== null;
    if (type === 'blob' && whole) binary.push(oid);
    for (const { start, end } of own) {
      const text = Buffer.from(content.subarray(start, end));
      texts.set(text.toString('latin1'), text);
    }
  }
  const value = Buffer.from(finding.raw ?? '', 'utf8');
  if (texts.size + binary.length > 0 && value.length > 0) texts.set(value.toString('latin1'), value);
  return { texts: [...texts.values()].sort((a, b) => b.length - a.length), binary: binary.sort() };
}

/** filter-repo's own limit: it looks for a NUL in so many bytes. */
const nulWindow = 8192;

function rawPath(path: string, bytes: string | undefined): string {
  return bytes === undefined ? toRawPath(path) : Buffer.from(bytes, 'base64').toString('latin1');
}
