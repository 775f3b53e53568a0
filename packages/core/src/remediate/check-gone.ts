/**
 * Proves that a secret is gone from a repository, or says where it still is. Two witnesses: the rules, over every object,
 * by fingerprint; and, where the value is known, a search for its bytes in every object (trees too) and in every other
 * file of the git folder (reflogs, settings, messages, LFS content). Changes nothing.
 */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readAllObjects } from '../git/objects.ts';
import { displayPath } from '../git/path.ts';
import type { Repository } from '../git/repository.ts';
import type { Finding } from '../scan/finding.ts';
import type { Progress } from '../scan/result.ts';
import { type ScanOptions, scanHistory } from '../scan/scan.ts';
import { type Holder, Holders } from './holders.ts';
import { findingsNamed } from './named-finding.ts';
import { type Needle, needlesFor } from './needles.ts';

export interface LeftPlace {
  readonly kind: 'blob' | 'commit' | 'tag' | 'tree' | 'file';
  /** Null for files of the git folder. */
  readonly oid: string | null;
  /** Safe to print: path in the repository, or below the git folder for `file`; null where unknown. */
  readonly path: string | null;
  /** Null where only the bytes were found. */
  readonly line: number | null;
  /** Which form of the value; `by a rule` where a rule saw it. */
  readonly form: string;
  readonly commit: string | null;
  /** Null for files. */
  readonly holder: Holder | null;
}

export interface GoneReport {
  /** Empty: gone, if `complete`. */
  readonly places: readonly LeftPlace[];
  /** Found, and not listed for their number. */
  readonly more: number;
  /** Objects read, of every type, reachable or not; files of the git folder beside them. */
  readonly objects: number;
  readonly files: number;
  /** Whether the bytes were searched for; else only the rules looked. */
  readonly searched: boolean;
  /** Why something could not be read; empty: everything was. */
  readonly unread: readonly string[];
}

export interface GoneOptions extends Omit<ScanOptions, 'repo' | 'showSecrets'> {
  /** A prefix that names one finding. */
  readonly fingerprint: string;
  /** Keys under which it may have been printed, besides this repository's and the public one. */
  readonly keys?: readonly (string | null)[];
  /** Raw values, where the caller knows them. */
  readonly values: readonly Buffer[];
  /** Of the git folder, below which nothing is searched: the file with the values themselves. */
  readonly ignore: readonly string[];
}

/** Places that are looked up and listed. */
const mostPlaces = 20;

export async function checkGone(repo: Repository, options: GoneOptions): Promise<GoneReport> {
  const result = await scanHistory(repo, { ...options, showSecrets: true });
  const [finding] = findingsNamed(result.findings, options.fingerprint, options.keys);
  const known = finding?.raw === undefined ? [] : [Buffer.from(finding.raw, 'utf8')];
  const needles = needlesFor([...options.values, ...known]);
  const hits = await searchObjects(repo, needles, options.progress);
  const files =
    needles.length === 0 ? { read: 0, places: [], unread: [] } : await searchFiles(repo, needles, options.ignore);
  const seen = finding === undefined ? [] : placesOf(finding);
  const unseen = [...hits.found].filter(([oid]) => !seen.some((place) => place.oid === oid));
  const places = [...seen, ...unseen.map(([oid, { kind, form }]) => ({ ...unplaced, kind, oid, form }))];
  const holders = new Holders(repo);
  const listed: LeftPlace[] = [];
  for (const place of places.slice(0, mostPlaces)) listed.push(await placed(place, holders));
  return {
    places: [...listed, ...files.places].map((place) => withoutValues(place, needles)),
    more: Math.max(0, places.length - mostPlaces),
    objects: hits.read,
    files: files.read,
    searched: needles.length > 0,
    unread: [...unreadOf(repo, result.coverage.blobs.skipped), ...hits.unread, ...files.unread],
  };
}

/** Names of branches and paths can hold the very value. */
function withoutValues(place: LeftPlace, needles: readonly Needle[]): LeftPlace {
  const plain = needles.map(({ bytes }) => bytes.toString('utf8'));
  const clean = (text: string): string => plain.reduce((rest, value) => rest.replaceAll(value, '…'), text);
  const { path, holder } = place;
  return {
    ...place,
    path: path === null ? null : clean(path),
    holder: holder === null ? null : { ...holder, refs: holder.refs.map(clean) },
  };
}

const unplaced = { path: null, line: null, commit: null, holder: null } as const;

function placesOf({ occurrences }: Finding): LeftPlace[] {
  const inObjects = occurrences.filter(({ blob, commit }) => blob !== null || commit !== null);
  return inObjects.map(({ where, blob, commit, path, line }) => {
    const kind = blob !== null ? 'blob' : where === 'tag-message' ? 'tag' : 'commit';
    return { kind, oid: blob ?? commit!.oid, path, line, form: 'by a rule', commit: commit?.oid ?? null, holder: null };
  });
}

/** Adds commit, path and what holds it. */
async function placed(place: LeftPlace, holders: Holders): Promise<LeftPlace> {
  if (place.kind === 'commit' || place.kind === 'tag') return { ...place, holder: await holders.of(place.oid!) };
  const brought = place.commit === null ? await holders.bringing(place.oid!) : { commit: place.commit, path: null };
  if (brought === null) return { ...place, holder: { refs: [], by: 'none' } };
  const path = place.path ?? (brought.path === null ? null : displayPath(brought.path));
  return { ...place, path, commit: brought.commit, holder: await holders.of(brought.commit) };
}

interface Hits {
  readonly found: ReadonlyMap<string, { readonly kind: LeftPlace['kind']; readonly form: string }>;
  readonly read: number;
  readonly unread: readonly string[];
}

async function searchObjects(repo: Repository, needles: readonly Needle[], progress?: Progress): Promise<Hits> {
  const found = new Map<string, { kind: LeftPlace['kind']; form: string }>();
  const unread: string[] = [];
  let read = 0;
  for await (const { oid, type, state, bytes } of readAllObjects(repo, { trees: true })) {
    read++;
    if ((read & 1023) === 0) progress?.('searching objects', read, 0);
    if (state !== 'read') unread.push(`object ${oid}: ${state === 'large' ? 'too large' : 'missing or damaged'}`);
    const needle = needles.find((one) => bytes.includes(one.bytes));
    if (needle !== undefined) found.set(oid, { kind: type, form: needle.form });
  }
  return { found, read, unread };
}

function unreadOf(
  repo: Repository,
  skipped: readonly { readonly reason: string; readonly unread: boolean; readonly count: number }[],
): string[] {
  const unread = skipped.filter((entry) => entry.unread).map(({ reason, count }) => `${count} ${reason}`);
  return repo.shallow ? [...unread, 'the clone is shallow: older commits are not here'] : unread;
}

interface FileHits {
  readonly places: readonly LeftPlace[];
  readonly read: number;
  readonly unread: readonly string[];
}

/** Objects were read through git; what gitmoat itself keeps holds no secret (and is bound to objects). */
const passedOver = /^(?:objects|gitmoat-cache|modules\/.+\/objects)(?:\/|$)/;

async function searchFiles(repo: Repository, needles: readonly Needle[], ignore: readonly string[]): Promise<FileHits> {
  const places: LeftPlace[] = [];
  const unread: string[] = [];
  let read = 0;
  const entries = await readdir(repo.commonDir, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const name = relative(repo.commonDir, file);
    if (passedOver.test(name.replaceAll('\\', '/')) || ignore.some((path) => file === path)) continue;
    try {
      const form = await formIn(file, needles);
      read++;
      if (form !== null)
        places.push({
          ...unplaced,
          kind: 'file',
          oid: null,
          path: displayPath(Buffer.from(name).toString('latin1')),
          form,
        });
    } catch (error) {
      unread.push(`${name}: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}`);
    }
  }
  return { places, read, unread };
}

/** In pieces that overlap by the longest needle: LFS content may be large. */
async function formIn(file: string, needles: readonly Needle[]): Promise<string | null> {
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.length)) - 1;
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([tail, chunk as Buffer]);
    const needle = needles.find((one) => bytes.includes(one.bytes));
    if (needle !== undefined) return needle.form;
    tail = bytes.subarray(Math.max(0, bytes.length - overlap));
  }
  return null;
}
