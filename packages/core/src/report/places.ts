/** How a place is named in formats that insist on a file: messages and notes have none. */
import { createHash } from 'node:crypto';
import type { Finding, Occurrence } from '../scan/finding.ts';

/** The path, or for a message a path-like name of its commit: `commit-message/3f2a9c0d11ee`. Unescaped display form. */
export function pathLike({ path, where, commit, blob }: Occurrence): string {
  if (path !== null) return path;
  const object = commit?.oid ?? blob;
  return object === null ? where : `${where}/${object.slice(0, 12)}`;
}

/** A relative URI; bytes that are not UTF-8 are percent-encoded as they are. */
export function toUri(place: Occurrence): string {
  const bytes = place.pathBytes === undefined ? Buffer.from(pathLike(place)) : Buffer.from(place.pathBytes, 'base64');
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9._~/-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

export interface IdentifiedPlace {
  readonly finding: Finding;
  readonly place: Occurrence;
  /** 64 hex digits: the same as long as the secret stays in that file, whatever moves above it. */
  readonly id: string;
}

/** Each place once, with an id of its own. `hidden`: suppressed places too. */
export function* identifiedPlaces(findings: Iterable<Finding>, hidden: boolean): Iterable<IdentifiedPlace> {
  const seen = new Map<string, number>();
  for (const finding of findings) {
    for (const place of finding.occurrences) {
      if (place.suppressed !== null && !hidden) continue;
      const key = `${finding.fingerprint}\0${finding.rule}\0${pathLike(place)}`;
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      yield { finding, place, id: createHash('sha256').update(`${key}\0${nth}`).digest('hex') };
    }
  }
}
